"""The keys that come out of `DATA_KEY`, one for each use, so that none of them can stand in for another."""

import base64
import binascii
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


@dataclass(frozen=True, repr=False)
class DataKeys:
    """32 bytes each: `files` encrypts what is stored, `links` signs addresses under `/files/`, `people` makes marks of
    people that only this bot can compare, `sessions` signs what the Mini App shows instead of Telegram's launch."""

    files: bytes
    links: bytes
    people: bytes
    sessions: bytes


def derive_keys(data_key: str) -> DataKeys:
    """The keys for each use, derived from `data_key` (32 random bytes as urlsafe base64) by HKDF-SHA256.

    Raises ValueError, without repeating the text, when it is anything else: a shorter key would look safe.
    """
    try:
        master = base64.b64decode(data_key.strip().encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error):
        master = b""
    if len(master) != KEY_BYTES:
        raise ValueError("DATA_KEY must be 32 random bytes written as urlsafe base64 (44 characters ending in =)")
    return DataKeys(
        files=derive(master, use=b"files"),
        links=derive(master, use=b"links"),
        people=derive(master, use=b"people"),
        sessions=derive(master, use=b"sessions"),
    )


def derive(master: bytes, *, use: bytes, salt: bytes | None = None) -> bytes:
    """32 bytes of key for one use of `master`; another `use` or `salt` gives an unrelated key."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=b"loragram " + use).derive(master)
