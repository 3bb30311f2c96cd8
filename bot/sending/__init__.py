"""Everything on its way to Telegram: pacing, pauses, delivery and its four answers."""
