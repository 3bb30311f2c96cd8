"""`python -m bot doctor`: questions to everything the bot depends on, and how to mend what is wrong."""
