"""Where strangers' files are opened: a process of its own, from which a limited child is forked for every job.

The bot's own process never decodes a photo as it was sent, and never loads OpenCV or a model. A file that breaks a
decoder, eats memory or never ends takes its own child along and nothing else.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from services.error_codes import ERROR_CODES
from services.errors import BusyError, InvalidInputError
from services.photos.child.frames import LENGTH, MOST, Message, framed, unpacked

PROGRAM = "services.photos.child"

START_SECONDS = 60
"""Longest start, with models, on a slow machine; 0.5 s measured."""

GRACE_SECONDS = 10
"""The forking process ends a child in time by itself; after this much more it is taken for dead too."""

_PIECE = 1024 * 1024


class ForkingProcess(Protocol):
    """What `asyncio.subprocess.Process` offers of the forking process."""

    @property
    def stdin(self) -> asyncio.StreamWriter | None:
        """Takes jobs."""

    @property
    def stdout(self) -> asyncio.StreamReader | None:
        """Gives answers."""

    @property
    def returncode(self) -> int | None:
        """None while it lives."""

    def kill(self) -> None:
        """Ends it at once; raises ProcessLookupError when it has ended."""

    async def communicate(self) -> object:
        """Reads what is left and waits for its end."""


Start = Callable[[str], Awaitable[ForkingProcess]]
"""Starts `python -m` with a program's name."""


@dataclass(frozen=True)
class Done:
    """What a work gave."""

    result: dict[str, Any]
    blobs: tuple[bytes, ...]


@dataclass
class _Server:
    """The forking process of one place, `python -m program`, started at first use and again when it has died."""

    program: str
    begin: Start
    process: ForkingProcess | None = field(default=None)

    async def ask(self, message: Message, seconds: float) -> bytes:
        """The packed answer, empty when the child failed. Whatever interrupts the exchange ends the process, because
        the next answer would belong to this question."""
        for is_last in (False, True):
            process = await self._running()
            try:
                return await asyncio.wait_for(_exchange(process, message), seconds + GRACE_SECONDS)
            except TimeoutError:
                await self.end()
                return b""
            except (ConnectionError, asyncio.IncompleteReadError):
                # It may have been killed before this question, so that one deserves another.
                await self.end()
                if is_last:
                    return b""
            except BaseException:
                await self.end()
                raise
        raise AssertionError("unreachable")

    async def start(self) -> None:
        """Starts the process unless it runs; raises `BusyError("photo-workshop")`."""
        await self._running()

    async def end(self) -> None:
        """Ends the process, and with it its child."""
        process, self.process = self.process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()  # waiting alone never ends while something lies unread in the pipe

    async def _running(self) -> ForkingProcess:
        if self.process is not None and self.process.returncode is None:
            return self.process
        self.process = await self.begin(self.program)
        try:
            await asyncio.wait_for(_read(self.process), START_SECONDS)
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError) as error:
            await self.end()
            raise BusyError("photo-workshop") from error
        except BaseException:
            await self.end()
            raise
        return self.process


async def start_process(program: str) -> ForkingProcess:
    """The program in an interpreter of its own, without our keys and passwords."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", program,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        env=child_environment(), cwd="/", start_new_session=True,
    )  # fmt: skip


class Workshop:
    """Looks into photos in child processes, `at_once` of them at a time (each may take 1.5 GB). Starts none before it
    is first asked."""

    def __init__(self, at_once: int = 1, program: str = PROGRAM, start: Start = start_process) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._free = [_Server(program, start) for _ in range(at_once)]
        self._servers = tuple(self._free)

    async def do(
        self, work: str, params: Mapping[str, Any], blobs: Sequence[bytes] = (), *, seconds: float = 20
    ) -> Done:
        """Does a work of `services.photos.child.works`, in at most `seconds` of one core.

        Raises `InvalidInputError` as the work does, `InvalidInputError("photo-broken")` when the child died or ran out
        of time or memory, `BusyError("photo-workshop")` when no process can be started.
        """
        message = Message({"work": work, "params": dict(params), "seconds": seconds}, tuple(blobs))
        async with self._turns:
            server = self._free.pop()
            try:
                answer = await server.ask(message, seconds)
            finally:
                self._free.append(server)
        return _done(answer)

    async def get_ready(self) -> None:
        """Starts a process ahead of the first job, which then need not wait for it. A process that cannot be started is
        told about by that job."""
        if self._turns.locked():
            return
        async with self._turns:
            server = self._free.pop()
            try:
                await server.start()
            except BusyError:
                pass
            finally:
                self._free.append(server)

    async def close(self) -> None:
        """Ends the processes; a later `do` starts them again."""
        for server in self._servers:
            await server.end()


async def _exchange(process: ForkingProcess, message: Message) -> bytes:
    assert process.stdin is not None
    for piece in framed(message):
        for start in range(0, len(piece), _PIECE):
            # In pieces, or the whole photo would lie in the pipe's own buffer once more.
            process.stdin.write(piece[start : start + _PIECE])
            await process.stdin.drain()
    return await _read(process)


async def _read(process: ForkingProcess) -> bytes:
    assert process.stdout is not None
    length = int.from_bytes(await process.stdout.readexactly(LENGTH), "big")
    if length > MOST:
        raise ConnectionError("answers like this are not made")
    return await process.stdout.readexactly(length)


def _done(answer: bytes) -> Done:
    """The child has read a stranger's file, so that nothing in its answer is believed."""
    try:
        message = unpacked(answer)
        code, params = message.head.get("refused"), message.head.get("params")
        if isinstance(code, str) and code in ERROR_CODES and isinstance(params, dict):
            raise InvalidInputError(code, **params)
        result = message.head["result"]
    except (ValueError, LookupError, RecursionError, TypeError) as error:
        raise InvalidInputError("photo-broken") from error
    if not isinstance(result, dict):
        raise InvalidInputError("photo-broken")
    return Done(result, tuple(message.blobs))


def child_environment() -> dict[str, str]:
    """No key and no password: children need only the way to the same packages, and libraries without threads. Large
    blocks of memory go back at once, so that no later child finds an earlier photo in them; huge
    pages save a child thousands of small ones."""
    return {
        "PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": str(64 * 1024),
        "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    }
