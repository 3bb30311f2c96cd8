"""Copies of everything the bot knows: made every night, given back after a disaster, and moved to another database."""
