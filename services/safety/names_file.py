"""The operator's own list of names that may not be drawn or be the name of a model."""

from pathlib import Path

LONGEST = 1_000_000
"""Bytes; a longer file is no list of names."""


def read_names(path: Path) -> tuple[str, ...]:
    """One name a line in UTF-8; empty lines and what follows a # are left out.

    Raises `ValueError`, which says what is wrong without a name, for a file that cannot be read as such.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None
    if len(data) > LONGEST:
        raise ValueError("is over 1 MB: one name a line is meant")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ValueError("is not in UTF-8") from None
    names = (line.partition("#")[0].strip() for line in lines)
    return tuple(dict.fromkeys(name for name in names if name))
