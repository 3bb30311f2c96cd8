"""Perceptual hashes: alike for pictures that look alike, whatever their size and compression. Runs in the child."""

import cv2
import numpy as np

from services.photos.child.pixels import Pixels

SIDE = 32
LOW = 8
"""The lowest 8 by 8 frequencies of 32 by 32 pixels make 64 bits (Zauner 2010, as the ImageHash library does it)."""


def hashes(grey: Pixels) -> tuple[str, str]:
    """The 64-bit hash of a grey picture and that of its mirror image, in hex."""
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(small)[:LOW, :LOW]
    mirrored = low * np.where(np.arange(LOW) % 2, -1, 1)  # what mirroring does to cosines
    return _bits(low), _bits(mirrored)


def _bits(frequencies: Pixels) -> str:
    # Without the first, the mean light, which is far from the others and says nothing of the picture.
    above = frequencies > np.median(frequencies.flat[1:])
    return np.packbits(above).tobytes().hex()
