"""Processes that the zygote forks, as tests hold them; see `tests.support.zygote`."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services.photos.workshop import PROGRAM, child_environment
from tests.support.sources import ROOT

PIECE = 64


class ForkedProcess:
    """A child that runs `python -m` something; speaks like `asyncio.subprocess.Process`, as far as tests need it."""

    def __init__(
        self, pid: int, status: asyncio.StreamReader, stdin: asyncio.StreamWriter, stdout: asyncio.StreamReader
    ) -> None:
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self.returncode: int | None = None
        self._status = status

    async def wait(self) -> int:
        """Its exit code, or the signal below zero that killed it."""
        if self.returncode is None:
            line = await self._status.readline()
            assert line, "the zygote has died"
            self.returncode = int(line)
            self.stdin.close()
        return self.returncode

    async def communicate(self) -> None:
        """Reads what is left of its output and waits for its end."""
        await self.stdout.read()
        await self.wait()

    def send_signal(self, number: signal.Signals) -> None:
        """Sends a signal; raises ProcessLookupError when it has ended."""
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


async def start_forked(
    *arguments: str, folder: Path, environment: Mapping[str, str], errors: int | None = None, kind: str = "bots"
) -> ForkedProcess:
    """Starts `python -m` with these arguments, out of a zygote of that kind. Its standard error is ours unless `errors`
    is given."""
    stdin, stdin_here = os.pipe()
    stdout_here, stdout = os.pipe()
    status_here, status = os.pipe()
    message = {"arguments": arguments, "folder": str(folder), "environment": dict(environment)}
    given = [stdin, stdout, sys.__stderr__.fileno() if errors is None else errors, status]  # type: ignore[union-attr]
    try:
        socket.send_fds(_zygote(kind).wire, [json.dumps(message).encode()], given)
    finally:
        for descriptor in (stdin, stdout, status):
            os.close(descriptor)
    told = await _reader(status_here)
    pid = int(await told.readline())
    return ForkedProcess(pid, told, await _writer(stdin_here), await _reader(stdout_here))


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(descriptor, "rb", buffering=0))
    return reader


async def _writer(descriptor: int) -> asyncio.StreamWriter:
    loop = asyncio.get_running_loop()
    pipe = os.fdopen(descriptor, "wb", buffering=0)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, pipe)
    return asyncio.StreamWriter(transport, protocol, None, loop)


async def start_photo_program(program: str) -> ForkedProcess:
    """For `Workshop(start=…)`: the forking process, forked itself from one that has loaded everything."""
    assert program == PROGRAM
    environment = child_environment()
    return await start_forked("tests.support.photo_program", folder=ROOT, environment=environment, kind="photos")


@dataclass(frozen=True)
class _Zygote:
    """The process and our end of its wire."""

    process: "subprocess.Popen[bytes]"
    wire: socket.socket


@cache
def _zygote(kind: str) -> _Zygote:
    """One of each kind for this process, as long as it lives."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.zygote", kind], cwd=ROOT, stdin=theirs, start_new_session=True,
        env={**os.environ, **child_environment(), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    theirs.close()
    return _Zygote(process, ours)
