"""Reads the training ZIP as the trainer does: a true ZIP, photos flat in it, captions beside them."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from sandbox.replicate.runs import RunFailedError
from sandbox.training_set import MOST_BYTES, TrainingSet, captions_beside, picture_format

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_SKIPPED = ("__MACOSX/", "._")


def read_archive(data: bytes) -> TrainingSet:
    """The training set inside `data`. Raises RunFailedError where it is no ZIP with readable photos outside of
    folders: the trainer does not look into folders."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _files(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as broken:
        raise RunFailedError("input_images must be a zip file") from broken
    photos = tuple(name for name in sorted(files) if PurePosixPath(name).suffix.lower() in _PICTURES)
    if not photos:
        raise RunFailedError("No images found in input_images")
    for name in photos:
        _check_picture(name, files[name])
    return TrainingSet(photos, captions_beside(files, photos))


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
        raise RunFailedError("No space left on device")
    wanted = [entry for entry in archive.infolist() if not entry.filename.startswith(_SKIPPED)]
    return {entry.filename: archive.read(entry) for entry in wanted if "/" not in entry.filename}


def _check_picture(name: str, data: bytes) -> None:
    if picture_format(data) is None:
        raise RunFailedError(f"cannot identify image file 'input_images/{name}'")
