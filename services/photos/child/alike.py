"""How far faces are from each other, by dlib's ResNet of the optional extra "faces". Runs in the child process.

The 128 numbers of a face live in this process while it compares, and nowhere else: only distances leave it.
Measured: 75 ms of one core a face, 40 MB for the models.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from services.photos.child.faces import find_faces
from services.photos.child.opening import opened_small
from services.photos.child.pixels import Pixels

PACKAGE = "face_recognition_models"
NETWORK_FILE = "dlib_face_recognition_resnet_model_v1.dat"
POINTS_FILE = "shape_predictor_5_face_landmarks.dat"
"""Five points. The file with 68 beside it was trained on pictures that are not for commercial use."""

LONG_SIDE = 1280
"""Enough for a face of a full-length picture; the ResNet looks at 150 pixels."""

# As the network was trained: a face upright on 150 pixels, with a quarter of its size around it.
_SIDE = 150
_MARGIN = 0.25

Vector = np.ndarray[Any, np.dtype[np.float64]]


def alike(params: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The work "alike": the first `params["photos"]` blobs are a set, the others are held against it.

    `among[i][j]` is the distance between two photos of the set, `others[k][j]` that of another picture to a photo; None
    where no face was found. The largest face of a picture counts. `{"among": [], "others": []}` without the extra.
    Raises `InvalidInputError('photo-broken')` for bytes that are no picture.
    """
    models = _models()
    if models is None:
        return {"among": [], "others": []}, []
    vectors = [models.vector(_picture(data)) for data in blobs]
    photos = vectors[: int(params["photos"])]
    others = vectors[len(photos) :]
    return {"among": _distances(photos, photos), "others": _distances(others, photos)}, []


def preload() -> None:
    """Reads the models and runs the network once, so that forks share what that takes and need no file."""
    models = _models()
    if models is not None:
        models.describe(np.zeros((_SIDE, _SIDE, 3), np.uint8))


class _Models:
    """dlib's two models."""

    def __init__(self, dlib: Any, folder: Path) -> None:
        self._dlib = dlib
        self._points = dlib.shape_predictor(str(folder / POINTS_FILE))
        self._network = dlib.face_recognition_model_v1(str(folder / NETWORK_FILE))

    def vector(self, pixels: Pixels) -> Vector | None:
        """What tells the largest face from other people's; None without a face."""
        faces = find_faces(pixels)
        if not faces:
            return None
        face = faces[0]
        corners = (face.x, face.y, face.x + face.width, face.y + face.height)
        points = self._points(pixels, self._dlib.rectangle(*map(round, corners)))
        upright = self._dlib.get_face_chip(pixels, points, _SIDE, _MARGIN)
        return self.describe(upright)

    def describe(self, face: Pixels) -> Vector:
        """The 128 numbers of a face that stands upright on 150 pixels."""
        return np.array(self._network.compute_face_descriptor(face))


@cache
def _models() -> _Models | None:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations or find_spec("dlib") is None:
        return None
    return _Models(import_module("dlib"), Path(found.submodule_search_locations[0]) / "models")


def _picture(data: bytes) -> Pixels:
    with opened_small(data, LONG_SIDE) as opened:
        opened.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.BILINEAR)
        return np.ascontiguousarray(opened.convert("RGB"))


def _distances(rows: Sequence[Vector | None], columns: Sequence[Vector | None]) -> list[list[float | None]]:
    return [[_distance(row, column) for column in columns] for row in rows]


def _distance(one: Vector | None, other: Vector | None) -> float | None:
    return None if one is None or other is None else round(float(np.linalg.norm(one - other)), 4)
