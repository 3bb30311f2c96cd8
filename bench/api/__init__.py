"""The REST API measured beside a bare aiohttp handler."""
