"""Stand-ins for the outside world on loopback: Telegram, fal, Replicate, and a person with a chat page."""
