"""The mirror of stored files: what is missing comes, what was erased goes, what is lost stays."""

import fcntl
import os
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from services.backup.errors import BackupError
from services.backup.mirror import MARK, Mirror, MirrorCounts, give_back


class Rows:
    """What rows name, and what was asked."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    async def named(self, keys: Sequence[str]) -> Collection[str]:
        return self.names & set(keys)


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    for key in ("photos/a/1.jpg", "photos/a/2.jpg", "photos/b/1.jpg", "weights/one.safetensors"):
        put(folder, key, key.encode())
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "files"


@pytest.fixture
def mirror(source: Path, target: Path, rows: Rows) -> Mirror:
    return Mirror(source, target, rows.named)


def put(folder: Path, key: str, data: bytes) -> None:
    path = folder / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file() and path.name != MARK]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


async def test_it_becomes_equal_and_copies_nothing_twice(mirror: Mirror, source: Path, target: Path) -> None:
    """Every night only what came since."""
    assert await mirror.bring_up_to_date() == MirrorCounts(copied=4)
    assert files(target) == files(source)
    assert os.stat(target).st_mode & 0o777 == 0o700
    put(source, "pictures/x/1.png", b"new")
    assert await mirror.bring_up_to_date() == MirrorCounts(copied=1)
    assert await mirror.bring_up_to_date() == MirrorCounts()
    assert files(target) == files(source)


async def test_what_was_erased_is_erased_there_too(mirror: Mirror, source: Path, target: Path) -> None:
    """With the folders that are empty then: their names are ids of people's things."""
    await mirror.bring_up_to_date()
    shutil.rmtree(source / "photos")
    assert await mirror.bring_up_to_date() == MirrorCounts(removed=3)
    assert files(target) == files(source)
    assert not (target / "photos").exists()


async def test_what_is_only_lost_stays(mirror: Mirror, source: Path, target: Path, rows: Rows) -> None:
    """A disk that went away looks like an erasure; the rows know better."""
    await mirror.bring_up_to_date()
    rows.names = {"photos/a/1.jpg", "weights/one.safetensors"}
    shutil.rmtree(source)
    os.mkdir(source)
    assert await mirror.bring_up_to_date() == MirrorCounts(removed=2, lost=2)
    assert set(files(target)) == rows.names


async def test_a_file_that_was_put_again(mirror: Mirror, source: Path, target: Path) -> None:
    """A step that is repeated writes the same file under another key of its own."""
    await mirror.bring_up_to_date()
    put(source, "weights/one.safetensors", b"sealed anew")
    same = source / "photos/a/1.jpg"
    same.write_bytes(b"x" * len(same.read_bytes()))
    os.utime(same, (same.stat().st_atime, same.stat().st_mtime + 10))
    assert await mirror.bring_up_to_date() == MirrorCounts(copied=2)
    assert files(target) == files(source)


async def test_what_is_half_written_is_left_out(mirror: Mirror, source: Path, target: Path) -> None:
    """The storage names it with a #, a killed run of ours with a dot and .part, which the next one sweeps."""
    put(source, "weights/two.safetensors#1", b"half")
    put(target, MARK, b"")
    put(target, "weights/.one.safetensors.part", b"half")
    await mirror.bring_up_to_date()
    assert set(files(target)) == {"photos/a/1.jpg", "photos/a/2.jpg", "photos/b/1.jpg", "weights/one.safetensors"}


async def test_a_folder_with_other_things_is_left_alone(mirror: Mirror, target: Path) -> None:
    """Somebody's own `files` would be emptied."""
    put(target, "taxes/2025.pdf", b"mine")
    with pytest.raises(BackupError, match="holds other files"):
        await mirror.bring_up_to_date()
    assert files(target) == {"taxes/2025.pdf": b"mine"}


@pytest.mark.parametrize("place", [".", "photos", ".."])
async def test_a_mirror_in_the_storage_itself(source: Path, rows: Rows, place: str) -> None:
    """It would be no second copy, or copy itself for ever."""
    with pytest.raises(BackupError, match="in the storage itself"):
        await Mirror(source, source / place, rows.named).bring_up_to_date()


async def test_a_storage_that_is_not_there(tmp_path: Path, mirror: Mirror, source: Path, target: Path) -> None:
    """A disk that is not mounted is no reason to touch the mirror."""
    await mirror.bring_up_to_date()
    shutil.move(source, tmp_path / "elsewhere")
    with pytest.raises(BackupError, match="Is its disk mounted"):
        await mirror.bring_up_to_date()
    assert files(target) == files(tmp_path / "elsewhere")


async def test_two_at_once(mirror: Mirror, target: Path) -> None:
    """A backup by hand during the nightly one would take its half-written files away."""
    await mirror.bring_up_to_date()
    with (target / MARK).open("r+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(BackupError, match="Another process"):
            await mirror.bring_up_to_date()
    await mirror.bring_up_to_date()


async def test_giving_back_fills_the_gaps(mirror: Mirror, source: Path, target: Path) -> None:
    """What is there is not overwritten: it may be newer."""
    await mirror.bring_up_to_date()
    whole = files(source)
    (source / "photos/a/1.jpg").unlink()
    shutil.rmtree(source / "weights")
    put(source, "photos/b/1.jpg", b"newer")
    assert give_back(target, source) == 2
    assert files(source) == whole | {"photos/b/1.jpg": b"newer"}
