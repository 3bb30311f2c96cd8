"""SQLite serves one process: a second one is turned away instead of sharing leases and the file."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import SettingsError


@contextmanager
def only_process(database: str | None) -> Iterator[None]:
    """Holds `<database>.lock` while the process lives (the system frees it even after a crash).

    Raises SettingsError when another process has it. None (PostgreSQL) needs no lock.
    """
    if database is None:
        yield
        return
    path = Path(f"{database}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingsError(
                f"Another bot is running on {database}. Stop it first; several at once need PostgreSQL."
            ) from None
        yield
    finally:
        os.close(handle)
