"""What the limited child can do, by name; and what is loaded before the first child is forked."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import cv2
from PIL import AvifImagePlugin, Image, ImageCms, MpoImagePlugin, WebPImagePlugin
from PIL.ExifTags import IFD, Base
from pillow_heif import register_heif_opener

from services.photos.child import alike, explicit
from services.photos.child.forks import Work
from services.photos.child.measuring import measure
from services.photos.clean import clean_photo
from services.photos.limits import PhotoLimits

WORKS: Mapping[str, Work]

PLUGINS = (AvifImagePlugin, MpoImagePlugin, WebPImagePlugin)
"""Pillow would load them at the first such photo, in a child that can open no file any more."""


def clean(params: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The work "clean": one file, with the fields of `PhotoLimits` as parameters, becomes a clean JPEG and
    `{"measures": …}`. Raises as `clean_photo`."""
    cleaned = clean_photo(blobs[0], PhotoLimits(**params))
    measures = measure(cleaned.picture, cleaned.source).to_json()
    measures["explicit"] = explicit.score(cleaned.picture)
    return {"measures": measures}, [cleaned.data]


def preload() -> None:
    """Loads libraries and models by using each once, so that children share them. Threads stay off: a fork takes only
    one along, and each would count into the children's address space."""
    cv2.setNumThreads(1)
    cv2.ocl.setUseOpenCL(False)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    # The preview that a file carries need not show what the file shows.
    register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
    clean({}, [_example("JPEG")])
    for kind in ("PNG", "WEBP"):
        clean_photo(_example(kind), PhotoLimits())
    explicit.preload()
    alike.preload()


def _example(kind: str) -> bytes:
    """A photo with everything that has to be read."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = "2001:01:01 00:00:00"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = BytesIO()
    Image.new("RGB", (640, 480), "grey").save(out, kind, exif=exif, icc_profile=profile)
    return out.getvalue()


WORKS = {"alike": alike.alike, "clean": clean, "explicit": explicit.explicit}
