"""Whether a JPEG holds a picture and nothing else, and how large that is: told from its segments, without decoding.

The process that made it has opened a stranger's file before, so that its word is not enough. Pure.
"""

import re

_PLAIN = frozenset({0xC0, 0xC4, 0xDA, 0xDB, 0xE0})
"""Baseline frame, Huffman tables, scan, quantisation tables, JFIF header: all that our encoder writes
(ITU-T T.81, B.1.1.3)."""

_FRAME = 0xC0
_SCAN = 0xDA
_JFIF = 0xE0
_JFIF_LENGTH = 16
_AFTER_PIXELS = re.compile(rb"\xff[^\x00]")


def bare_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None for anything that is no bare JPEG with an end where the file ends."""
    if not data.startswith(b"\xff\xd8"):
        return None
    size, place = None, 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] in _PLAIN:
        code, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if code == _JFIF and length != _JFIF_LENGTH:
            return None
        if code == _FRAME:
            height, width = data[place + 5 : place + 7], data[place + 7 : place + 9]
            size = int.from_bytes(width, "big"), int.from_bytes(height, "big")
        place += 2 + length
        if code == _SCAN:
            end = _AFTER_PIXELS.search(data, place)
            return size if end and end[0] == b"\xff\xd9" and end.end() == len(data) else None
    return None
