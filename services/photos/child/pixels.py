"""Pixels as arrays: rows by columns, for colours by three channels in the order red, green, blue."""

from typing import Any

import cv2
import numpy as np

Pixels = np.ndarray[Any, np.dtype[Any]]


def fitted(pixels: Pixels, long_side: int) -> Pixels:
    """The pixels shrunk, never enlarged, until the longer side fits."""
    height, width = pixels.shape[:2]
    scale = long_side / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
