"""Erasing: what is due goes, files first; what is not due stays; a run that was cut off is finished by the next."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar

import pytest
from obstore.store import MemoryStore
from sqlalchemy import select

from db.database import Database
from db.enums import AttemptState, ImageState, Translation
from db.models import (
    Attempt,
    Base,
    Conversation,
    Dataset,
    Generation,
    Image,
    Job,
    Lora,
    LoraVersion,
    Photo,
    TranslatedText,
)
from db.repositories.translations import keep_english
from services.errors import StorageError
from services.photos.limits import PhotoLimits
from services.photos.photos import Photos
from services.privacy.retention import BATCH, ErasedCounts, Retention
from services.storage.encrypted import EncryptedStorage
from services.storage.layout import pictures_folder, weights_key
from tests.services.photos import samples
from tests.support.clock import FakeClock
from tests.support.plain_workshop import PlainWorkshop
from tests.support.rows import (
    make_attempt,
    make_dataset,
    make_draft,
    make_generation,
    make_image,
    make_job,
    make_lora,
    make_photo,
    make_user,
    make_version,
)

NOTHING = ErasedCounts(drafts=0, photos=0, proofs=0, models=0)
HOUR = timedelta(hours=1)
Row = TypeVar("Row", bound=Base)


@pytest.fixture
def retention(db: Database, clock: FakeClock, storage: EncryptedStorage) -> Retention:
    """The service under test."""
    return Retention(db, clock, storage)


@pytest.fixture
def photos(db: Database, clock: FakeClock, storage: EncryptedStorage) -> Photos:
    """For photos with real files."""
    return Photos(db, clock, storage, PhotoLimits(), PlainWorkshop())


async def fresh(db: Database, row: Row) -> Row | None:
    async with db.read() as session:
        return await session.get(type(row), row.id)  # type: ignore[attr-defined]


async def present(db: Database, row: Row) -> Row:
    found = await fresh(db, row)
    assert found is not None
    return found


async def test_photos_go_on_their_day(
    db: Database, clock: FakeClock, storage: EncryptedStorage, retention: Retention, photos: Photos
) -> None:
    """Files, rows and captions; the data set remembers when."""
    user = await make_user(db)
    due = await make_dataset(db, user, erase_photos_at=clock.now() + HOUR)
    later = await make_dataset(db, user, erase_photos_at=clock.now() + 3 * HOUR)
    never = await make_dataset(db, user)
    added = {set_.id: await photos.add(set_.id, "a", samples.photo()) for set_ in (due, later, never)}
    second = await photos.add(due.id, "b", samples.photo(2))
    assert await retention.erase_due() == NOTHING
    clock.advance(2 * 3600)
    assert await retention.erase_due() == ErasedCounts(drafts=0, photos=2, proofs=0, models=0)
    assert [await storage.exists(photo.storage_key) for photo in (added[due.id], second)] == [False, False]
    assert await photos.list(due.id) == []
    assert (await present(db, due)).photos_erased_at is not None
    for kept in (later, never):
        assert await photos.read(added[kept.id])
        assert (await present(db, kept)).photos_erased_at is None
    assert await retention.erase_due() == NOTHING


async def test_files_without_a_row_go_with_their_data_set(
    db: Database, clock: FakeClock, storage: EncryptedStorage, retention: Retention
) -> None:
    """What a crash between file and row left behind is a photo of a person too."""
    dataset = await make_dataset(db, await make_user(db), erase_photos_at=clock.now())
    stray = f"photos/{dataset.id}/{uuid.uuid4()}.jpg"
    await storage.put(stray, b"x")
    await retention.erase_due()
    assert not await storage.exists(stray)


class FailsOnce(EncryptedStorage):
    """Removes `good` files, then fails until told otherwise."""

    good = 1

    async def delete(self, key: str) -> None:
        if self.good == 0:
            raise StorageError("storage-unavailable")
        self.good -= 1
        await super().delete(key)


async def test_a_run_that_was_cut_off_is_finished_by_the_next(db: Database, clock: FakeClock) -> None:
    """A row that lost its file before it could be marked brings the next run back."""
    storage = FailsOnce(MemoryStore(), bytes(32))
    dataset = await make_dataset(db, await make_user(db), erase_photos_at=clock.now())
    rows = [await make_photo(db, dataset) for _ in range(3)]
    for row in rows:
        await storage.put(row.storage_key, b"x")
    retention = Retention(db, clock, storage)
    with pytest.raises(StorageError):
        await retention.erase_due()
    assert (await present(db, dataset)).photos_erased_at is None
    assert all([await fresh(db, row) for row in rows])
    storage.good = 99
    assert (await retention.erase_due()).photos == 3
    assert not any([await storage.exists(row.storage_key) for row in rows])


class Stuck(EncryptedStorage):
    """Never removes files whose key contains one of `stuck`."""

    stuck: tuple[str, ...] = ()

    async def delete(self, key: str) -> None:
        if any(part in key for part in self.stuck):
            raise StorageError("storage-unavailable")
        await super().delete(key)


async def test_what_cannot_be_removed_keeps_nothing_else(db: Database, clock: FakeClock) -> None:
    """One bad file of each kind, the longest overdue: everything else that is due goes in the same run."""
    storage = Stuck(MemoryStore(), bytes(32))
    photos = Photos(db, clock, storage, PhotoLimits(), PlainWorkshop())
    user, now = await make_user(db), clock.now()
    sets = [await make_dataset(db, user) for _ in range(2)]
    added = [await photos.add(set_.id, "a", samples.photo()) for set_ in sets]
    async with db.write() as session:
        for number, set_ in enumerate(sets):
            (await session.get_one(Dataset, set_.id)).erase_photos_at = now + number * HOUR
    shown = await make_model(db, storage, photos)
    proofs = [await make_image(db, shown.generation, erase_at=now) for _ in range(2)]
    for proof in proofs:
        await storage.put(str(proof.storage_key), b"x")
    models = [await make_model(db, storage, photos, deleted_at=now, erase_at=now) for _ in range(2)]
    storage.stuck = (added[0].storage_key, str(proofs[0].storage_key), str(models[0].version.weights_key))
    clock.advance(2 * 3600)
    with pytest.raises(StorageError):
        await Retention(db, clock, storage).erase_due()
    gone = [added[1].storage_key, str(proofs[1].storage_key), *models[1].files]
    assert [key for key in gone if await storage.exists(key)] == []
    assert (await present(db, models[1].lora)).erased_at is not None
    assert (await present(db, models[0].lora)).erased_at is None
    storage.stuck = ()
    assert await Retention(db, clock, storage).erase_due() == ErasedCounts(drafts=0, photos=1, proofs=1, models=1)


async def test_more_than_a_batch(db: Database, clock: FakeClock, retention: Retention) -> None:
    """One run takes all, also when whole batches of data sets have no photos."""
    user = await make_user(db)
    sets = [await make_dataset(db, user, erase_photos_at=clock.now()) for _ in range(BATCH + 3)]
    await make_photo(db, sets[-1])
    assert (await retention.erase_due()).photos == 1
    assert all([(await present(db, dataset)).photos_erased_at for dataset in sets])


@dataclass
class Model:
    """A model with everything that belongs to it; `files` are its storage keys."""

    lora: Lora
    version: LoraVersion
    dataset: Dataset
    photo: Photo
    generation: Generation
    image: Image
    job: Job
    settled: Attempt
    open: Attempt
    files: list[str] = field(default_factory=list)


async def make_model(db: Database, storage: EncryptedStorage, photos: Photos, **values: object) -> Model:
    user = await make_user(db)
    lora = await make_lora(db, user, description="my own face", **values)
    dataset = await make_dataset(db, user, lora)
    photo = await photos.add(dataset.id, "a", samples.photo())
    hosted = {"weights_url": "https://provider.example/w", "weights_host": "fal", "hosted_version": "ann/lora-1:aa"}
    version = await make_version(db, lora, dataset, **hosted)
    generation = await make_generation(db, version, user)
    image = await make_image(db, generation)
    job = await make_job(db, user, subject_id=generation.id)
    output = {"prompt": "on a beach"}
    settled = await make_attempt(
        db, job, state=AttemptState.ENDED, output=output, data_url="https://provider.example/z", fingerprint="0a" * 32
    )
    opened = await make_attempt(db, job, no=2, output=output)
    model = Model(lora, version, dataset, photo, generation, image, job, settled, opened)
    model.files = [
        str(version.weights_key),
        str(image.storage_key),
        photo.storage_key,
        f"{pictures_folder(settled.id)}/left-by-a-crash.png",
        weights_key(settled.id),
    ]
    for key in model.files:
        await storage.put(key, b"x")
    return model


async def test_a_deleted_model_is_erased_after_its_time(
    db: Database, clock: FakeClock, storage: EncryptedStorage, retention: Retention, photos: Photos
) -> None:
    """Weights, pictures, photos and every word the person wrote; rows stay for jobs and ledger."""
    now = clock.now()
    model = await make_model(db, storage, photos, deleted_at=now, erase_at=now + HOUR)
    assert await retention.erase_due() == NOTHING
    assert all([await storage.exists(key) for key in model.files])
    clock.advance(2 * 3600)
    assert (await retention.erase_due()).models == 1
    assert not any([await storage.exists(key) for key in model.files])
    lora, version = await present(db, model.lora), await present(db, model.version)
    assert lora.erased_at is not None
    assert (lora.name, lora.name_key, lora.description) == ("", None, None)
    assert (lora.trigger_word, lora.trigger_key) == ("", None)
    assert (version.weights_key, version.weights_url) == (None, None)
    assert (version.weights_host, version.hosted_version) == (None, None)
    generation, image = await present(db, model.generation), await present(db, model.image)
    assert (generation.prompt, generation.prompt_sent) == ("", "")
    assert (image.state, image.storage_key) == (ImageState.ERASED, None)
    assert await fresh(db, model.photo) is None
    assert (await present(db, model.dataset)).photos_erased_at is not None
    assert await fresh(db, model.job) is not None
    settled = await present(db, model.settled)
    assert (settled.output, settled.data_url, settled.fingerprint) == (None, None, None)
    assert (await present(db, model.open)).output is not None, "the engine still needs what is not settled"
    assert await retention.erase_due() == NOTHING


async def test_other_models_are_untouched(
    db: Database, clock: FakeClock, storage: EncryptedStorage, retention: Retention, photos: Photos
) -> None:
    """Neither one whose deletion was undone nor one that was never deleted."""
    now = clock.now()
    gone = await make_model(db, storage, photos, deleted_at=now, erase_at=now)
    undone = await make_model(db, storage, photos, erase_at=now)
    kept = await make_model(db, storage, photos)
    assert (await retention.erase_due()).models == 1
    assert not any([await storage.exists(key) for key in gone.files])
    for model in (undone, kept):
        assert all([await storage.exists(key) for key in model.files])
        assert (await present(db, model.generation)).prompt == "on a beach"
        assert (await present(db, model.lora)).description == "my own face"
        assert (await present(db, model.settled)).output is not None


async def test_unsaved_proofs_go_and_saved_ones_stay(
    db: Database, clock: FakeClock, storage: EncryptedStorage, retention: Retention, photos: Photos
) -> None:
    """Saving clears the date; a blocked proof that never had a file stays what it is."""
    model = await make_model(db, storage, photos)
    due = clock.now() + HOUR
    unsaved = await make_image(db, model.generation, erase_at=due)
    saved = await make_image(db, model.generation, saved_at=clock.now())
    blocked = await make_image(db, model.generation, erase_at=due, state=ImageState.BLOCKED, storage_key=None)
    for image in (unsaved, saved):
        await storage.put(str(image.storage_key), b"x")
    assert await retention.erase_due() == NOTHING
    clock.advance(2 * 3600)
    assert await retention.erase_due() == ErasedCounts(drafts=0, photos=0, proofs=1, models=0)
    row = await present(db, unsaved)
    assert (row.state, row.storage_key) == (ImageState.ERASED, None)
    assert not await storage.exists(str(unsaved.storage_key))
    assert await storage.exists(str(saved.storage_key))
    assert (await present(db, saved)).state is ImageState.STORED
    assert (await present(db, blocked)).state is ImageState.BLOCKED
    assert await retention.erase_due() == NOTHING


async def test_a_proof_whose_file_could_not_be_removed_is_closed_and_tried_again(
    db: Database, clock: FakeClock, photos: Photos
) -> None:
    """Nobody can save it any more, and its key is not forgotten before the file is gone."""
    storage = FailsOnce(MemoryStore(), bytes(32))
    model = await make_model(db, storage, photos)
    proof = await make_image(db, model.generation, erase_at=clock.now())
    await storage.put(str(proof.storage_key), b"x")
    storage.good = 0
    retention = Retention(db, clock, storage)
    with pytest.raises(StorageError):
        await retention.erase_due()
    row = await present(db, proof)
    assert (row.state, row.storage_key) == (ImageState.ERASED, proof.storage_key)
    async with db.write() as session:
        (await session.get_one(Image, proof.id)).erase_at = None  # somebody saved it at the same moment
    storage.good = 1
    assert (await retention.erase_due()).proofs == 1
    assert not await storage.exists(str(proof.storage_key))


async def test_forgotten_drafts_go_with_their_photos(
    db: Database, clock: FakeClock, storage: EncryptedStorage, retention: Retention, photos: Photos
) -> None:
    """After seven days without a touch; the chat is free again, and an ordered model keeps its photos."""
    user = await make_user(db)
    loose, ordered = await make_dataset(db, user), await make_dataset(db, user, await make_lora(db, user))
    added = [await photos.add(set_.id, "a", samples.photo()) for set_ in (loose, ordered)]
    week_ago = clock.now() - timedelta(days=7, seconds=5)
    old = await make_draft(db, user, dataset_id=loose.id, updated_at=week_ago)
    bound = await make_draft(db, user, dataset_id=ordered.id, updated_at=week_ago)
    touched = await make_draft(db, user, updated_at=week_ago + HOUR)
    async with db.write() as session:
        session.add(Conversation(chat_id=user.id, state="create:photos", draft_id=old.id))
    assert await retention.erase_due() == ErasedCounts(drafts=2, photos=1, proofs=0, models=0)
    assert [await fresh(db, draft) is None for draft in (old, bound, touched)] == [True, True, False]
    assert [await storage.exists(photo.storage_key) for photo in added] == [False, True]
    async with db.read() as session:
        chat = await session.get(Conversation, user.id)
    assert chat is not None
    assert (chat.state, chat.draft_id) == (None, None)


async def translated(db: Database) -> list[TranslatedText]:
    async with db.read() as session:
        return list((await session.execute(select(TranslatedText).order_by(TranslatedText.user_id))).scalars())


async def test_translations_go_when_nobody_uses_them(db: Database, clock: FakeClock, retention: Retention) -> None:
    """30 days after the last use, not after the first."""
    user = await make_user(db)
    async with db.write() as session:
        for key in ("a", "b"):
            await keep_english(session, user.id, key, "on a beach", clock.now())
    clock.advance(29 * 86400)
    async with db.write() as session:
        await keep_english(session, user.id, "b", "on a beach", clock.now())
    assert await retention.erase_due() == NOTHING
    clock.advance(2 * 86400)
    assert await retention.erase_due() == replace(NOTHING, translations=1)
    assert [row.key for row in await translated(db)] == ["b"]


async def test_an_erased_model_takes_translations_with_it(db: Database, clock: FakeClock, retention: Retention) -> None:
    """Its prompts in English are the person's words too; other people's stay."""
    ours, other = await make_user(db), await make_user(db)
    deleted = {"deleted_at": clock.now(), "erase_at": clock.now()}
    lora = await make_lora(db, ours, **deleted)
    version = await make_version(db, lora, await make_dataset(db, ours, lora))
    generation = await make_generation(db, version, ours, english="on a beach", translation=Translation.DONE)
    async with db.write() as session:
        for user in (ours, other):
            await keep_english(session, user.id, "a", "on a beach", clock.now())
    await retention.erase_due()
    assert (await present(db, generation)).english is None
    assert [row.user_id for row in await translated(db)] == [other.id]
