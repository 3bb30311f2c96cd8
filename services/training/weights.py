"""Checks the header of a `.safetensors` file while it streams by, before anything loads it."""

import hashlib
import json
import math
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from services.errors import BrokenArtefactError

WEIGHTS_LIMIT = 500_000_000
"""Largest file that is kept, in bytes."""

HEADER_LIMIT = 10_000_000
"""Largest header, in bytes; real LoRAs have well under 1 MB."""

MOST_DIMENSIONS = 8
"""Of one tensor; multiplying the thousands that fit into a header would take minutes."""

_PREFIX = 8
_BYTES_PER_VALUE = {
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1,
    "I16": 2, "U16": 2, "F16": 2, "BF16": 2,
    "I32": 4, "U32": 4, "F32": 4,
    "I64": 8, "U64": 8, "F64": 8,
}  # fmt: skip
_LORA_KEY = re.compile(r"lora[_.](?:a|b|up|down)(?:\.|$|_)|\.lora_|lokr_|hada_", re.IGNORECASE)


@dataclass(frozen=True)
class WeightsFacts:
    """A checked file: size in bytes, SHA-256 in hex."""

    size: int
    sha256: str


class WeightsCheck:
    """Sees every piece of one file; refuses as early as it can."""

    def __init__(self, limit: int = WEIGHTS_LIMIT) -> None:
        self._limit = limit
        self._size = 0
        self._hash = hashlib.sha256()
        self._head = bytearray()
        self._header_length: int | None = None

    async def watch(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Passes the pieces on; raises as `feed` does."""
        async for chunk in chunks:
            self.feed(chunk)
            yield chunk

    def feed(self, chunk: bytes) -> None:
        """Takes the next piece; raises `BrokenArtefactError('weights-too-large')` or `('weights-broken')`."""
        self._size += len(chunk)
        if self._size > self._limit:
            raise BrokenArtefactError("weights-too-large", limit=self._limit)
        self._hash.update(chunk)
        needed = _PREFIX if self._header_length is None else _PREFIX + self._header_length
        if self._header_length is None or len(self._head) < needed:
            self._head += chunk
        if self._header_length is None and len(self._head) >= _PREFIX:
            self._header_length = int.from_bytes(self._head[:_PREFIX], "little")
            if not 2 <= self._header_length <= HEADER_LIMIT:
                raise _broken()

    def finish(self) -> WeightsFacts:
        """The verdict on the whole file; raises `BrokenArtefactError('weights-broken')`."""
        if self._header_length is None or self._size < _PREFIX + self._header_length:
            raise _broken()
        header = _parse(bytes(self._head[_PREFIX : _PREFIX + self._header_length]))
        tensors = {name: entry for name, entry in header.items() if name != "__metadata__"}
        _check_tensors(tensors, self._size - _PREFIX - self._header_length)
        if not any(_LORA_KEY.search(name) for name in tensors):
            raise _broken()
        return WeightsFacts(self._size, self._hash.hexdigest())


def check_weights(data: bytes, limit: int = WEIGHTS_LIMIT) -> WeightsFacts:
    """The same check for a file in memory."""
    check = WeightsCheck(limit)
    check.feed(data)
    return check.finish()


def _parse(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text.decode("utf-8"), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise _broken() from error
    if not isinstance(header, dict):
        raise _broken()
    return header


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _check_tensors(tensors: dict[str, Any], room: int) -> None:
    spans = sorted(_span(entry, room) for entry in tensors.values())
    reached = 0
    for start, end in spans:
        if start < reached:
            raise _broken()
        reached = end


def _span(entry: Any, room: int) -> tuple[int, int]:
    if not isinstance(entry, dict):
        raise _broken()
    dtype, shape, offsets = entry.get("dtype"), _counts(entry.get("shape")), _counts(entry.get("data_offsets"))
    if not isinstance(dtype, str) or dtype not in _BYTES_PER_VALUE or len(offsets) != 2:
        raise _broken()
    start, end = offsets
    if not start <= end <= room or end - start != math.prod(shape) * _BYTES_PER_VALUE[dtype]:
        raise _broken()
    return start, end


def _counts(values: Any) -> list[int]:
    if not isinstance(values, list) or len(values) > MOST_DIMENSIONS:
        raise _broken()
    if not all(type(value) is int and value >= 0 for value in values):
        raise _broken()
    return values


def _broken() -> BrokenArtefactError:
    return BrokenArtefactError("weights-broken")
