"""Names of models: cleaning, comparing and offering a free one. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Collection

from services.errors import InvalidInputError

NAME_LIMIT = 255
"""Longest name in characters."""

_KEY_LIMIT = 1024
_JOINER = "\u200d"
_NUMBERED = re.compile(r"^(?P<base>.*\S)\s+(?P<number>[1-9][0-9]{0,5})$")


def clean_name(text: str) -> str:
    """The name as it is kept and shown: one line, single spaces, no control or invisible characters.

    Raises `InvalidInputError('name-empty')` and `InvalidInputError('name-too-long', limit, length)`.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_visible(character) for character in composed)
    name = " ".join(kept.split())
    if not name_key(name):
        raise InvalidInputError("name-empty")
    if len(name) > NAME_LIMIT:
        raise InvalidInputError("name-too-long", limit=NAME_LIMIT, length=len(name))
    return name


def name_key(name: str) -> str:
    """What names are compared by: NFKC and casefold, without invisible characters; at most 1024 characters.

    NFKC can make 18 characters of one; a key that would not fit its column ends in a hash instead.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    shown = "".join(" " if c.isspace() else c for c in folded if unicodedata.category(c) not in ("Cf", "Cc", "Cs"))
    key = " ".join(shown.split())
    if not any(unicodedata.category(c)[0] in "LNPS" for c in key):
        return ""
    if len(key) <= _KEY_LIMIT:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return key[: _KEY_LIMIT - len(digest)] + digest


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, or with the next number ("Anna 2") when its key is among `taken` (name keys)."""
    if name_key(name) not in taken:
        return name
    numbered = _NUMBERED.match(name)
    base = numbered["base"] if numbered else name
    number = int(numbered["number"]) if numbered else 1
    while True:
        number += 1
        ending = f" {number}"
        candidate = base[: NAME_LIMIT - len(ending)].rstrip() + ending
        if name_key(candidate) not in taken:
            return candidate


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    # The joiner holds family and profession emoji together; every other format character only hides things.
    if category in ("Cc", "Cs", "Cn", "Co") or (category == "Cf" and character != _JOINER):
        return ""
    return character
