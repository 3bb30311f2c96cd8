"""Questions and plain writes, one module per area; each function takes the session first."""
