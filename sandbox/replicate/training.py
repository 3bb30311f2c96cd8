"""Plays the FLUX trainer: checks the ZIP at its start, takes its time, leaves a tar file and a version."""

import asyncio
import hashlib
import io
import json
import tarfile
from pathlib import PurePosixPath
from typing import Any

from sandbox.replicate.archive import read_archive
from sandbox.replicate.catalogue import Catalogue, Model
from sandbox.replicate.files import InputFiles
from sandbox.replicate.runs import Run, RunFailedError
from sandbox.replicate.settings import ReplicateSettings
from sandbox.shelf import Shelf
from sandbox.training_set import TrainingSet
from sandbox.weights import make_weights

FOLDER = "output/flux_train_replicate"
TAR_NAME = "trained_model.tar"


class Trainer:
    """Runs trainings."""

    def __init__(self, files: InputFiles, delivery: Shelf, catalogue: Catalogue, settings: ReplicateSettings) -> None:
        self._files = files
        self._delivery = delivery
        self._catalogue = catalogue
        self._settings = settings

    async def prepare(self, run: Run) -> tuple[bytes, TrainingSet]:
        """Fetch and check the archive, as the real trainer does at its start. Raises RunFailedError."""
        url = str(run.input["input_images"])
        file = self._files.find_url(url)
        if file is None:
            raise RunFailedError(f"Failed to download input_images from {url}")
        values = _values(run)
        if not all(part.strip().isdigit() for part in str(values["resolution"]).split(",")):
            raise RunFailedError(f"invalid literal for int() with base 10: {values['resolution']!r}")
        if int(values["batch_size"]) < 1:
            raise RunFailedError("batch_size should be a positive integer value")
        found = await asyncio.to_thread(read_archive, file.data)
        run.photos = len(found.photos)
        return file.data, found

    def finish(self, run: Run, destination: Model, archive: bytes, found: TrainingSet) -> None:
        """Store the tar file, add the version to the destination, and set the training's output."""
        values = _values(run)
        digest = hashlib.sha256(archive).hexdigest()
        fingerprint = json.dumps([digest, {**values, "input_images": None}], sort_keys=True).encode()
        told = {"trigger": str(values["trigger_word"]), "steps": str(values["steps"])}
        weights = make_weights(fingerprint, "FLUX.1-dev", told)
        version = self._catalogue.add_trained(destination, weights)
        tar = _tar(weights, values, found)
        path = self._delivery.reserve(TAR_NAME, "xezq")
        url = self._delivery.keep(path, tar, "application/x-tar", self._settings.weights_seconds)
        run.output = {"version": f"{destination.id}:{version.id}", "weights": url}


def _values(run: Run) -> dict[str, Any]:
    check = run.version.trainer_check
    return check.with_defaults(run.input) if check else dict(run.input)


def _tar(weights: bytes, values: dict[str, Any], found: TrainingSet) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name in (FOLDER, f"{FOLDER}/captions"):
            entry = tarfile.TarInfo(name)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
        _add(tar, "lora.safetensors", weights)
        _add(tar, "config.yaml", _config(values).encode())
        for photo in found.photos:
            caption = found.captions.get(photo) or _made_caption(values)
            if caption:
                _add(tar, f"captions/{PurePosixPath(photo).stem}.txt", caption.encode())
    return out.getvalue()


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(f"{FOLDER}/{name}")
    entry.size = len(data)
    tar.addfile(entry, io.BytesIO(data))


def _made_caption(values: dict[str, Any]) -> str:
    if not values["autocaption"]:
        return ""
    return f"{values.get('autocaption_prefix') or ''}a photo{values.get('autocaption_suffix') or ''}"


def _config(values: dict[str, Any]) -> str:
    return (
        "job: custom_job\nconfig:\n  name: flux_train_replicate\n  process:\n  - type: custom_sd_trainer\n"
        f"    trigger_word: {json.dumps(values['trigger_word'])}\n"
        f"    network:\n      type: lora\n      linear: {values['lora_rank']}\n"
        f"    train:\n      batch_size: {values['batch_size']}\n      steps: {values['steps']}\n"
        f"      lr: {values['learning_rate']}\n      optimizer: {values['optimizer']}\n"
    )
