"""A broadcast's message in each language in which an admin wrote it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.enums import Language
from services.errors import InvalidInputError
from services.ports import Variant

Variants = Mapping[Language, Variant]

MOST_MESSAGES = 10
"""An album is at most ten pictures."""


@dataclass(frozen=True)
class Piece:
    """A message that an admin wrote for a broadcast. `album` is Telegram's mark of the album that it belongs to, whose
    messages arrive one by one."""

    chat_id: int
    message_id: int
    album: str | None = None


def variant_for(variants: Variants, language: Language) -> Variant:
    """What a person with this language gets: their own variant, else the English one, else the one there is, of which
    there must be one."""
    return variants.get(language) or variants.get(Language.EN) or next(iter(variants.values()))


def from_json(stored: Mapping[str, Any]) -> Variants:
    """Stored variants."""
    return {
        Language(language): Variant(value["chat_id"], tuple(value["message_ids"])) for language, value in stored.items()
    }


def with_piece(stored: Mapping[str, Any], language: Language, piece: Piece) -> dict[str, Any]:
    """Stored variants with this message: it joins its album, else it takes the place of what was there.

    Raises `InvalidInputError('broadcast-one-message')` when an album gets longer than albums are.
    """
    known = stored.get(language.value)
    joins = known is not None and piece.album is not None and known.get("album") == piece.album
    ids = sorted({*(known["message_ids"] if known and joins else ()), piece.message_id})
    if len(ids) > MOST_MESSAGES:
        raise InvalidInputError("broadcast-one-message")
    return {**stored, language.value: {"chat_id": piece.chat_id, "message_ids": ids, "album": piece.album}}


def language_of_album(stored: Mapping[str, Any], album: str) -> Language | None:
    """Whose variant is this album; None when it is another one."""
    return next((Language(name) for name, value in stored.items() if value.get("album") == album), None)
