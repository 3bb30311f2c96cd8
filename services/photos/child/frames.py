"""What goes through the pipes: a length of eight bytes, then that many bytes of message. A message is a JSON object
and byte strings behind it. Pure but for reading and writing what it is given."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

LENGTH = 8
MOST = 128 * 1024 * 1024
"""Longest message, in bytes: far above a photo of 20 MB or twenty cleaned ones."""


@dataclass(frozen=True)
class Message:
    """A JSON object and the byte strings that belong to it."""

    head: dict[str, Any]
    blobs: Sequence[bytes] = field(default_factory=tuple)


def packed(message: Message) -> Iterator[bytes]:
    """The message in pieces, to be written one after the other: its blobs are not copied together."""
    head = json.dumps({**message.head, "blobs": [len(blob) for blob in message.blobs]}).encode()
    yield len(head).to_bytes(LENGTH, "big")
    yield head
    yield from message.blobs


def framed(message: Message) -> Iterator[bytes]:
    """The same behind its length."""
    pieces = list(packed(message))
    yield sum(map(len, pieces)).to_bytes(LENGTH, "big")
    yield from pieces


def head_of(data: bytes) -> dict[str, Any]:
    """The JSON object of a message whose sender is trusted, its blobs left where they are."""
    head: dict[str, Any] = json.loads(data[LENGTH : _end_of_head(data)])
    return head


def unpacked(data: bytes) -> Message:
    """Raises ValueError for what no message can be: the sender may have been taken over by a photo."""
    begin = _end_of_head(data)
    head = json.loads(data[LENGTH:begin])
    lengths = head.pop("blobs", None) if isinstance(head, dict) else None
    if not isinstance(lengths, list) or not all(type(length) is int and length >= 0 for length in lengths):
        raise ValueError("no message")
    blobs = []
    for length in lengths:
        blobs.append(data[begin : begin + length])
        begin += length
    if begin != len(data):
        raise ValueError("lengths do not fit")
    return Message(head, tuple(blobs))


def _end_of_head(data: bytes) -> int:
    return LENGTH + int.from_bytes(data[:LENGTH], "big")


def read_frame(source: BinaryIO) -> bytes | None:
    """The next message; None at the end of the stream."""
    length = source.read(LENGTH)
    if len(length) < LENGTH:
        return None
    data = source.read(int.from_bytes(length, "big"))
    return data if len(data) == int.from_bytes(length, "big") else None
