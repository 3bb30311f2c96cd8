"""Ids short enough for two of them in a button's 64 bytes."""

import base64
from uuid import UUID

from services.errors import NotFoundError


def short(value: UUID) -> str:
    """The id in 22 characters that a button's data may contain."""
    return base64.urlsafe_b64encode(value.bytes).rstrip(b"=").decode()


def long(text: str) -> UUID:
    """The id that `short` wrote; raises `NotFoundError('button-old')` for anything else."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except ValueError:
        raise NotFoundError("button-old") from None
