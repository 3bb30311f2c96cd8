"""The durable engine: paid provider work that survives any crash and is never paid twice."""
