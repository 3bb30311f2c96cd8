"""What operators see and change while the bot runs."""
