"""The mark in every generated file that a machine made it: readable for programs (XMP, IPTC's digital source type) and
for people (a comment). Pure; no pixel is touched.

Only what the picture needs is kept of the provider's file: generators write prompts and settings into it.
"""

import struct
import zlib
from collections.abc import Iterator

from services.errors import BrokenArtefactError

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
COMMENT = "AI generated"

XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    f'Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPE}">'
    f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{COMMENT}</rdf:li></rdf:Alt></dc:description>'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="w"?>'
).encode()

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"cICP",
        b"sBIT",
        b"pHYs",
        b"bKGD",
    }
)
_WEBP_KEPT = frozenset({b"ICCP", b"ALPH", b"VP8 ", b"VP8L", b"ANIM", b"ANMF"})
_WEBP_HAS_XMP, _WEBP_HAS_EXIF, _WEBP_HAS_ALPHA = 0x04, 0x08, 0x10
_JPEG_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_APP0, _APP1, _APP2, _APP14, _COM, _SOS, _EOI, _SOI = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE, 0xDA, 0xD9, 0xD8


def marked(data: bytes) -> bytes:
    """The same picture with the mark and without anything else that is no picture; marking twice is marking once.

    Raises `BrokenArtefactError('artefact-broken')` for what is no PNG, JPEG or WEBP from beginning to end.
    """
    try:
        if data.startswith(_PNG):
            return _marked_png(data)
        if data.startswith(b"\xff\xd8"):
            return _marked_jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _marked_webp(data)
    except (struct.error, IndexError, OverflowError) as error:
        raise BrokenArtefactError("artefact-broken") from error
    raise BrokenArtefactError("artefact-broken")


def _marked_png(data: bytes) -> bytes:
    out = bytearray(_PNG)
    for kind, body in _png_chunks(data):
        if kind in _PNG_KEPT:
            out += _png_chunk(kind, body)
        if kind == b"IHDR":
            out += _png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
            out += _png_chunk(b"tEXt", b"Comment\0" + COMMENT.encode())
    return bytes(out)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data):
            raise BrokenArtefactError("artefact-broken")
        yield kind, data[at + 8 : at + 8 + length]
        at += 12 + length


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _marked_jpeg(data: bytes) -> bytes:
    out = bytearray(b"\xff\xd8")
    head, body = b"", bytearray()
    for marker, piece in _jpeg_pieces(data):
        if marker == _APP0 and piece[4:9] == b"JFIF\0" and not head:
            head = _without_thumbnail(piece)
        elif _is_needed(marker, piece):
            body += piece
    out += head
    out += _jpeg_segment(_APP1, _JPEG_XMP + XMP) + _jpeg_segment(_COM, COMMENT.encode())
    return bytes(out + body + b"\xff\xd9")


def _jpeg_pieces(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Segments with their markers up to the end of the picture; a scan's data belongs to its segment."""
    at = 2
    while at < len(data):
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1  # fill bytes
        if data[at] != 0xFF:
            raise BrokenArtefactError("artefact-broken")
        marker = data[at + 1]
        if marker == _EOI:
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == _SOS:
            end = _end_of_scan(data, end)
        yield marker, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """The place of the next marker that is no part of a scan's data."""
    while (at := data.find(b"\xff", at)) != -1 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _is_needed(marker: int, piece: bytes) -> bool:
    if marker == _APP2:
        return piece[4:16] == b"ICC_PROFILE\0"
    if marker == _APP14:
        return piece[4:9] == b"Adobe"  # says how colours are stored
    return marker != _COM and not _APP0 <= marker <= 0xEF


def _without_thumbnail(piece: bytes) -> bytes:
    return _jpeg_segment(_APP0, piece[4:16] + b"\0\0")


def _jpeg_segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _marked_webp(data: bytes) -> bytes:
    chunks = list(_webp_chunks(data))
    if not chunks:
        raise BrokenArtefactError("artefact-broken")
    kept = [(kind, body) for kind, body in chunks if kind in _WEBP_KEPT]
    kind, body = chunks[0]
    header = bytearray(body if kind == b"VP8X" else _webp_header(kind, body))
    header[0] = (header[0] | _WEBP_HAS_XMP) & ~_WEBP_HAS_EXIF
    inner = b"".join(_webp_chunk(*chunk) for chunk in [(b"VP8X", bytes(header)), *kept, (b"XMP ", XMP)])
    return b"RIFF" + struct.pack("<I", len(inner) + 4) + b"WEBP" + inner


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > len(data):
            raise BrokenArtefactError("artefact-broken")
        yield kind, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _webp_header(kind: bytes, body: bytes) -> bytes:
    """The extended header of a plain picture: flags, and the sides less one in 24 bits each."""
    bits: int
    width: int
    height: int
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", body, 1)[0]
        flags = _WEBP_HAS_ALPHA if bits >> 28 & 1 else 0
        width, height = bits & 0x3FFF, bits >> 14 & 0x3FFF
    elif kind == b"VP8 ":
        flags = 0
        wide, high = struct.unpack_from("<HH", body, 6)
        width, height = (wide & 0x3FFF) - 1, (high & 0x3FFF) - 1
    else:
        raise BrokenArtefactError("artefact-broken")
    return struct.pack("<I", flags) + width.to_bytes(3, "little") + height.to_bytes(3, "little")


def _webp_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
