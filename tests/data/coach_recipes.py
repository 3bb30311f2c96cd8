"""How the coach's photos are made from a few freely licensed ones: each fault is put in on purpose."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

FOLDER = Path(__file__).parent / "coach"
TALL = (720, 900)
WIDE = (1000, 750)

Change = Callable[[Image.Image], Image.Image]
Shot = Callable[[], Image.Image]


def source(name: str, size: tuple[int, int] | None = None, box: tuple[int, int, int, int] | None = None) -> Image.Image:
    """A picture of the sources, cut to `box` and brought to `size`."""
    with Image.open(FOLDER / "sources" / f"{name}.jpg") as opened:
        picture = opened.convert("RGB").crop(box) if box else opened.convert("RGB")
    return picture.resize(size, Image.Resampling.LANCZOS) if size else picture


def close() -> Image.Image:
    """A woman, head and shoulders, sharp and well lit."""
    return source("woman", TALL, (280, 15, 792, 655))


def half() -> Image.Image:
    """A man sitting, from the knees up."""
    return source("man", (1080, 720))


def turned() -> Image.Image:
    """A worker who looks to the side."""
    return source("worker", WIDE)


def other_person(name: str) -> Image.Image:
    """One of the people on whose photos no limit was chosen, 2.6 times as large."""
    with Image.open(FOLDER / "people" / f"{name}.jpg") as opened:
        small = opened.convert("RGB")
    return small.resize((round(2.6 * small.width), round(2.6 * small.height)), Image.Resampling.LANCZOS)


def out_of_focus(radius: float) -> Change:
    """A lens that was not focused."""
    return lambda picture: picture.filter(ImageFilter.GaussianBlur(radius))


def shaken(length: int) -> Change:
    """A hand that moved sideways by `length` pixels while the shutter was open."""

    def change(picture: Image.Image) -> Image.Image:
        sums = np.cumsum(np.asarray(picture, np.int64), axis=1)
        moved = (sums[:, length:] - sums[:, :-length]) // length
        return Image.fromarray(moved.astype(np.uint8)).resize(picture.size, Image.Resampling.LANCZOS)

    return change


def lit(gain: float) -> Change:
    """Less or more light; what passes white is lost."""
    return lambda picture: picture.point(lambda value: min(255, round(value * gain)))


def pale(share: float) -> Change:
    """Light from everywhere: everything lies between `share` of the light and white."""
    return lambda picture: picture.point(lambda value: round(255 * share + value * (1 - share)))


def noisy(strength: float, seed: int = 7) -> Change:
    """A sensor in the dark."""

    def change(picture: Image.Image) -> Image.Image:
        noise = np.random.default_rng(seed).normal(0, strength, (picture.height, picture.width, 3))
        return Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))

    return change


def sized(width: int, height: int) -> Change:
    """Other sides."""
    return lambda picture: picture.resize((width, height), Image.Resampling.LANCZOS)


def cut(left: float, top: float, right: float, bottom: float) -> Change:
    """A part of the picture, in shares of its sides."""
    return lambda picture: picture.crop(
        (round(left * picture.width), round(top * picture.height), round(right * picture.width),
         round(bottom * picture.height))
    )  # fmt: skip


def covered(left: float, top: float, right: float, bottom: float) -> Change:
    """Something grey before a part of the picture, in shares of its sides."""

    def change(picture: Image.Image) -> Image.Image:
        box = [round(share * side) for share, side in zip((left, top, right, bottom), picture.size * 2, strict=True)]
        copy = picture.copy()
        copy.paste((120, 110, 100), (box[0], box[1], box[2], box[3]))
        return copy

    return change


def placed_on(background: Image.Image, share: float, left: float, bottom: float = 1.0) -> Change:
    """The picture, `share` as high as the background, before it."""

    def change(picture: Image.Image) -> Image.Image:
        height = round(background.height * share)
        small = picture.resize((round(picture.width * height / picture.height), height), Image.Resampling.LANCZOS)
        whole = background.copy()
        whole.paste(small, (round(left * background.width), round(bottom * background.height) - height))
        return whole

    return change


def beside(other: Image.Image) -> Change:
    """Two pictures of one height, side by side."""

    def change(picture: Image.Image) -> Image.Image:
        second = other.resize((round(other.width * picture.height / other.height), picture.height))
        whole = Image.new("RGB", (picture.width + second.width, picture.height))
        whole.paste(picture)
        whole.paste(second, (picture.width, 0))
        return whole

    return change


def saved(picture: Image.Image, format_name: str = "JPEG", quality: int = 72, turn: int = 1) -> bytes:
    """The file. `turn`: an EXIF orientation that a viewer has to undo."""
    out = BytesIO()
    exif = Image.Exif()
    if turn == 6:
        picture, exif[0x0112] = picture.transpose(Image.Transpose.ROTATE_90), 6
    picture.save(out, format_name, quality=quality, exif=exif)
    return out.getvalue()
