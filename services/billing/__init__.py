"""Who may use the bot, how much, and who pays for it."""
