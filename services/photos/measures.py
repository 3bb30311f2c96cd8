"""Raw numbers of a photo, as they are stored beside it. Verdicts follow from them and from limits that are settings, so
a changed limit needs no second look at anybody's photo. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Face:
    """A face that was found. `x`, `y`, `width`, `height` in pixels of the cleaned photo (the box may reach over its
    edge); `score` from 0 to 1. `yaw`: 0 looks at the camera, -1 and 1 are profiles, negative looks to the picture's
    left. `roll` in degrees, 0 upright, clockwise positive; that of a leaning head is understated. `sharpness`: variance
    of the Laplacian of the face scaled to 160 pixels. `brightness` from 0 to 255. `on_edge`: the box touches or crosses
    the photo's edge. `clipped` from 0 to 1: the share of the face that is burnt out to white. `streaks` from 0 to 1:
    how far what is sharp on the face runs along one line, as a hand that moves leaves it; faces of photos that were
    held still have up to 0.4."""

    x: float
    y: float
    width: float
    height: float
    score: float
    yaw: float
    roll: float
    sharpness: float
    brightness: float
    on_edge: bool
    clipped: float = 0.0
    streaks: float = 0.0


@dataclass(frozen=True)
class Measures:
    """What was measured on a photo.

    `source_*` are those of the file as it was sent: format as Pillow names it, sides in pixels after turning upright,
    size in bytes. `width`, `height` are those of the cleaned photo. `sharpness` is that of the whole picture scaled to
    a longer side of 640 pixels. `brightness` is the mean from 0 to 255; `dark_share` and `bright_share` the shares of
    clipped pixels from 0 to 1. `jpeg_quality` is the estimated quality of a JPEG as sent, None for other formats.
    `hash` and `mirrored_hash` are 64-bit perceptual hashes in hex, of the picture and of its mirror image. `light` is a
    coarse signature of colours and light by which scenes are told apart: numbers from 0 to 1. `taken_on` is the day
    in the file's data, where it had one. `faces` begin with the largest. `explicit` is the likelihood from 0 to 1 that
    the picture is sexual, None where nothing judges that.
    """

    source_format: str
    source_width: int
    source_height: int
    source_size: int
    width: int
    height: int
    sharpness: float
    brightness: float
    dark_share: float
    bright_share: float
    hash: str
    mirrored_hash: str
    light: tuple[float, ...] = ()
    jpeg_quality: int | None = None
    taken_on: str | None = None
    faces: tuple[Face, ...] = ()
    explicit: float | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Measures | None":
        """Reads stored numbers; None for a photo without any. Unknown ones (of another version) are left out."""
        if stored is None:
            return None
        values = _known(cls, stored)
        values["faces"] = tuple(Face(**_known(Face, face)) for face in values.get("faces", ()))
        values["light"] = tuple(values.get("light", ()))
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """What is stored."""
        return asdict(self)


def _known(kind: type[Face] | type[Measures], stored: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in stored.items() if name in names}
