"""What kind of file was sent, by its first bytes; names and declared types are not believed."""

from services.errors import InvalidInputError

HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})
GENERAL_BRANDS = frozenset({b"mif1", b"msf1"})
"""Major brands of HEIC, AVIF, and of both (ISO/IEC 23008-12 and the AVIF specification)."""

_MOST_BRANDS = 256


def format_of(data: bytes) -> str:
    """The one format, as Pillow names it, that the file can have: JPEG, PNG, WEBP, HEIF or AVIF.

    Raises `InvalidInputError("photo-not-a-picture")` for everything else.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return _format_of_box(data)
    raise InvalidInputError("photo-not-a-picture")


def _format_of_box(data: bytes) -> str:
    """By the major brand, and where that is a general one by those that follow it."""
    major = data[8:12]
    end = min(int.from_bytes(data[:4], "big"), _MOST_BRANDS)
    others = {data[place : place + 4] for place in range(16, end, 4)}
    if major in AVIF_BRANDS or (major in GENERAL_BRANDS and others & AVIF_BRANDS):
        return "AVIF"
    if major in HEIC_BRANDS | GENERAL_BRANDS:
        return "HEIF"
    raise InvalidInputError("photo-not-a-picture")
