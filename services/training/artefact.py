"""What a trainer's result says: where the weights are, how they are packed, and which version the provider keeps."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.training.trainers import Packing, Trainer
from services.training.weights_archive import weights_in_tar

_VERSION = re.compile(r"[\w.-]{1,64}/[\w.-]{1,64}:[0-9a-f]{64}")


@dataclass(frozen=True)
class Artefact:
    """`url` is where the weights are fetched. `loadable_url` is an address from which models can load them, None for
    weights in an archive. `hosted_version` is the trained version that the provider keeps."""

    url: str
    loadable_url: str | None
    hosted_version: str | None


def read_artefact(trainer: Trainer, output: Mapping[str, Any]) -> Artefact | None:
    """The result by the trainer's row; None without weights. A version that is none is left out: the weights do."""
    url = _ADDRESSES[trainer.packing](output.get(trainer.weights_output))
    if not isinstance(url, str) or not url:
        return None
    version = output.get(trainer.version_output) if trainer.version_output else None
    is_version = isinstance(version, str) and _VERSION.fullmatch(version) is not None
    return Artefact(url, url if trainer.packing is Packing.FILE else None, str(version) if is_version else None)


def unpacked(trainer: Trainer, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The bytes of the weights out of what was fetched; raises `BrokenArtefactError` while they are read."""
    return _UNPACKERS[trainer.packing](chunks)


def _url_of(file: Any) -> Any:
    return file.get("url") if isinstance(file, Mapping) else None


def _as_it_is(value: Any) -> Any:
    return value


_ADDRESSES: Mapping[Packing, Callable[[Any], Any]] = {Packing.FILE: _url_of, Packing.TAR: _as_it_is}
_UNPACKERS: Mapping[Packing, Callable[[AsyncIterator[bytes]], AsyncIterator[bytes]]] = {
    Packing.FILE: _as_it_is,
    Packing.TAR: weights_in_tar,
}
