"""HTTP/1.1 by hand on asyncio protocols, so that client and stand-in cost less than what they measure."""

import asyncio
from collections.abc import Callable

HEAD_END = b"\r\n\r\n"


def message_end(buffer: bytes | bytearray) -> int | None:
    """Where the first complete message in `buffer` ends; None while it is incomplete. Raises ValueError for a body
    in chunks, which none of the programs here sends."""
    head = buffer.find(HEAD_END)
    if head < 0:
        return None
    lower = bytes(buffer[:head]).lower()
    if b"transfer-encoding" in lower:
        raise ValueError("a body in chunks")
    at = lower.find(b"content-length:")
    length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    end = head + len(HEAD_END) + length
    return end if len(buffer) >= end else None


class Connection(asyncio.Protocol):
    """A kept-alive connection: bytes in, one call of `on_message` for each complete message."""

    def __init__(self, on_message: Callable[["Connection", bytes], None]) -> None:
        self._on_message = on_message
        self._buffer = bytearray()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Cuts the stream into messages."""
        self._buffer += data
        while self._buffer and (end := message_end(self._buffer)) is not None:
            message = bytes(self._buffer[:end])
            del self._buffer[:end]
            self._on_message(self, message)

    def send(self, data: bytes) -> None:
        """Writes, unless the other side has gone."""
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(data)

    def close(self) -> None:
        """Hangs up."""
        if self.transport is not None:
            self.transport.close()
