"""What admins see and do in chat."""
