"""What happens around every update: who it is, whether they may, and what errors turn into."""
