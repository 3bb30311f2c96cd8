"""An operator at the command line of a machine of their own."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from bot.demo.bot_process import clean_environment
from db.database import Database
from services.storage.opening import open_storage
from tests.conftest import DATA_KEY

LIMIT = 120.0
Answer = TypeVar("Answer")


class Operator:
    """Runs `python -m bot …` in `folder` with a database at `url` and files beside it."""

    def __init__(self, folder: Path, url: str, **settings: str) -> None:
        self.folder = folder
        self.url = url
        self.settings = {"DATABASE_URL": url, "STORAGE_URL": str(folder / "files"), "DATA_KEY": DATA_KEY} | settings

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        """A command to its end; no traceback may come out of it."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder, env=clean_environment(self.settings), input=typed, capture_output=True, text=True,
            timeout=LIMIT, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def in_database(self, work: Callable[[Database], Coroutine[Any, Any, Answer]]) -> Answer:
        """What `work` returns of the operator's database."""

        async def opened() -> Answer:
            db = Database(self.url)
            try:
                return await work(db)
            finally:
                await db.close()

        return asyncio.run(opened())

    def store(self, key: str) -> None:
        """A file among the people's files."""
        asyncio.run(open_storage(self.settings["STORAGE_URL"], DATA_KEY).put(key, b"a face"))

    def stored(self) -> list[str]:
        """The keys of all files."""
        folder = Path(self.settings["STORAGE_URL"])
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def only_copy(folder: Path) -> Path:
    """The one copy in a backup folder."""
    (copy,) = folder.glob("loragram-*.db")
    return copy
