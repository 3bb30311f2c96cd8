"""Tables, sessions and repositories: the only room that speaks SQL."""
