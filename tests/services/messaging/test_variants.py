"""Variants: everybody gets a message, in their own language if there is one."""

from typing import Any

import pytest

from db.enums import Language
from services.errors import InvalidInputError
from services.messaging.variants import (
    MOST_MESSAGES,
    Piece,
    Variants,
    from_json,
    language_of_album,
    variant_for,
    with_piece,
)
from services.ports import Variant

RU, EN = Variant(1, (10,)), Variant(1, (20, 21))
FIRST = Piece(1, 20, "a")


@pytest.mark.parametrize(
    ("variants", "language", "got"),
    [
        ({Language.RU: RU, Language.EN: EN}, Language.RU, RU),
        ({Language.RU: RU, Language.EN: EN}, Language.EN, EN),
        ({Language.RU: RU}, Language.EN, RU),
        ({Language.EN: EN}, Language.RU, EN),
    ],
)
def test_the_own_language_first_else_the_one_there_is(variants: Variants, language: Language, got: Variant) -> None:
    """A broadcast with one variant goes to everybody."""
    assert variant_for(variants, language) is got


def test_stored_variants_are_the_ones_that_were_written() -> None:
    """The order of an album's messages is part of it, and one language leaves the other as it is."""
    stored: dict[str, Any] = {}
    for language, piece in ((Language.EN, Piece(1, 21, "a")), (Language.RU, Piece(1, 10)), (Language.EN, FIRST)):
        stored = with_piece(stored, language, piece)
    assert from_json(stored) == {Language.RU: RU, Language.EN: EN}
    assert language_of_album(stored, "a") is Language.EN
    assert language_of_album(stored, "b") is None


@pytest.mark.parametrize("album", [None, "b"])
def test_another_message_takes_the_place_of_an_album(album: str | None) -> None:
    """Also another album's first one; the same message twice is one."""
    stored = with_piece(with_piece({}, Language.EN, FIRST), Language.EN, Piece(1, 30, album))
    stored = with_piece(stored, Language.EN, Piece(1, 30, album))
    assert from_json(stored) == {Language.EN: Variant(1, (30,))}


def test_an_album_does_not_get_longer_than_albums_are() -> None:
    """Telegram would refuse to copy it."""
    stored: dict[str, Any] = {}
    for message_id in range(MOST_MESSAGES):
        stored = with_piece(stored, Language.EN, Piece(1, message_id, "a"))
    with pytest.raises(InvalidInputError, match="broadcast-one-message"):
        with_piece(stored, Language.EN, Piece(1, 99, "a"))
