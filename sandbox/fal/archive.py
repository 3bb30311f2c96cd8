"""Reads the training ZIP as the trainers do: flat, photos as jpg or png, captions beside them."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from sandbox.fal.endpoints import TrainerTraits
from sandbox.fal.failures import field_failure
from sandbox.training_set import MOST_BYTES, TrainingSet, captions_beside, picture_format

_PICTURES = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_archive(data: bytes, traits: TrainerTraits, body: Mapping[str, Any]) -> TrainingSet:
    """The training set inside `data`.

    Raises JobFailure (422 on the ZIP field) where it is no flat ZIP of readable photos, where there are
    fewer photos than the trainer needs, or where a needed caption is missing.
    """
    field = traits.zip_field
    url = body.get(field)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = _files(archive, field, url)
    except (zipfile.BadZipFile, zlib.error, EOFError) as broken:
        raise field_failure(field, "value_error", "The archive is not a valid zip file", url) from broken
    photos = _photos(files, field, url)
    if len(photos) < traits.least_photos:
        text = f"Not enough images in the archive: {len(photos)}, at least {traits.least_photos} are needed"
        raise field_failure(field, "value_error", text, url)
    captions = captions_beside(files, photos)
    if traits.captions_needed and body.get("default_caption") is None and len(captions) < len(photos):
        bare = sorted(set(photos) - set(captions))[0]
        text = f"Missing caption file for {bare} and no default_caption was provided"
        raise field_failure(field, "value_error", text, url)
    return TrainingSet(tuple(photos), captions)


def _files(archive: zipfile.ZipFile, field: str, url: object) -> dict[str, bytes]:
    if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
        raise field_failure(field, "file_too_large", "The archive is too large", url)
    files = {}
    for entry in archive.infolist():
        if "/" in entry.filename or "\\" in entry.filename:
            raise field_failure(field, "value_error", "The archive must not contain folders", url)
        if entry.flag_bits & 1 or entry.compress_type not in _PACKINGS:
            raise field_failure(field, "value_error", "The archive is encrypted or packed unusually", url)
        files[entry.filename] = archive.read(entry)
    return files


def _photos(files: dict[str, bytes], field: str, url: object) -> list[str]:
    photos = []
    for name, data in sorted(files.items()):
        path = PurePosixPath(name)
        kind = _PICTURES.get(path.suffix.lower())
        if kind is None:
            if path.suffix.lower() != ".txt":
                raise field_failure(field, "value_error", f"Unsupported file in the archive: {name}", url)
            continue
        _check_picture(name, data, kind, field, url)
        if not path.stem.endswith("_mask"):
            photos.append(name)
    return photos


def _check_picture(name: str, data: bytes, kind: str, field: str, url: object) -> None:
    if picture_format(data) != kind:
        raise field_failure(field, "image_load_error", f"Could not read the image {name}", url)
