"""An album as people send it: good photos, two that are useless, the same shot twice, and one as a phone stores it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageFilter, ImageOps

SMALLER = (200, 250)


@dataclass(frozen=True)
class MixedAlbum:
    """Files by name, in their order. `faults` says what the coach must find, by the number of the photo: the code of
    the fault and its parameters. All others are good."""

    files: dict[str, bytes]
    faults: dict[int, tuple[str, dict[str, object]]]


def mixed_album(samples: Sequence[bytes]) -> MixedAlbum:
    """Ten files made of ten good photos."""
    photos = list(samples)
    photos[2] = _jpeg(_opened(photos[2]).filter(ImageFilter.GaussianBlur(12)))
    photos[4] = _jpeg(_far_away(_opened(photos[4])))
    photos[6] = _jpeg(ImageOps.mirror(_opened(photos[1])))
    files = {f"IMG_{number:04}.jpg": data for number, data in enumerate(photos, start=1)}
    del files["IMG_0008.jpg"]
    files["IMG_0008.HEIC"] = _heic(_opened(photos[7]))
    faults: dict[int, tuple[str, dict[str, object]]] = {
        3: ("blurred", {}),
        5: ("face-small", {}),
        7: ("same-shot", {"number": 2}),
    }
    return MixedAlbum(dict(sorted(files.items())), faults)


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _far_away(photo: Image.Image) -> Image.Image:
    """The same person as a small figure."""
    wide = Image.linear_gradient("L").resize(photo.size).convert("RGB")
    wide.paste(photo.resize(SMALLER), (420, 1000))
    return wide


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def _heic(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture).save(out, quality=95)
    return out.getvalue()
