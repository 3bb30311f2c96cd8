"""`python -m tests.data.make_hostile`: writes the files on which taking photos in is tried, and what has to become of
each: the code with which it is refused, the sides in pixels of the clean copy, or the code of weights."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.data import hostile_recipes as make

FOLDER = Path(__file__).parent / "hostile"

BROKEN = {"code": "photo-broken"}
NO_PICTURE = {"code": "photo-not-a-picture"}
MOVING = {"code": "photo-animated"}
TOO_BIG = {"code": "photo-too-big"}
TOO_SMALL = {"code": "photo-too-small"}
LARGE = {"size": [2048, 2048], "or": "photo-too-big"}
"""As many pixels as may be, in the format that takes most memory for them: as libraries grow it may not fit."""

TAKEN = {"size": list(make.SIZE)}
BAD_WEIGHTS = {"weights": "weights-broken"}

Made = Mapping[str, tuple[bytes, dict[str, Any]]]


def damaged() -> Made:
    """Cut off, or not what their first bytes say."""
    whole = {
        "jpg": make.encoded(make.picture()),
        "png": make.encoded(make.picture(), "PNG"),
        "webp": make.encoded(make.picture(), "WEBP"),
        "heic": make.encoded(make.picture(), "HEIF", quality=50),
        "avif": make.encoded(make.picture(), "AVIF", quality=50),
    }
    made = {f"truncated.{ending}": (data[: len(data) * 6 // 10], BROKEN) for ending, data in whole.items()}
    unpackable = bytearray(whole["png"])
    unpackable[unpackable.index(b"IDAT") + 4] = 0
    riff = bytearray(whole["webp"])
    riff[4:8] = b"\xff\xff\xff\x7f"
    return {
        **made,
        "no-deflate-data.png": (bytes(unpackable), BROKEN),
        "long-riff.webp": (bytes(riff), BROKEN),
        "only-a-signature.jpg": (b"\xff\xd8\xff", BROKEN),
        "empty.jpg": (b"", NO_PICTURE),
        "text.jpg": (b"this is no photo\n" * 40, NO_PICTURE),
    }


def bombs() -> Made:
    """Small files that want much memory or time."""
    png = make.encoded(make.picture(), "PNG")
    bomb = make.zlib.compress(bytes(60_000_000), 9)
    return {
        "177-megapixels.png": (make.flat_png(13_304), TOO_BIG),
        "huge-header.png": (make.png_header_only(65_535, 65_535), TOO_BIG),
        "huge-header.jpg": (make.jpeg_of_size(60_000, 60_000), TOO_BIG),
        "huge-header.heic": (make.heic_of_size(30_000, 30_000), TOO_BIG),
        "64-megapixels.webp": (
            make.encoded(make.Image.new("RGB", (8000, 8000), "navy"), "WEBP", lossless=True),
            {"size": [2048, 2048]},
        ),
        "thousands-of-scans.jpg": (make.endless_jpeg(), BROKEN),
        "bomb-in-text.png": (make.with_png_chunk(png, b"zTXt", b"a\0\0" + bomb), BROKEN),
        "bomb-in-profile.png": (make.with_png_chunk(png, b"iCCP", b"a\0\0" + bomb), BROKEN),
        "zip-bomb.zip": (make.zipped("a.jpg", bytes(60_000_000)), NO_PICTURE),
        "strip.png": (make.encoded(make.picture((12_000, 40)), "PNG"), TOO_SMALL),
    }


def two_things_at_once() -> Made:
    """A picture, and something else besides: only the picture is kept."""
    whole = make.encoded(make.picture())
    behind = make.HTML + make.zipped("evil.html", make.HTML)
    telling = make.encoded(make.picture(), exif=make.telling_exif(), comment=b"a secret comment", xmp=b"<x>Secret</x>")
    return {
        "polyglot.jpg": (whole + behind, TAKEN),
        "polyglot.png": (make.encoded(make.picture(), "PNG") + behind, TAKEN),
        "script-in-comment.jpg": (make.encoded(make.picture(), comment=b"<?php system($_GET['c']); ?>"), TAKEN),
        "script-first.jpg": (make.HTML + whole, NO_PICTURE),
        "place-and-comment.jpg": (telling, TAKEN),
        "place.heic": (make.encoded(make.picture(), "HEIF", exif=make.telling_exif(), quality=50), TAKEN),
        "broken-exif.jpg": (make.encoded(make.picture(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff"), TAKEN),
        "looping-exif.jpg": (make.encoded(make.picture(), exif=make.looping_exif()), TAKEN),
        "broken-profile.jpg": (make.encoded(make.picture(), icc_profile=make.profile()[:200] + b"rubbish" * 30), TAKEN),
    }


def odd_photos() -> Made:
    """Photos that few programs write, and animations."""
    deep = make.Image.new("I;16", make.SIZE, 128 * 256)
    png = make.encoded(make.picture(), "PNG")
    return {
        "moving.gif": (make.moving("GIF"), NO_PICTURE),
        "moving.webp": (make.moving("WEBP"), MOVING),
        "moving.png": (make.moving("PNG"), MOVING),
        "moving.avif": (make.moving("AVIF"), MOVING),
        "cmyk.jpg": (make.encoded(make.picture(mode="CMYK")), TAKEN),
        "16-bit-grey.png": (make.encoded(deep, "PNG"), TAKEN),
        "16-bit-colour.png": (make.deep_png(), TAKEN),
        "palette.png": (make.encoded(make.picture(mode="P"), "PNG"), TAKEN),
        "see-through.webp": (make.encoded(make.picture(mode="RGBA"), "WEBP", lossless=True), TAKEN),
        "a-png-called.jpg": (png, TAKEN),
        "a-heic-called.jpg": (make.encoded(make.picture(), "HEIF", quality=50), TAKEN),
        "photo.heic": (make.encoded(make.picture((1200, 900)), "HEIF", quality=50), {"size": [1200, 900]}),
        "photo.avif": (make.encoded(make.picture((1200, 900)), "AVIF", quality=50), {"size": [1200, 900]}),
    }


def other_files() -> Made:
    """What no decoder of ours is ever shown."""
    return {
        "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NO_PICTURE),
        "paper.pdf": (make.encoded(make.picture((300, 300)), "PDF"), NO_PICTURE),
        "layers.psd": (b"8BPS\0\1" + bytes(6) + make.struct.pack(">HIIHH", 3, 480, 640, 8, 3) + bytes(400), NO_PICTURE),
        "scan.tiff": (make.encoded(make.picture((300, 300)), "TIFF", compression="jpeg"), NO_PICTURE),
        "paint.bmp": (make.encoded(make.picture((64, 64)), "BMP"), NO_PICTURE),
        "wavelets.jp2": (make.encoded(make.picture((300, 300)), "JPEG2000"), NO_PICTURE),
        "film.mp4": (b"\0\0\0\x18ftypisom" + bytes(200), NO_PICTURE),
        "program.png": (b"MZ" + bytes(300), NO_PICTURE),
    }


def crafted_weights() -> Made:
    """Headers that would break a loader which believes them."""
    key = "a.lora_A.weight"
    tensor = {"dtype": "F32", "shape": [8], "data_offsets": [0, 32]}
    return {
        "long-header.safetensors": (make.weights({key: tensor}, length=2**60), BAD_WEIGHTS),
        "past-the-end.safetensors": (make.weights({key: tensor | {"data_offsets": [0, 2**40]}}), BAD_WEIGHTS),
        "overlapping.safetensors": (make.weights({key: tensor, "b.lora_B.weight": tensor}), BAD_WEIGHTS),
        "pickle.safetensors": (b"\x80\x04cos\nsystem\n(S'true'\ntR." + bytes(64), BAD_WEIGHTS),
    }


def main() -> None:
    """The same bytes each time, with the same libraries."""
    FOLDER.mkdir(exist_ok=True)
    expected: dict[str, dict[str, Any]] = {}
    for group in (damaged(), bombs(), two_things_at_once(), odd_photos(), other_files(), crafted_weights()):
        for name, (data, becomes) in group.items():
            (FOLDER / name).write_bytes(data)
            expected[name] = becomes
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
