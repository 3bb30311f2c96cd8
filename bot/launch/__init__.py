"""What happens once, before the bot works: secrets, the sandbox child, the lock, introducing itself."""
