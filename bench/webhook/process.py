"""A subject's process, from start to end."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.webhook.subjects import Place, run_subject

START_SECONDS = 60.0


class SubjectError(RuntimeError):
    """The subject ended or did not start; the message has the end of its log."""


@dataclass(frozen=True)
class Subject:
    """A running subject."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """What it has used of its core since it began, in all its threads."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def subject_up(name: str, place: Place) -> AsyncIterator[Subject]:
    """Starts the subject in a fresh interpreter, until it listens."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=run_subject, args=(name, place, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        # In a thread: the stand-in for Telegram has to answer while the subject starts.
        if not await asyncio.to_thread(ours.poll, START_SECONDS):
            raise SubjectError(f"{name} does not start\n{_log(place)}")
        try:
            port = int(ours.recv())
        except EOFError:
            raise SubjectError(f"{name} has ended\n{_log(place)}") from None
        assert process.pid is not None
        yield Subject(port, process.pid)
        if process.exitcode is not None:
            raise SubjectError(f"{name} has ended\n{_log(place)}")
    finally:
        process.kill()
        await asyncio.to_thread(process.join)


def _log(place: Place) -> str:
    path = place.folder / "log"
    return path.read_text(errors="replace")[-2000:] if path.exists() else ""
