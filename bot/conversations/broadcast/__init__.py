"""/broadcast: writing to many people, for admins."""
