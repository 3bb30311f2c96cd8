"""Storage, its room, and whether DATA_KEY fits what lies there."""

from collections import namedtuple
from pathlib import Path

import pytest

from bot.doctor import storage
from bot.doctor.findings import Level
from bot.doctor.storage import data_key_findings, room_findings, storage_findings
from bot.settings import Settings
from db.database import Database
from services.storage.opening import open_storage
from tests.bot.doctor.words import KEY, OTHER_KEY, levels, names_in, only, settings
from tests.support.rows import make_dataset, make_lora, make_user, make_version

WEIGHTS = "weights/one.safetensors"


def chosen(folder: Path, url: str, **values: object) -> Settings:
    return settings(**{"database_url": url, "storage_url": str(folder / "files"), "data_key": KEY, **values})


async def stored(folder: Path, url: str) -> None:
    """A finished model with its file."""
    db = Database(url)
    user = await make_user(db)
    dataset = await make_dataset(db, user)
    await make_version(db, await make_lora(db, user), dataset, weights_key=WEIGHTS)
    await db.close()
    await open_storage(str(folder / "files"), KEY).put(WEIGHTS, b"weights" * 400_000)


@pytest.mark.parametrize("key", [KEY, None])
async def test_a_folder_takes_gives_back_and_removes(tmp_path: Path, key: str | None) -> None:
    """Nothing stays; without a DATA_KEY the place itself can still be tried."""
    (tmp_path / "files").mkdir()
    found = await storage_findings(settings(storage_url=str(tmp_path / "files"), data_key=key))
    assert only(found)[0] is Level.OK
    assert names_in(tmp_path / "files") == []


async def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """The first run makes it, for its owner alone."""
    assert only(await storage_findings(settings(storage_url=str(tmp_path / "files"))))[0] is Level.WARNING
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("url", ["ftp://files.example/x", "gs://bucket"])
async def test_a_place_of_another_kind(url: str) -> None:
    """What can be written instead is said."""
    level, told = only(await storage_findings(settings(storage_url=url)))
    assert level is Level.FAULT
    assert "s3://bucket/prefix" in told


@pytest.mark.parametrize(
    ("free", "level"), [(50 * 1024**3, Level.OK), (1024**3, Level.WARNING), (100 * 1024**2, Level.FAULT)]
)
async def test_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level) -> None:
    """The next model must fit; the place itself need not exist yet."""
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(storage.shutil, "disk_usage", lambda place: usage(free))
    here = chosen(tmp_path, f"sqlite:///{tmp_path / 'files' / 'loragram.db'}")
    assert levels(await room_findings(here)) == [level]


async def test_a_key_that_opens_what_is_stored(tmp_path: Path, database_url: str) -> None:
    """One real file is proof."""
    await stored(tmp_path, database_url)
    assert only(await data_key_findings(chosen(tmp_path, database_url))) == (
        Level.OK,
        "DATA_KEY opens what is stored.",
    )


async def test_another_key_is_found_out(tmp_path: Path, database_url: str) -> None:
    """After a restore, say: before the first person meets it."""
    await stored(tmp_path, database_url)
    level, told = only(await data_key_findings(chosen(tmp_path, database_url, data_key=OTHER_KEY)))
    assert level is Level.FAULT
    assert "Put the key back" in told
    assert OTHER_KEY not in told


async def test_files_of_another_backup(tmp_path: Path, database_url: str) -> None:
    """A file that is not there says nothing about the key."""
    await stored(tmp_path, database_url)
    (tmp_path / "files" / WEIGHTS).unlink()
    assert only(await data_key_findings(chosen(tmp_path, database_url)))[0] is Level.WARNING


async def test_a_key_before_anything_is_stored(tmp_path: Path, database_url: str) -> None:
    """Nothing to open, nothing to fear."""
    assert only(await data_key_findings(chosen(tmp_path, database_url)))[0] is Level.OK


async def test_a_missing_key_is_a_fault_once_there_is_a_database(tmp_path: Path, sqlite_url: str) -> None:
    """Before the first run it is made; later it is lost."""
    first = chosen(tmp_path, f"sqlite:///{tmp_path / 'none.db'}", data_key=None)
    assert only(await data_key_findings(first))[0] is Level.WARNING
    assert only(await data_key_findings(chosen(tmp_path, sqlite_url, data_key=None)))[0] is Level.FAULT
