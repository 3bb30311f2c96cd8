"""The REST API under /api/v1: what the Mini App and people's own programs speak."""
