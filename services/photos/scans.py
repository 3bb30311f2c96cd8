"""How many passes a JPEG wants over its pixels: a small file can ask for thousands, each as long as the picture."""

import re

MOST_SCANS = 100
"""Progressive JPEGs have about ten scans. Measured at 62 megapixels: 50 ms a scan, which may take 92 bytes."""

_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])")
"""The code of a marker that begins a segment. Inside pixels 0xFF is followed by 0x00 or a restart marker; those and
0x01 stand alone (ITU-T T.81, B.1.1)."""

_SCAN = 0xDA
_END = 0xD9
_START = 0xD8


def has_too_many_scans(data: bytes) -> bool:
    """Whether a JPEG asks for more scans than any camera or program writes; what hangs behind the picture does not
    count, and a damaged file has as many as can be found. False for other formats."""
    # Most files are done here, thirty times as quickly: no scan begins with other bytes.
    if not data.startswith(b"\xff\xd8") or data.count(b"\xff\xda") <= MOST_SCANS:
        return False
    position = scans = 0
    while scans <= MOST_SCANS and (marker := _MARKER.search(data, position)):
        code = marker[1][0]
        if code == _END:
            return False
        scans += code == _SCAN
        position = marker.end()
        if code != _START:
            # Segments are skipped whole: a preview inside the metadata has scans of its own.
            position += int.from_bytes(data[position : position + 2], "big")
    return scans > MOST_SCANS
