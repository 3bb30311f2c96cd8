"""A second folder with the stored files as they lie: encrypted, and gone where they were erased.

Files are never changed under their name, so only missing ones are copied, a folder at a time. What was erased is
removed from the mirror too; a file that is merely lost, because rows still name it, is kept.
"""

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from services.backup.errors import BackupError
from services.storage.disk import flush_to_disk

MARK = ".loragram-files"
"""An empty file that says whose folder this is: in another one nothing is removed. Whoever works there locks it."""

UNFINISHED = ".part"
SAME_TIME = 2_000_000_000
"""Nanoseconds: some disks keep the time of a file in steps of two seconds."""

Named = Callable[[Sequence[str]], Awaitable[Collection[str]]]
"""Which of these storage keys rows still name."""


@dataclass
class MirrorCounts:
    """What one run did, in files. `lost`: named by rows and in the mirror, but not in the storage."""

    copied: int = 0
    removed: int = 0
    lost: int = 0


class Mirror:
    """Keeps `target` equal to the storage folder `source`; any run may be cut off and repeated."""

    def __init__(self, source: Path, target: Path, named: Named) -> None:
        self._source = source
        self._target = target
        self._named = named

    async def bring_up_to_date(self) -> MirrorCounts:
        """Copies what is missing and removes what was erased. Raises BackupError."""
        counts = MirrorCounts()
        try:
            await asyncio.to_thread(_prepare, self._source, self._target)
            with _alone(self._target):
                async for folder in _each(_folders(self._source)):
                    await self._copy_missing(folder, counts)
                async for folder in _each(_folders(self._target)):
                    await self._remove_erased(folder, counts)
        except OSError as error:
            raise BackupError(f"Files could not be copied ({error.strerror or type(error).__name__}).") from error
        return counts

    async def _copy_missing(self, folder: Path, counts: MirrorCounts) -> None:
        source, target = self._source / folder, self._target / folder
        for name in await asyncio.to_thread(_differing, source, target):
            counts.copied += await asyncio.to_thread(_copy, source / name, target / name)

    async def _remove_erased(self, folder: Path, counts: MirrorCounts) -> None:
        source, target = self._source / folder, self._target / folder
        gone = await asyncio.to_thread(_only_in, target, source)
        named = await self._named([(folder / name).as_posix() for name in gone]) if gone else ()
        for name in gone:
            if (folder / name).as_posix() in named:
                counts.lost += 1
            else:
                await asyncio.to_thread((target / name).unlink, missing_ok=True)
                counts.removed += 1
        await asyncio.to_thread(_tidy_up, target)


def give_back(mirror: Path, storage: Path) -> int:
    """Copies the files that are missing in the folder `storage` from the mirror; returns how many. Blocks.

    Raises OSError.
    """
    copied = 0
    for folder in _folders(mirror):
        for name in _only_in(mirror / folder, storage / folder):
            copied += _copy(mirror / folder / name, storage / folder / name)
    return copied


def _prepare(source: Path, target: Path) -> None:
    if not source.is_dir():
        raise BackupError(f"{source} is not there, so its files cannot be copied. Is its disk mounted?")
    here, there = source.resolve(), target.resolve()
    if here == there or here in there.parents or there in here.parents:
        raise BackupError(f"{target} lies in the storage itself: choose a folder on another disk.")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (target / MARK).exists():
        if any(target.iterdir()):
            raise BackupError(f"{target} holds other files, which a mirror would remove: choose another folder.")
        (target / MARK).touch(mode=0o600)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The lock goes with the process, however it ends."""
    handle = os.open(folder / MARK, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise BackupError(f"Another process is copying files to {folder} just now.") from None
    finally:
        os.close(handle)


async def _each(folders: Iterator[Path]) -> AsyncIterator[Path]:
    while (folder := await asyncio.to_thread(next, folders, None)) is not None:
        yield folder


def _folders(root: Path) -> Iterator[Path]:
    """Every folder that holds something, relative to `root`, which is not there itself when it is empty."""
    for place, _, names in os.walk(root, topdown=False):
        if names or Path(place) != root:
            yield Path(place).relative_to(root)


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of each stored file. What the storage is just writing has a # in its name."""
    if not folder.is_dir():
        return {}
    found = {}
    for each in os.scandir(folder):
        if each.is_file(follow_symlinks=False) and "#" not in each.name and not each.name.startswith("."):
            state = each.stat(follow_symlinks=False)
            found[each.name] = (state.st_size, state.st_mtime_ns)
    return found


def _differing(source: Path, target: Path) -> list[str]:
    """Files that are missing in `target`, or were put again under their name, as a step that is repeated does."""
    there = _files(target)
    return [name for name, state in _files(source).items() if name not in there or not _alike(state, there[name])]


def _alike(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] == other[0] and abs(one[1] - other[1]) <= SAME_TIME


def _only_in(folder: Path, other: Path) -> list[str]:
    return sorted(_files(folder).keys() - _files(other).keys())


def _copy(source: Path, target: Path) -> int:
    """1, or 0 for a file that was erased meanwhile."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        shutil.copy2(source, part)
    except FileNotFoundError:
        part.unlink(missing_ok=True)
        return 0
    part.replace(target)
    flush_to_disk(target)
    return 1


def _tidy_up(folder: Path) -> None:
    """What a killed run left half written, and a folder that holds nothing any more."""
    for left in folder.glob(f".*{UNFINISHED}"):
        left.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()
