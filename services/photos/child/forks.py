"""One child for one job: whatever happens in it, the process that started it goes on."""

import os
import selectors
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from services.errors import InvalidInputError
from services.photos.child.frames import MOST, Message, head_of, packed, unpacked
from services.photos.child.limited import shut_in

Work = Callable[[dict[str, Any], list[bytes]], tuple[dict[str, Any], list[bytes]]]

_PIECE = 1024 * 1024


def answer_in_fork(job: bytes, work: Work) -> bytes:
    """What a shut-in child makes of a packed job: a packed answer, or nothing or rubbish when it failed.

    The job's head has `params` and `seconds`, which is as much CPU time as the child has, and as long as it is
    waited for.
    """
    seconds = float(head_of(job)["seconds"])
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        _live(job, work, writing, seconds)
    with suppress(OSError):  # whoever is first makes the group, so that it is there when it has to die
        os.setpgid(child, child)
    os.close(writing)
    try:
        return _all_of(reading, time.monotonic() + seconds)
    finally:
        os.close(reading)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _live(job: bytes, work: Work, writing: int, seconds: float) -> None:
    """The child's whole life; it never returns."""
    code = 1
    try:
        shut_in(writing, seconds)
        message = unpacked(job)
        _write(1, packed(_done(work, message)))
        code = 0
    finally:
        os._exit(code)


def _done(work: Work, message: Message) -> Message:
    try:
        result, blobs = work(message.head["params"], list(message.blobs))
    except InvalidInputError as refused:
        return Message({"refused": refused.code, "params": refused.params})
    return Message({"result": result}, tuple(blobs))


def _write(target: int, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(target, rest) :]


def _all_of(reading: int, deadline: float) -> bytes:
    """Everything until the other side is gone; nothing when that takes too long or is too much."""
    got = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(reading, selectors.EVENT_READ)
        while len(got) <= MOST and selector.select(max(0.0, deadline - time.monotonic())):
            piece = os.read(reading, _PIECE)
            if not piece:
                return bytes(got)
            got += piece
    return b""
