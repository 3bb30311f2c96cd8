"""The process from which one child per job is forked, until standard input ends."""

import contextlib
import fcntl
import gc
import os
import sys
from collections.abc import Callable, Mapping
from typing import BinaryIO

from services.photos.child.forks import Work, answer_in_fork
from services.photos.child.frames import LENGTH, head_of, read_frame

PIPE_BYTES = 1024 * 1024

READY = b"ready"
"""The first answer, before any job."""


def run(works: Mapping[str, Work], preload: Callable[[], None]) -> None:
    """Serves standard input. Standard output belongs to the answers alone: whatever a library prints goes to standard
    error. The process must have one thread, because a fork takes only one along."""
    answers = os.fdopen(os.dup(1), "wb")
    for pipe in (0, 1):
        _widen(pipe)
    os.dup2(2, 1)
    preload()
    gc.freeze()  # a collection in a fork would copy the pages of everything that was loaded
    _serve(works, sys.stdin.buffer, answers)


def _widen(pipe: int) -> None:
    """A photo then passes in a few pieces, not in eighty, where the system allows it."""
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _serve(works: Mapping[str, Work], jobs: BinaryIO, answers: BinaryIO) -> None:
    """One job after the other; an answer is empty when its child failed."""
    _send(answers, READY)
    while (job := read_frame(jobs)) is not None:
        _send(answers, answer_in_fork(job, works[head_of(job)["work"]]))


def _send(answers: BinaryIO, data: bytes) -> None:
    answers.write(len(data).to_bytes(LENGTH, "big"))
    answers.write(data)
    answers.flush()
