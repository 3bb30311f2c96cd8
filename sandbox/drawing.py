"""Draws the sandbox's pictures: clearly not photographs, readable, and different for every input."""

import hashlib
import io
import textwrap
from dataclasses import dataclass

from anyascii import anyascii
from PIL import Image, ImageDraw, ImageFont, ImageOps

_HAIR = ("#1d1a19", "#4a2c1a", "#7a4a24", "#b07a3c", "#d9b36c", "#8d8f96", "#a33b20", "#2b2440")
_FORMATS = {"jpeg": "JPEG", "jpg": "JPEG", "png": "PNG", "webp": "WEBP"}


@dataclass(frozen=True)
class Sketch:
    """Everything a picture depends on. `likeness` is the hash of the LoRA: it draws the same person."""

    prompt: str
    likeness: str
    weight: float
    seed: int
    width: int
    height: int
    variety: str = ""


def draw(sketch: Sketch, source: Image.Image | None = None, strength: float = 1.0) -> Image.Image:
    """The picture of a sketch; with `source`, that picture shows through by 1 - `strength`."""
    digest = hashlib.sha256(repr(sketch).encode()).digest()
    picture = _background(digest, sketch.width, sketch.height)
    if source is not None:
        fitted = ImageOps.fit(source.convert("RGB"), picture.size)
        picture = Image.blend(fitted, picture, min(1.0, max(0.0, strength)) * 0.7)
    pen = ImageDraw.Draw(picture)
    _person(pen, hashlib.sha256(sketch.likeness.encode()).digest(), digest, sketch)
    _caption(pen, sketch)
    return picture


def black(width: int, height: int) -> Image.Image:
    """What a blocked picture looks like."""
    return Image.new("RGB", (width, height))


def encode(picture: Image.Image, output_format: str, quality: int = 88) -> bytes:
    """The picture as "jpeg" (also "jpg"), "png" or "webp"; `quality` is 0 to 100 and means nothing for "png"."""
    out = io.BytesIO()
    options: dict[str, int] = {"compress_level": 1} if output_format == "png" else {"quality": quality}
    picture.save(out, _FORMATS[output_format], **options)
    return out.getvalue()


def _background(digest: bytes, width: int, height: int) -> Image.Image:
    shade = Image.linear_gradient("L").rotate(90 * (digest[0] % 4))
    first, second = _colour(digest[1:4], 90), _colour(digest[4:7], 60)
    picture = ImageOps.colorize(shade, first, second).resize((width, height))
    pen = ImageDraw.Draw(picture)
    for number in range(5):
        x, y, size = digest[7 + number * 3 : 10 + number * 3]
        radius = (size / 255 * 0.12 + 0.03) * min(width, height)
        centre = (x / 255 * width, y / 255 * height)
        pen.circle(centre, radius, fill=_colour(digest[8 + number : 11 + number], 80))
    return picture


def _person(pen: ImageDraw.ImageDraw, likeness: bytes, mood: bytes, sketch: Sketch) -> None:
    size = min(sketch.width, sketch.height)
    x = sketch.width * (0.4 + mood[20] / 255 * 0.2)
    y = sketch.height * 0.42
    face = size * (0.16 + likeness[0] / 255 * 0.04)
    skin = (225 - likeness[1] // 3, 190 - likeness[1] // 3, 160 - likeness[1] // 3)
    hair = _HAIR[likeness[2] % len(_HAIR)]
    pen.ellipse((x - face * 1.9, y + face * 1.1, x + face * 1.9, y + face * 4), fill=_colour(mood[21:24], 40))
    length = 1.0 + likeness[5] / 255
    pen.ellipse((x - face * 1.2, y - face * 1.45, x + face * 1.2, y + face * length), fill=hair)
    pen.ellipse((x - face * 0.9, y - face, x + face * 0.9, y + face * 1.15), fill=skin, outline="black")
    for side in (-1, 1):
        eye = (x + side * face * 0.36, y - face * 0.1)
        pen.circle(eye, face * 0.13, fill="white")
        pen.circle(eye, face * 0.07, fill=_colour(likeness[6:9], 10))
    smile = face * (0.2 + mood[25] / 255 * 0.25)
    pen.arc((x - face * 0.4, y + face * 0.5 - smile, x + face * 0.4, y + face * 0.5 + smile), 20, 160, "black", 4)


def _caption(pen: ImageDraw.ImageDraw, sketch: Sketch) -> None:
    size = max(12, min(sketch.width, sketch.height) // 28)
    font = ImageFont.load_default(size)
    columns = max(12, int(sketch.width / (size * 0.58)))
    # Pillow's own font has no Cyrillic, so the drawn prompt is transliterated.
    lines = textwrap.wrap(anyascii(sketch.prompt), columns)[:4]
    lines.append(f"LoRA {sketch.likeness[:8]}  weight {sketch.weight:g}  seed {sketch.seed}")
    top = sketch.height - (len(lines) + 1) * size * 1.25
    pen.rectangle((0, top - size * 0.4, sketch.width, sketch.height), fill=(20, 20, 28))
    for number, line in enumerate(lines):
        pen.text((size * 0.6, top + number * size * 1.25), line, fill="white", font=font)
    pen.text((size * 0.6, size * 0.5), "SANDBOX", fill="white", font=font, stroke_width=2, stroke_fill="black")


def _colour(part: bytes, floor: int) -> tuple[int, int, int]:
    red, green, blue = (floor + byte * (255 - floor) // 255 for byte in part[:3])
    return red, green, blue
