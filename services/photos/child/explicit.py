"""How likely a picture is sexual, by the open_nsfw model of the optional extra "nsfw". Runs in the child process.

The model file is read by OpenCV, which is there anyway: the extra's own runtime would start a thread before the fork
and take 95 MB. Both give the same score to five digits. Measured: 40 ms of one core a picture, 40 MB.
"""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

import cv2
import numpy as np
from PIL import Image

from services.photos.child.opening import opened_small
from services.photos.explicit_model import model_file

# As the model was trained: a square of 256, its middle of 224, blue-green-red, less the mean of the training pictures.
_SIDE = 256
_MIDDLE = 224
_MARGIN = (_SIDE - _MIDDLE) // 2
_MEAN = (104.0, 117.0, 123.0)


def score(picture: Image.Image) -> float | None:
    """From 0 (harmless) to 1 (sexual); None where the extra is not installed."""
    net = _net()
    if net is None:
        return None
    square = picture.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
    middle = square.crop((_MARGIN, _MARGIN, _MARGIN + _MIDDLE, _MARGIN + _MIDDLE))
    values = np.asarray(_as_jpeg(middle), dtype=np.float32)[:, :, ::-1] - np.array(_MEAN, dtype=np.float32)
    net.setInput(np.ascontiguousarray(values)[np.newaxis])
    return float(net.forward()[0][1])


def explicit(params: dict[str, Any], blobs: Sequence[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The work "explicit": `{"scores": […]}`, one for each picture. Raises `InvalidInputError('photo-broken')` for
    bytes that are no picture."""
    return {"scores": [_score_of(data) for data in blobs]}, []


def preload() -> None:
    """Reads the model and uses it once, so that forks share what that takes. Starts no thread where the environment
    says OPENBLAS_NUM_THREADS=1."""
    cv2.setNumThreads(1)
    score(Image.new("RGB", (_SIDE, _SIDE)))


def _score_of(data: bytes) -> float | None:
    with opened_small(data, _SIDE) as opened:
        return score(opened)


def _as_jpeg(picture: Image.Image) -> Image.Image:
    """The model's published scores are those of pixels that went through JPEG."""
    out = BytesIO()
    picture.save(out, "JPEG")
    return Image.open(out, formats=("JPEG",))


@cache
def _net() -> Any | None:
    path = model_file()
    return cv2.dnn.readNetFromONNX(str(path)) if path is not None else None
