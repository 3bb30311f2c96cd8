"""The photos of a data set: added once, numbered without gaps, never more than the limit, no file left behind."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import obstore
import pytest
from obstore.store import MemoryStore

from db.database import Database
from db.enums import LoraType
from db.models import Dataset, Photo
from db.sessions import WriteSession
from services.errors import ConflictError, InvalidInputError, LoragramError, NotFoundError, StorageError
from services.photos.coach_limits import CoachLimits
from services.photos.limits import PhotoLimits
from services.photos.measures import Measures
from services.photos.photos import Photos
from services.photos.trained import judged_photos
from services.photos.workshop import Workshop
from services.storage.encrypted import EncryptedStorage
from tests.services.photos import samples
from tests.support.clock import FakeClock
from tests.support.plain_workshop import PlainWorkshop
from tests.support.rows import make_dataset, make_user

LIMITS = PhotoLimits()


@pytest.fixture
def store() -> MemoryStore:
    """What lies in storage, to be looked at."""
    return MemoryStore()


@pytest.fixture
def photos(db: Database, clock: FakeClock, store: MemoryStore) -> Photos:
    """The service over one database."""
    return replica(db, clock, store)


@pytest.fixture
async def dataset(db: Database) -> Dataset:
    """An empty data set."""
    return await make_dataset(db, await make_user(db))


def replica(db: Database, clock: FakeClock, store: MemoryStore, limits: PhotoLimits = LIMITS) -> Photos:
    return Photos(db, clock, EncryptedStorage(store, bytes(32)), limits, PlainWorkshop())


async def files(store: MemoryStore) -> set[str]:
    return {item["path"] for item in await obstore.list(store).collect_async()}


async def shown(photos: Photos, dataset: Dataset) -> list[tuple[int, str]]:
    return [(photo.position, photo.source_key) for photo in await photos.list(dataset.id)]


async def test_a_photo_is_cleaned_stored_and_numbered(photos: Photos, dataset: Dataset, clock: FakeClock) -> None:
    """The row tells what is in storage; the original is nowhere."""
    photo = await photos.add(dataset.id, "file-1", samples.telling_jpeg())
    data = await photos.read(photo)
    assert b"Secret" not in data
    assert data.startswith(b"\xff\xd8")
    assert (photo.position, photo.width, photo.height, photo.size) == (1, *samples.SIZE, len(data))
    assert abs((clock.now() - photo.created_at).total_seconds()) < 60
    assert await photos.count(dataset.id) == 1


async def test_the_same_photo_again_adds_nothing(photos: Photos, dataset: Dataset, store: MemoryStore) -> None:
    """A repeated delivery gets the first one's row, without decoding anything again."""
    first = await photos.add(dataset.id, "file-1", samples.photo())
    again = await photos.add(dataset.id, "file-1", b"not looked at")
    assert again.id == first.id
    assert await photos.count(dataset.id) == 1
    assert await files(store) == {first.storage_key}


async def test_the_same_content_is_named_by_its_number(photos: Photos, dataset: Dataset, store: MemoryStore) -> None:
    """Sent twice as two messages, whatever the metadata says."""
    await photos.add(dataset.id, "file-1", samples.photo(1))
    await photos.add(dataset.id, "file-2", samples.encoded(samples.picture()))
    with pytest.raises(ConflictError) as refused:
        await photos.add(dataset.id, "file-3", samples.encoded(samples.picture(), comment=b"other bytes"))
    assert (refused.value.code, refused.value.params) == ("photo-duplicate", {"number": 2})
    assert len(await files(store)) == await photos.count(dataset.id) == 2


async def test_another_data_set_may_hold_the_same_photo(photos: Photos, dataset: Dataset, db: Database) -> None:
    """Duplicates are a matter of one set."""
    other = await make_dataset(db, await make_user(db))
    first = await photos.add(dataset.id, "file-1", samples.photo())
    second = await photos.add(other.id, "file-1", samples.photo())
    assert (first.position, second.position) == (1, 1)
    assert first.id != second.id


async def test_more_than_the_limit_is_refused(
    db: Database, clock: FakeClock, store: MemoryStore, dataset: Dataset
) -> None:
    """Before anything is decoded; a removal makes room."""
    photos = replica(db, clock, store, PhotoLimits(max_count=2))
    await photos.add(dataset.id, "a", samples.photo(1))
    await photos.add(dataset.id, "b", samples.photo(2))
    with pytest.raises(InvalidInputError) as refused:
        await photos.add(dataset.id, "c", b"not looked at")
    assert (refused.value.code, refused.value.params) == ("photo-too-many", {"max": 2})
    await photos.remove(dataset.id, 1)
    assert (await photos.add(dataset.id, "c", samples.photo(3))).position == 2


async def test_a_refused_photo_leaves_nothing(photos: Photos, dataset: Dataset, store: MemoryStore) -> None:
    """No row and no file."""
    with pytest.raises(InvalidInputError):
        await photos.add(dataset.id, "a", b"hello")
    assert await files(store) == set()
    assert await photos.list(dataset.id) == []


async def test_an_unknown_or_erased_data_set_takes_nothing(
    photos: Photos, db: Database, store: MemoryStore, clock: FakeClock
) -> None:
    """A photo that comes too late must not stay behind for ever."""
    erased = await make_dataset(db, await make_user(db), photos_erased_at=clock.now())
    for dataset_id in (erased.id, uuid.uuid4()):
        with pytest.raises(NotFoundError):
            await photos.add(dataset_id, "a", samples.photo())
    assert await files(store) == set()


async def test_photos_that_are_named_leave_whatever_numbers_they_have(
    photos: Photos, dataset: Dataset, store: MemoryStore
) -> None:
    """Several at one moment: each removal moves the others up, and none takes a photo that was not meant."""
    made = [await photos.add(dataset.id, f"file-{number}", samples.photo(number)) for number in range(1, 6)]
    await asyncio.gather(*(photos.remove_one(dataset.id, one.id) for one in (made[0], made[1], made[3])))
    assert await shown(photos, dataset) == [(1, "file-3"), (2, "file-5")]
    assert await files(store) == {made[2].storage_key, made[4].storage_key}
    with pytest.raises(NotFoundError):
        await photos.remove_one(dataset.id, made[0].id)


async def test_a_photo_is_named_in_its_own_data_set_alone(photos: Photos, dataset: Dataset, db: Database) -> None:
    """Another set's photo is neither removed nor wanted through this one."""
    other = await make_dataset(db, await make_user(db))
    photo = await photos.add(other.id, "file-1", samples.photo())
    for call in (photos.remove_one(dataset.id, photo.id), photos.use_one_anyway(dataset.id, photo.id)):
        with pytest.raises(NotFoundError):
            await call
    await photos.use_one_anyway(other.id, photo.id)
    assert [(one.id, one.use_anyway) for one in await photos.list(other.id)] == [(photo.id, True)]


async def test_removing_closes_the_gap(photos: Photos, dataset: Dataset, store: MemoryStore) -> None:
    """Numbers stay what the person sees; the file goes too."""
    for number in range(1, 5):
        await photos.add(dataset.id, f"file-{number}", samples.photo(number))
    await photos.remove(dataset.id, 2)
    assert await shown(photos, dataset) == [(1, "file-1"), (2, "file-3"), (3, "file-4")]
    assert await files(store) == {photo.storage_key for photo in await photos.list(dataset.id)}
    await photos.add(dataset.id, "file-5", samples.photo(5))
    assert (await shown(photos, dataset))[-1] == (4, "file-5")


@pytest.mark.parametrize("position", [0, 2, -1])
async def test_removing_what_is_not_there(photos: Photos, dataset: Dataset, position: int) -> None:
    """A button of an old message."""
    await photos.add(dataset.id, "file-1", samples.photo())
    with pytest.raises(NotFoundError) as missing:
        await photos.remove(dataset.id, position)
    assert missing.value.code == "photo"
    assert await photos.count(dataset.id) == 1


@asynccontextmanager
async def replicas(url: str, clock: FakeClock, store: MemoryStore, limits: PhotoLimits) -> AsyncIterator[list[Photos]]:
    """Three replicas, each with connections of its own."""
    async with AsyncExitStack() as stack:
        databases = [Database(url) for _ in range(3)]
        for database in databases:
            stack.push_async_callback(database.close)
        yield [replica(database, clock, store, limits) for database in databases]


async def gathered(
    services: list[Photos], dataset: Dataset, sent: list[tuple[str, bytes]]
) -> list[Photo | BaseException]:
    """Adds everything at the same time, in turn over the replicas."""
    adding = (services[index % len(services)].add(dataset.id, key, data) for index, (key, data) in enumerate(sent))
    return await asyncio.gather(*adding, return_exceptions=True)


async def test_ten_photos_at_once_get_ten_positions(
    db: Database, database_url: str, clock: FakeClock, store: MemoryStore, dataset: Dataset
) -> None:
    """An album spread over replicas."""
    sent = [(f"file-{number}", samples.photo(number)) for number in range(10)]
    async with replicas(database_url, clock, store, LIMITS) as services:
        await gathered(services, dataset, sent)
        listed = await services[0].list(dataset.id)
    assert [photo.position for photo in listed] == list(range(1, 11))
    assert {photo.source_key for photo in listed} == {key for key, _ in sent}
    assert await files(store) == {photo.storage_key for photo in listed}


async def test_the_limit_holds_at_once(
    db: Database, database_url: str, clock: FakeClock, store: MemoryStore, dataset: Dataset
) -> None:
    """Exactly as many as fit are taken; the files of the others are gone."""
    sent = [(f"file-{number}", samples.photo(number)) for number in range(10)]
    async with replicas(database_url, clock, store, PhotoLimits(max_count=6)) as services:
        results = await gathered(services, dataset, sent)
        listed = await services[0].list(dataset.id)
    refused = [result for result in results if isinstance(result, LoragramError)]
    assert [error.code for error in refused] == ["photo-too-many"] * 4
    assert [photo.position for photo in listed] == list(range(1, 7))
    assert await files(store) == {photo.storage_key for photo in listed}


async def test_one_photo_delivered_to_all_replicas_at_once(
    db: Database, database_url: str, clock: FakeClock, store: MemoryStore, dataset: Dataset
) -> None:
    """One row, one file, and everybody gets that row."""
    async with replicas(database_url, clock, store, LIMITS) as services:
        results = await gathered(services, dataset, [("file-1", samples.photo())] * 6)
        listed = await services[0].list(dataset.id)
    assert [result.id for result in results if isinstance(result, Photo)] == [listed[0].id] * 6
    assert await files(store) == {photo.storage_key for photo in listed}


async def test_one_content_under_many_keys_at_once(
    db: Database, database_url: str, clock: FakeClock, store: MemoryStore, dataset: Dataset
) -> None:
    """One is taken, the others are told its number."""
    async with replicas(database_url, clock, store, LIMITS) as services:
        results = await gathered(services, dataset, [(f"file-{number}", samples.photo()) for number in range(5)])
    refused = [result for result in results if isinstance(result, ConflictError)]
    assert [error.params for error in refused] == [{"number": 1}] * 4
    assert len(await files(store)) == 1


class DeafStorage(EncryptedStorage):
    """Writes the file, then says that it could not."""

    async def put(self, key: str, data: bytes) -> None:
        await super().put(key, data)
        raise StorageError("storage-unavailable")


async def test_a_failed_write_leaves_no_file(
    db: Database, clock: FakeClock, store: MemoryStore, dataset: Dataset
) -> None:
    """Even when the store had taken it after all."""
    photos = Photos(db, clock, DeafStorage(store, bytes(32)), LIMITS, PlainWorkshop())
    with pytest.raises(StorageError):
        await photos.add(dataset.id, "a", samples.photo())
    assert await files(store) == set()
    assert await photos.count(dataset.id) == 0


class LosesTheAnswer(Database):
    """Commits, and then the connection breaks before the answer arrives."""

    @asynccontextmanager
    async def write(self, *, joins_update: bool = True) -> AsyncIterator[WriteSession]:
        async with super().write(joins_update=joins_update) as session:
            yield session
        raise ConnectionResetError


async def test_a_commit_whose_answer_was_lost_keeps_its_file(
    db: Database, database_url: str, clock: FakeClock, store: MemoryStore, dataset: Dataset
) -> None:
    """A row without a file would break the training later; the repeated delivery finds the photo."""
    unlucky = LosesTheAnswer(database_url)
    with pytest.raises(ConnectionResetError):
        await replica(unlucky, clock, store).add(dataset.id, "a", samples.photo())
    await unlucky.close()
    photo = await replica(db, clock, store).add(dataset.id, "a", samples.photo())
    assert await files(store) == {photo.storage_key}


async def test_a_set_whose_photos_are_to_go_takes_no_more(
    photos: Photos, dataset: Dataset, store: MemoryStore, db: Database, clock: FakeClock
) -> None:
    """A consent withdrawn or a draft given up in the middle of an album: what is still on its way is not kept."""
    first = await photos.add(dataset.id, "file-1", samples.photo())
    async with db.write() as session:
        (await session.get_one(Dataset, dataset.id)).erase_photos_at = clock.now()
    with pytest.raises(NotFoundError, match="dataset"):
        await photos.add(dataset.id, "file-2", samples.photo(2))
    assert await files(store) == {first.storage_key}


async def test_a_replacement_takes_the_place_and_the_old_file_goes(
    photos: Photos, dataset: Dataset, store: MemoryStore
) -> None:
    """The others keep their numbers."""
    for number in range(1, 4):
        await photos.add(dataset.id, f"file-{number}", samples.photo(number))
    await photos.use_anyway(dataset.id, 2)
    photo = await photos.add(dataset.id, "better", samples.photo(7), replaces=2)
    assert (photo.position, photo.use_anyway) == (2, False)
    assert await shown(photos, dataset) == [(1, "file-1"), (2, "better"), (3, "file-3")]
    assert await files(store) == {photo.storage_key for photo in await photos.list(dataset.id)}
    again = await photos.add(dataset.id, "better", b"not looked at", replaces=3)
    assert again.id == photo.id
    assert len(await shown(photos, dataset)) == 3


async def test_a_full_set_takes_replacements(
    db: Database, clock: FakeClock, store: MemoryStore, dataset: Dataset
) -> None:
    """They need no room; where the old one is gone meanwhile they come last, and need some."""
    photos = replica(db, clock, store, PhotoLimits(max_count=2))
    await photos.add(dataset.id, "a", samples.photo(1))
    await photos.add(dataset.id, "b", samples.photo(2))
    await photos.add(dataset.id, "c", samples.photo(3), replaces=1)
    with pytest.raises(InvalidInputError, match="photo-too-many"):
        await photos.add(dataset.id, "d", samples.photo(4), replaces=3)
    await photos.remove(dataset.id, 2)
    await photos.add(dataset.id, "e", samples.photo(5), replaces=2)
    assert await shown(photos, dataset) == [(1, "c"), (2, "e")]


async def test_a_replacement_that_cannot_be_taken_leaves_the_old_one(
    photos: Photos, dataset: Dataset, store: MemoryStore
) -> None:
    """Broken, or another photo of the set."""
    first = await photos.add(dataset.id, "a", samples.photo(1))
    second = await photos.add(dataset.id, "b", samples.photo(2))
    with pytest.raises(InvalidInputError, match="photo-broken"):
        await photos.add(dataset.id, "c", b"\xff\xd8\xff", replaces=1)
    with pytest.raises(ConflictError, match="photo-duplicate"):
        await photos.add(dataset.id, "d", samples.photo(2), replaces=1)
    assert await files(store) == {first.storage_key, second.storage_key}
    assert await shown(photos, dataset) == [(1, "a"), (2, "b")]


async def test_a_photo_is_wanted_anyway_or_not(photos: Photos, dataset: Dataset) -> None:
    """By the number that the person sees."""
    await photos.add(dataset.id, "a", samples.photo(1))
    await photos.use_anyway(dataset.id, 1)
    assert [photo.use_anyway for photo in await photos.list(dataset.id)] == [True]
    await photos.use_anyway(dataset.id, 1, wanted=False)
    assert [photo.use_anyway for photo in await photos.list(dataset.id)] == [False]
    with pytest.raises(NotFoundError, match="photo"):
        await photos.use_anyway(dataset.id, 2)


async def test_a_photo_is_measured_in_the_child_process_and_judged(
    db: Database, clock: FakeClock, store: MemoryStore, dataset: Dataset
) -> None:
    """The one test of this page with the real workshop: its numbers are in the row, and verdicts follow from them."""
    workshop = Workshop()
    photos = Photos(db, clock, EncryptedStorage(store, bytes(32)), LIMITS, workshop)
    try:
        photo = await photos.add(dataset.id, "a", samples.telling_jpeg())
    finally:
        await workshop.close()
    measures = Measures.from_json(photo.measures)
    assert measures is not None
    assert (measures.source_format, measures.source_width, measures.source_size) == (
        "JPEG",
        samples.SIZE[0],
        len(samples.telling_jpeg()),
    )
    assert b"Secret" not in await photos.read(photo)
    async with db.read() as session:
        (person,) = await judged_photos(session, dataset.id, LoraType.CHARACTER, CoachLimits())
        (product,) = await judged_photos(session, dataset.id, LoraType.PRODUCT, CoachLimits())
    assert (person.photo.id, person.judgement.counts) == (photo.id, False)
    assert person.judgement.faults[0].code == "face-missing"
    assert not product.judgement.has("face-missing")
