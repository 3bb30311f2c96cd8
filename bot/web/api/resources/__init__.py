"""The API's resources: of each a table of routes, their handlers and what goes in and out."""
