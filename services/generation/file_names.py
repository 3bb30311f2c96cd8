"""What a picture is called where a person saves it. Pure."""

from pathlib import PurePosixPath

from db.models import Image


def picture_name(image: Image) -> str:
    """By its seed, where it is known, and its place in the order from 1; `image` has a file."""
    ending = PurePosixPath(image.storage_key or "").suffix
    parts = ["picture", *([] if image.seed is None else [str(image.seed)]), str(image.no + 1)]
    return "-".join(parts) + ending
