"""Sample "photos": portraits of one drawn person, each clearly different from the others, and enough of a face for a
detector of faces."""

import asyncio
import io
import random
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFilter

SAMPLES = 20
SIZE = (1280, 1600)
_SKIN, _LIT, _SHADE, _HAIR = (222, 172, 136), (240, 200, 168), (176, 122, 92), (58, 36, 26)
_GROUNDS = [
    ((120, 170, 210), (230, 240, 248)),
    ((244, 200, 140), (208, 110, 90)),
    ((60, 96, 66), (200, 220, 170)),
    ((40, 44, 66), (140, 120, 160)),
    ((230, 230, 224), (128, 132, 140)),
    ((170, 60, 84), (250, 200, 190)),
    ((24, 84, 96), (160, 210, 200)),
    ((120, 96, 66), (240, 226, 200)),
]
_SHIRTS = [(40, 70, 120), (150, 40, 50), (240, 240, 236), (52, 92, 70), (30, 30, 34), (214, 160, 50)]
_ZOOMS = (0.86, 1.0, 1.22)
_SEEDS = (0, 0, 0, 1, 0, 2, 2, 1, 1, 3, 1, 5, 2, 2, 3, 4, 0, 4, 1, 3)
"""By number: chosen so that no two samples, mirrored or not, look like the same shot."""

Box = tuple[float, float, float, float]


@dataclass
class Samples:
    """JPEG bytes by number, drawn when first asked for and then kept."""

    drawn: dict[int, bytes] = field(default_factory=dict)

    async def get(self, number: int) -> bytes:
        """Sample 1 to 20 as a 1280x1600 JPEG. Raises KeyError outside of that range."""
        if not 1 <= number <= SAMPLES:
            raise KeyError(number)
        if number not in self.drawn:
            self.drawn[number] = await asyncio.to_thread(draw, number)
        return self.drawn[number]


def draw(number: int) -> bytes:
    """The sample `number`, always the same bytes for the same number."""
    chance = random.Random(_SEEDS[number - 1])
    picture = _ground(number, chance)
    figure = Image.new("RGBA", (SIZE[0], 2 * SIZE[1]), (0, 0, 0, 0))
    zoom = _ZOOMS[number % 3]
    _Figure(figure, zoom, chance.uniform(-26, 26)).draw(number, chance)
    figure = figure.rotate(chance.uniform(-7, 7), Image.Resampling.BILINEAR, center=(640, 800))
    if number % 4 == 0:
        figure = figure.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    place = (int(chance.randint(-260, 260) / zoom), int((1 - zoom) * 260) + chance.randint(-160, 220))
    picture.paste(figure, place, figure)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=90)
    return out.getvalue()


def _ground(number: int, chance: random.Random) -> Image.Image:
    top, bottom = _GROUNDS[number % len(_GROUNDS)]
    mask = Image.linear_gradient("L").rotate(90 * (number % 4)).resize(SIZE)
    picture = Image.composite(Image.new("RGB", SIZE, bottom), Image.new("RGB", SIZE, top), mask)
    pen = ImageDraw.Draw(picture, "RGBA")
    for _ in range(6):
        x, y, r = chance.randint(0, 1280), chance.randint(0, 1600), chance.randint(140, 380)
        colour = (*chance.choice(_GROUNDS)[chance.randint(0, 1)], 150)
        if number % 2:
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)
        else:
            pen.rectangle((x - r, y - r // 2, x + r, y + 2 * r), fill=colour)
    return picture.filter(ImageFilter.BoxBlur(9))


class _Figure:
    """Draws the person, `zoom` times as large as usual, with the face turned by `turn` pixels."""

    def __init__(self, layer: Image.Image, zoom: float, turn: float) -> None:
        self._layer = layer
        self._pen = ImageDraw.Draw(layer)
        self._zoom = zoom
        self._turn = turn

    def draw(self, number: int, chance: random.Random) -> None:
        """Hair, body, face and what is in it."""
        pen, turn = self._pen, self._turn
        pen.ellipse(self._box(640 - turn * 0.3, 650, 268, 350), fill=_HAIR)
        pen.rounded_rectangle(self._box(640, 2110, 430, 1060), 200 * self._zoom, fill=_SHIRTS[number % len(_SHIRTS)])
        pen.rectangle(self._box(640, 1000, 92, 120), fill=_SHADE)
        pen.ellipse(self._box(640, 705, 212, 290), fill=_SKIN)
        self._light(turn)
        pen.chord(self._box(640 - turn * 0.5, 545, 236, 178), 180, 360, fill=_HAIR)
        for side in (-1, 1):
            self._eye(side, glasses=number % 5 == 2)
        self._nose()
        self._mouth(chance.choice((14, 26, 42)))

    def _light(self, turn: float) -> None:
        """The lit middle of the face, softly: without it a face is a flat disc."""
        mask = Image.new("L", self._layer.size)
        pen = ImageDraw.Draw(mask)
        pen.ellipse(self._box(640 + turn, 690, 128, 190), fill=210)
        for side in (-1, 1):
            pen.ellipse(self._box(640 + turn + side * 84, 790, 58, 52), fill=250)
        mask = mask.resize((160, 400)).filter(ImageFilter.GaussianBlur(5)).resize(self._layer.size)
        self._layer.paste(_LIT, mask=mask)

    def _eye(self, side: int, *, glasses: bool) -> None:
        pen, zoom, x = self._pen, self._zoom, 640 + self._turn + side * 90
        pen.ellipse(self._box(x, 672, 62, 44), fill=_SHADE)
        pen.ellipse(self._box(x, 684, 60, 34), fill=_SKIN)
        pen.arc(self._box(x, 642, 56, 32), 205, 335, fill=_HAIR, width=int(15 * zoom))
        pen.ellipse(self._box(x, 678, 44, 23), fill=(244, 240, 236))
        pen.ellipse(self._box(x + self._turn * 0.2, 677, 22, 22), fill=(64, 60, 44))
        pen.ellipse(self._box(x + self._turn * 0.2, 676, 10, 10), fill=(10, 10, 10))
        pen.arc(self._box(x, 678, 48, 28), 190, 350, fill=(30, 20, 16), width=int(9 * zoom))
        if glasses:
            pen.ellipse(self._box(x, 680, 76, 58), outline=(52, 46, 44), width=int(7 * zoom))

    def _nose(self) -> None:
        pen, middle = self._pen, 640 + self._turn * 1.35
        bridge = [self._at(640 + self._turn + 14, 690), self._at(middle + 34, 806), self._at(middle + 6, 812)]
        pen.polygon(bridge, fill=(206, 154, 120))
        pen.ellipse(self._box(middle, 798, 40, 24), fill=(228, 178, 146))
        for side in (-1, 1):
            pen.ellipse(self._box(middle + side * 22, 814, 13, 8), fill=(120, 70, 54))

    def _mouth(self, smile: float) -> None:
        pen, middle = self._pen, 640 + self._turn * 1.1
        pen.ellipse(self._box(middle, 892 + smile * 0.2, 86, 22 + smile * 0.3), fill=(178, 84, 80))
        pen.ellipse(self._box(middle, 888 + smile * 0.2, 66, 2 + smile * 0.2), fill=(244, 236, 230))
        pen.arc(self._box(middle, 892 - smile, 92, 20 + smile), 20, 160, fill=(132, 54, 54), width=int(7 * self._zoom))
        pen.ellipse(self._box(middle, 940, 60, 10), fill=(204, 152, 120))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return 640 + (x - 640) * self._zoom, 720 + (y - 720) * self._zoom

    def _box(self, x: float, y: float, w: float, h: float) -> Box:
        centre_x, centre_y = self._at(x, y)
        wide, high = w * self._zoom, h * self._zoom
        return centre_x - wide, centre_y - high, centre_x + wide, centre_y + high
