"""What `python -m bot <command>` does."""
