"""What runs in the limited child process alone."""
