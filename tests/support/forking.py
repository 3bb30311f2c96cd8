"""Processes that the zygote forks, as tests hold them; see `tests.support.zygote`."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.support.sources import ROOT

PIECE = 64


class ForkedProcess:
    """A child that runs `python -m` something; speaks like `asyncio.subprocess.Process`, as far as tests need it."""

    def __init__(self, pid: int, status: asyncio.StreamReader, stdout: asyncio.StreamReader, lifeline: int) -> None:
        self.pid = pid
        self.stdout = stdout
        self.returncode: int | None = None
        self._status = status
        self._lifeline = lifeline

    async def wait(self) -> int:
        """Its exit code, or the signal below zero that killed it."""
        if self.returncode is None:
            line = await self._status.readline()
            assert line, "the zygote has died"
            self._end(int(line))
        assert self.returncode is not None
        return self.returncode

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

    def _end(self, code: int) -> None:
        self.returncode = code
        os.close(self._lifeline)


async def start_forked(
    *arguments: str, folder: Path, environment: Mapping[str, str], errors: int | None = None
) -> ForkedProcess:
    """Starts `python -m` with these arguments. Its standard input stays open as long as it lives, its standard error is
    ours unless `errors` is given."""
    stdin, lifeline = os.pipe()
    stdout_here, stdout = os.pipe()
    status_here, status = os.pipe()
    message = {"arguments": arguments, "folder": str(folder), "environment": dict(environment)}
    given = [stdin, stdout, sys.__stderr__.fileno() if errors is None else errors, status]  # type: ignore[union-attr]
    try:
        socket.send_fds(_zygote(), [json.dumps(message).encode()], given)
    finally:
        for descriptor in (stdin, stdout, status):
            os.close(descriptor)
    told = await _reader(status_here)
    pid = int(await told.readline())
    return ForkedProcess(pid, told, await _reader(stdout_here), lifeline)


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, os.fdopen(descriptor, "rb", buffering=0))
    return reader


@cache
def _zygote() -> socket.socket:
    """One for this process, as long as it lives."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    subprocess.Popen(
        [sys.executable, "-m", "tests.support.zygote"], cwd=ROOT, stdin=theirs, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    theirs.close()
    return ours
