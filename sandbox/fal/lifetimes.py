"""How long a file on fal's CDN lives."""

import json

DEFAULT_LIFETIME_SECONDS = 7 * 24 * 3600.0
"""Life of a file without a lifecycle header: fal's FAQ promises at least 7 days."""


def lifetime_of(header: str | None) -> float | None:
    """Seconds a lifecycle header asks for; None means for ever.

    Raises ValueError where the header is no JSON object or its duration no number above 0.
    """
    if header is None:
        return DEFAULT_LIFETIME_SECONDS
    wanted = json.loads(header)
    if not isinstance(wanted, dict):
        raise ValueError("a lifecycle preference is a JSON object")
    seconds = wanted.get("expiration_duration_seconds", DEFAULT_LIFETIME_SECONDS)
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds <= 0:
        raise ValueError("expiration_duration_seconds is a number above 0 or null")
    return float(seconds)
