"""Rows and stored files are held against each other every night."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from obstore.store import MemoryStore
from sqlalchemy import select

from db.database import Database
from db.enums import ImageState, JobState, PrivacyRequestKind, PrivacyRequestState
from db.models import Attempt, Dataset, Image, LoraVersion, Outbox, Photo, PrivacyRequest, StrayFile, User
from services.errors import StorageError
from services.storage.audit import FEW_STRAYS, PAGE, StorageAudit
from services.storage.encrypted import EncryptedStorage
from services.storage.layout import export_key, photos_folder, pictures_folder, weights_key
from tests.services.storage.conftest import KEY
from tests.support.clock import FakeClock
from tests.support.rows import (
    make_attempt,
    make_dataset,
    make_generation,
    make_image,
    make_job,
    make_lora,
    make_photo,
    make_user,
    make_version,
)

ADMIN = 5
NIGHT = 86400.0


class World:
    """A database and a storage that agree: a photo, weights and a picture, each with row and file. The clock is two
    days ahead of the files, so that all of them are old."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = FakeClock()
        self.clock.advance(days=2)
        self.storage = EncryptedStorage(MemoryStore(), KEY)
        self.audit = StorageAudit(db, self.clock, self.storage, (ADMIN,))

    async def fill(self) -> None:
        """Puts everything in."""
        user = await make_user(self.db)
        lora = await make_lora(self.db, user)
        self.dataset: Dataset = await make_dataset(self.db, user, lora)
        self.photo: Photo = await make_photo(
            self.db, self.dataset, storage_key=f"{photos_folder(self.dataset.id)}/{uuid4()}.jpg"
        )
        trained = await self.attempt(user)
        self.version: LoraVersion = await make_version(
            self.db, lora, self.dataset, id=self.subject, weights_key=weights_key(trained.id)
        )
        drawn = await self.attempt(user)
        generation = await make_generation(self.db, self.version, user, id=self.subject)
        key = f"{pictures_folder(drawn.id)}/1.png"
        self.image: Image = await make_image(self.db, generation, storage_key=key)
        for each in (self.photo.storage_key, self.version.weights_key, key):
            assert each is not None
            await self.storage.put(each, b"x")

    async def attempt(self, user: User, state: JobState = JobState.SUCCEEDED) -> Attempt:
        """A paid call for `self.subject`."""
        job = await make_job(self.db, user, state=state)
        self.subject = job.subject_id
        return await make_attempt(self.db, job)

    async def stray(self) -> str:
        """A file that a crash has left without a row."""
        key = f"{photos_folder(self.dataset.id)}/{uuid4()}.jpg"
        await self.storage.put(key, b"x")
        return key

    async def night(self) -> Mapping[str, int]:
        """The audit of the next night."""
        self.clock.advance(NIGHT)
        return await self.audit.look()

    async def told(self) -> list[dict[str, Any]]:
        """What the admins were told."""
        async with self.db.read() as session:
            return [dict(params) for params in await session.scalars(select(Outbox.params).order_by(Outbox.id))]


@pytest.fixture
async def world(db: Database) -> World:
    """A world in which all is well."""
    made = World(db)
    await made.fill()
    return made


async def test_where_all_is_well_nothing_is_found_or_touched(world: World) -> None:
    """However often it is looked at."""
    for _ in range(3):
        assert await world.night() == {"files": 3, "missing": 0, "stray": 0, "removed": 0}
    assert await world.told() == []


async def test_a_missing_file_is_told_with_its_key(world: World) -> None:
    """Of every kind; the row stays, so that a backup of the files heals it."""
    for row_key in (world.photo.storage_key, world.version.weights_key, world.image.storage_key):
        assert row_key is not None
        await world.storage.delete(row_key)
    assert (await world.night())["missing"] == 3
    told = await world.told()
    assert [(one["code"], one["count"]) for one in told] == [("files-missing", 3)]
    assert str(world.photo.storage_key) in told[0]["keys"]


async def test_what_is_about_to_be_erased_is_not_missed(world: World) -> None:
    """Its file goes before its row."""
    past = world.clock.now() - timedelta(hours=1)
    async with world.db.write() as session:
        (await session.get_one(Dataset, world.dataset.id)).erase_photos_at = past
        (await session.get_one(Image, world.image.id)).state = ImageState.ERASED
    await world.storage.delete(world.photo.storage_key)
    await world.storage.delete(str(world.image.storage_key))
    assert (await world.night())["missing"] == 0


async def test_a_stray_file_goes_when_a_second_audit_sees_it(world: World) -> None:
    """One look may fall into the moment between file and row, or meet a database that is being restored."""
    key = await world.stray()
    assert await world.night() == {"files": 4, "missing": 0, "stray": 1, "removed": 0}
    assert await world.storage.exists(key)
    assert await world.night() == {"files": 4, "missing": 0, "stray": 1, "removed": 1}
    assert not await world.storage.exists(key)
    assert await world.night() == {"files": 3, "missing": 0, "stray": 0, "removed": 0}
    async with world.db.read() as session:
        assert await session.scalar(select(StrayFile.storage_key)) is None


async def test_two_looks_in_one_night_are_one_audit(world: World) -> None:
    """An audit that was cut off is begun anew an hour later."""
    key = await world.stray()
    await world.night()
    world.clock.advance(3600)
    assert (await world.audit.look())["removed"] == 0
    assert await world.storage.exists(key)


async def test_a_file_that_got_its_row_stays(world: World) -> None:
    """What the first audit has seen is looked at anew before anything is removed."""
    key = await world.stray()
    await world.night()
    await make_photo(world.db, world.dataset, storage_key=key)
    assert (await world.night())["removed"] == 0
    assert await world.storage.exists(key)


async def test_a_young_file_is_no_stray(world: World) -> None:
    """Its row may be about to be committed."""
    world.clock.advance(days=-2)
    await world.stray()
    assert (await world.audit.look())["stray"] == 0


@pytest.mark.parametrize(("state", "strays"), [(JobState.FINALISING, 0), (JobState.FAILED, 1)])
async def test_what_a_live_job_has_brought_is_kept(world: World, state: JobState, strays: int) -> None:
    """Weights lie in the storage before their version says so, for as long as the job is being ended."""
    attempt = await world.attempt(await make_user(world.db), state)
    await world.storage.put(weights_key(attempt.id), b"x")
    assert [(await world.night())["stray"], (await world.night())["removed"]] == [strays, strays]


async def test_files_of_others_are_left_alone(world: World) -> None:
    """A folder that somebody has put something into by hand."""
    await world.storage.put("photos/holiday.jpg", b"x")
    await world.storage.put("elsewhere/holiday.jpg", b"x")
    await world.night()
    await world.night()
    assert await world.storage.exists("photos/holiday.jpg")
    assert await world.storage.exists("elsewhere/holiday.jpg")


async def test_too_many_strays_are_told_and_not_removed(world: World) -> None:
    """An older database was restored, or a fresh one put before an old storage: the files may still be wanted."""
    keys = [await world.stray() for _ in range(FEW_STRAYS + 1)]
    await world.night()
    assert (await world.night())["removed"] == 0
    assert all([await world.storage.exists(key) for key in keys])
    assert {one["code"] for one in await world.told()} == {"files-stray"}
    assert {one["count"] for one in await world.told()} == {len(keys)}


async def test_rows_are_read_to_the_end(world: World) -> None:
    """A page is no limit."""
    for _ in range(PAGE + 5):
        await make_photo(world.db, world.dataset, storage_key=f"{photos_folder(world.dataset.id)}/{uuid4()}.jpg")
    assert (await world.night())["missing"] == PAGE + 5


async def test_a_storage_that_does_not_answer_is_no_storage_without_files(world: World) -> None:
    """Nothing is told as missing because of an outage."""

    class Deaf(EncryptedStorage):
        async def exists(self, key: str) -> bool:
            raise StorageError("storage-unavailable")

    audit = StorageAudit(world.db, world.clock, Deaf(MemoryStore(), KEY), (ADMIN,))
    with pytest.raises(StorageError):
        await audit.look()
    assert await world.told() == []


async def test_an_export_is_a_stray_only_without_its_request(world: World) -> None:
    """It holds everything about a person: one whose person had everything deleted meanwhile must not stay."""
    now = world.clock.now()
    kept = PrivacyRequest(
        id=uuid4(), user_id=1, kind=PrivacyRequestKind.EXPORT, state=PrivacyRequestState.DONE, language="en",
        look_at=now, created_at=now,
    )  # fmt: skip
    kept.file_key = export_key(kept.id)
    async with world.db.write() as session:
        session.add(kept)
    left = export_key(uuid4())
    for key in (kept.file_key, left):
        await world.storage.put(key, b"zip")
    assert [(await world.night())["stray"] for _ in range(2)] == [1, 1]
    assert await world.storage.exists(kept.file_key)
    assert not await world.storage.exists(left)
