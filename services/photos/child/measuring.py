"""Measuring a cleaned photo. Runs in the child."""

import cv2
import numpy as np
from PIL import Image

from services.photos.child.faces import FIRST_LOOK, Found, find_faces
from services.photos.child.hashing import hashes
from services.photos.child.light import bright_share, brightness_of, dark_share, sharpness_of, signature, streaks_of
from services.photos.child.pixels import Pixels, fitted
from services.photos.child.source import Source
from services.photos.measures import Face, Measures

FACE_SIDE = 160
"""The longer side in pixels at which the sharpness of faces is measured."""

EDGE = 0.04
"""So near to the photo's edge, in heights of the face, it counts as cut off."""

MOST_FACES = 20


def measure(picture: Image.Image, source: Source) -> Measures:
    """The raw numbers of `picture`, an upright RGB photo made from the file that `source` describes."""
    colours = np.asarray(picture)
    small = fitted(colours, FIRST_LOOK)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    straight, mirrored = hashes(grey)
    return Measures(
        source_format=source.format,
        source_width=source.width,
        source_height=source.height,
        source_size=source.size,
        width=picture.width,
        height=picture.height,
        sharpness=round(sharpness_of(grey), 1),
        brightness=round(brightness_of(grey), 1),
        dark_share=round(dark_share(grey), 3),
        bright_share=round(bright_share(grey), 3),
        hash=straight,
        mirrored_hash=mirrored,
        light=signature(small),
        jpeg_quality=source.jpeg_quality,
        taken_on=source.taken_on,
        faces=tuple(_face(found, colours) for found in find_faces(colours, small)[:MOST_FACES]),
    )


def _face(found: Found, colours: Pixels) -> Face:
    height, width = colours.shape[:2]
    left, top = max(0, round(found.x)), max(0, round(found.y))
    right, bottom = min(width, round(found.x + found.width)), min(height, round(found.y + found.height))
    grey = cv2.cvtColor(colours[top : max(bottom, top + 1), left : max(right, left + 1)], cv2.COLOR_RGB2GRAY)
    even = _at_face_side(grey)
    edge = EDGE * found.height
    return Face(
        x=round(found.x, 1),
        y=round(found.y, 1),
        width=round(found.width, 1),
        height=round(found.height, 1),
        score=round(found.score, 3),
        yaw=round(found.yaw, 3),
        roll=round(found.roll, 1),
        sharpness=round(sharpness_of(even), 1),
        brightness=round(brightness_of(grey), 1),
        on_edge=left <= edge or top <= edge or right >= width - edge or bottom >= height - edge,
        clipped=round(bright_share(grey), 3),
        streaks=round(streaks_of(even), 2),
    )


def _at_face_side(grey: Pixels) -> Pixels:
    """The face at the one size at which sharpness compares; a smaller one is enlarged, and so shows as blurred."""
    height, width = grey.shape
    scale = FACE_SIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
