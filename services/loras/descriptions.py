"""What people note about their models. Pure."""

from services.errors import InvalidInputError

DESCRIPTION_LIMIT = 500
"""Longest description in characters."""


def clean_description(text: str | None) -> str | None:
    """The description as it is kept; None for nothing or blank text.

    Raises `InvalidInputError('description-too-long', limit)`.
    """
    words = (text or "").strip()
    if len(words) > DESCRIPTION_LIMIT:
        raise InvalidInputError("description-too-long", limit=DESCRIPTION_LIMIT)
    return words or None
