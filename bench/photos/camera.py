"""Photos like a phone's: 12 megapixels, 3 to 6 MB, somebody's face before detail and grain; a few turned by EXIF."""

import random
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageEnhance
from PIL.ExifTags import Base

SIZE = (4032, 3024)
QUALITY = 90
PEOPLE = Path(__file__).parents[2] / "tests" / "data" / "coach" / "sources"
FACES = ("woman.jpg", "man.jpg", "worker.jpg", "astronaut.jpg")
SIDEWAYS = 6
GRAIN = 9


def photos(count: int, seed: int = 1) -> list[bytes]:
    """So many different files, the same ones for a seed."""
    chance = random.Random(seed)
    return [_photo(number, chance) for number in range(count)]


def _photo(number: int, chance: random.Random) -> bytes:
    with Image.open(PEOPLE / FACES[number % len(FACES)]) as opened:
        person = opened.convert("RGB")
    person = person.rotate(chance.uniform(-6, 6), Image.Resampling.BICUBIC, expand=False)
    scene = person.resize(SIZE, Image.Resampling.BICUBIC, box=_part(person.size, chance))
    scene = ImageEnhance.Brightness(scene).enhance(chance.uniform(0.9, 1.1))
    grain = Image.effect_noise(SIZE, GRAIN + chance.uniform(0, 4)).convert("RGB")
    detailed = ImageChops.add(scene, grain, offset=-128)
    exif = Image.Exif()
    exif[Base.Orientation] = SIDEWAYS if number % 4 == 0 else 1
    held = detailed.transpose(Image.Transpose.ROTATE_90) if number % 4 == 0 else detailed
    out = BytesIO()
    held.save(out, "JPEG", quality=QUALITY, exif=exif)
    return out.getvalue()


def _part(size: tuple[int, int], chance: random.Random) -> tuple[float, float, float, float]:
    """Somewhere in the upper three quarters, in the shape of a photo."""
    width = size[0] * chance.uniform(0.85, 1)
    height = min(size[1], width * SIZE[1] / SIZE[0])
    left, top = chance.uniform(0, size[0] - width), chance.uniform(0, (size[1] - height) / 3)
    return left, top, left + width, top + height
