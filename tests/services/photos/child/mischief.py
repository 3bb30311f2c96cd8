"""A program that serves jobs which do what a hostile photo would make a decoder do."""

import errno
import os
import resource
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from services.errors import InvalidInputError
from services.photos.child.serving import run

Answer = tuple[dict[str, Any], list[bytes]]


def echo(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """What was sent, and who answers."""
    return {"params": params, "pid": os.getpid()}, blobs


def refuse(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """What the person has to be told."""
    raise InvalidInputError(params["code"], width=3)


def crash(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """As a decoder that writes where it must not."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return {}, []


def fail(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """An error that nobody expected, with words of the photo in it."""
    raise KeyError("Anna Secret")


def spin(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Never ends, at full speed."""
    while True:
        pass


def sleep(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Never ends, and takes no time of a core."""
    while True:
        time.sleep(1)


def eat(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Takes more memory than there may be."""
    return {"length": len(bytearray(1 << 31))}, []


def flood(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Answers without end."""
    while True:
        os.write(1, bytes(1 << 20))


def rubbish(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Answers what no answer can be."""
    os.write(1, bytes.fromhex(params["hex"]))
    os._exit(0)


def break_out(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """What each attempt to reach something gives."""

    def after_closing() -> object:
        os.close(0)
        return socket.socket()

    attempts: dict[str, Callable[[], object]] = {
        "socket": socket.socket,
        "file": lambda: os.open("/etc/passwd", os.O_RDONLY),
        "pipe": os.pipe,
        "socket after closing": after_closing,
        "more again": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
    }
    return {name: _tried(attempt) for name, attempt in attempts.items() if name in params["names"]}, []


def look_around(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """What the child was born with."""
    limits = {name: list(resource.getrlimit(getattr(resource, name))) for name in params["limits"]}
    return {"environment": sorted(os.environ), "input": os.read(0, 9).hex(), "limits": limits}, []


def kill_server(params: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Takes the process that forked it along."""
    os.kill(os.getppid(), signal.SIGKILL)
    return {}, []


def _tried(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return errno.errorcode[error.errno or 0]
    except ValueError:
        return "refused"
    return "done"


WORKS = {
    work.__name__: work
    for work in (echo, refuse, crash, fail, spin, sleep, eat, flood, rubbish, break_out, look_around, kill_server)
}

if __name__ == "__main__":
    run(WORKS, lambda: print("a library says hello", flush=True))
