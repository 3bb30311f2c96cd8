"""The library: only a person's own models, names that do not clash, and a day to undo a deletion."""

from datetime import datetime, timedelta

import pytest

from db.database import Database
from db.enums import JobState, LoraStatus, Retention, Verdict
from db.models import Dataset, Lora, User
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.loras.library import Loras
from tests.support.clock import FakeClock
from tests.support.rows import (
    make_dataset,
    make_job,
    make_lora,
    make_photo,
    make_user,
    make_version,
)


@pytest.fixture
def library(db: Database, clock: FakeClock) -> Loras:
    """The facade over a fresh database of each kind."""
    return Loras(db, clock)


async def anna(db: Database, user: User, **values: object) -> Lora:
    return await make_lora(db, user, name="Anna", name_key="anna", **values)


async def test_lists_hold_a_persons_own_models_newest_first(db: Database, library: Loras) -> None:
    user, other = await make_user(db), await make_user(db)
    first, second = await make_lora(db, user), await make_lora(db, user, status=LoraStatus.TRAINING)
    await make_lora(db, other)
    assert [lora.id for lora in await library.list(user.id)] == [second.id, first.id]
    assert [lora.id for lora in await library.ready(user.id)] == [first.id]


async def test_details_show_the_newest_training_and_the_photos_left(db: Database, library: Loras) -> None:
    user = await make_user(db)
    lora = await anna(db, user)
    dataset = await make_dataset(db, user, lora)
    await make_photo(db, dataset)
    await make_version(db, lora, dataset)
    newest = await make_version(db, lora, dataset, no=2)
    details = await library.get(user.id, lora.id)
    assert (details.lora.id, details.version.id, details.photos, details.job) == (lora.id, newest.id, 1, None)


async def test_another_persons_model_does_not_exist(db: Database, library: Loras) -> None:
    user, other = await make_user(db), await make_user(db)
    lora = await anna(db, user)
    version = await make_version(db, lora, await make_dataset(db, user, lora))
    for call in (
        library.get(other.id, lora.id),
        library.rename(other.id, lora.id, "Eve"),
        library.delete(other.id, lora.id),
        library.undo_delete(other.id, lora.id),
        library.save_verdict(other.id, version.id, Verdict.GOOD),
    ):
        with pytest.raises(NotFoundError) as refusal:
            await call
        assert refusal.value.code == "model-gone"


async def test_renaming_keeps_names_apart_and_the_trigger_word(db: Database, library: Loras) -> None:
    user = await make_user(db)
    lora, other = await anna(db, user), await make_lora(db, user, name="Bob", name_key="bob")
    with pytest.raises(ConflictError) as refusal:
        await library.rename(user.id, other.id, "ANNA")
    assert (refusal.value.code, refusal.value.params["suggestion"]) == ("name-taken", "ANNA 2")
    renamed = await library.rename(user.id, lora.id, " ANNA ")
    assert (renamed.name, renamed.name_key, renamed.trigger_word) == ("ANNA", "anna", lora.trigger_word)
    with pytest.raises(InvalidInputError):
        await library.rename(user.id, lora.id, " ")


async def test_renaming_a_failed_model_reserves_nothing(db: Database, library: Loras) -> None:
    user = await make_user(db)
    failed = await make_lora(db, user, name_key=None, status=LoraStatus.FAILED)
    assert (await library.rename(user.id, failed.id, "Anna")).name_key is None


async def test_deleting_frees_the_name_and_can_be_undone(db: Database, library: Loras, clock: FakeClock) -> None:
    user = await make_user(db)
    lora = await anna(db, user)
    deleted = await library.delete(user.id, lora.id)
    assert deleted.name_key is None
    assert deleted.erase_at is not None
    assert (deleted.erase_at - clock.now()).total_seconds() == pytest.approx(24 * 3600, abs=10)
    assert (await library.delete(user.id, lora.id)).erase_at == deleted.erase_at
    assert list(await library.list(user.id)) == []
    with pytest.raises(NotFoundError):
        await library.get(user.id, lora.id)
    back = await library.undo_delete(user.id, lora.id)
    assert (back.name, back.name_key, back.deleted_at, back.erase_at) == ("Anna", "anna", None, None)
    assert (await library.undo_delete(user.id, lora.id)).name == "Anna"


async def test_undo_takes_a_numbered_name_when_the_old_one_is_taken(db: Database, library: Loras) -> None:
    user = await make_user(db)
    lora = await anna(db, user)
    await library.delete(user.id, lora.id)
    await anna(db, user)
    assert (await library.undo_delete(user.id, lora.id)).name == "Anna 2"


async def test_after_a_day_nothing_can_be_undone(db: Database, library: Loras, clock: FakeClock) -> None:
    user = await make_user(db)
    lora = await anna(db, user)
    await library.delete(user.id, lora.id)
    clock.advance(24 * 3600 + 1)
    with pytest.raises(ConflictError) as refusal:
        await library.undo_delete(user.id, lora.id)
    assert refusal.value.code == "undo-too-late"


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.UNCERTAIN, JobState.VALIDATING])
async def test_a_model_in_training_is_not_deleted(db: Database, library: Loras, state: JobState) -> None:
    user = await make_user(db)
    lora = await anna(db, user, status=LoraStatus.TRAINING)
    version = await make_version(db, lora, await make_dataset(db, user, lora))
    await make_job(db, user, subject_id=version.id, state=state)
    with pytest.raises(ConflictError) as refusal:
        await library.delete(user.id, lora.id)
    assert refusal.value.code == "model-busy"


async def test_the_last_verdict_counts(db: Database, library: Loras) -> None:
    user = await make_user(db)
    lora = await anna(db, user)
    version = await make_version(db, lora, await make_dataset(db, user, lora))
    await library.save_verdict(user.id, version.id, Verdict.NOT_ME)
    assert (await library.save_verdict(user.id, version.id, Verdict.GOOD)).verdict is Verdict.GOOD


async def test_good_ends_the_time_of_photos_kept_until_trained(db: Database, library: Loras, clock: FakeClock) -> None:
    """The day for the free second try is over when the person is content; "not me" leaves it."""
    user = await make_user(db)
    lora = await anna(db, user)
    later = clock.now() + timedelta(days=1)
    dataset = await make_dataset(db, user, lora, retention=Retention.UNTIL_TRAINED, erase_photos_at=later)
    version = await make_version(db, lora, dataset)
    await library.save_verdict(user.id, version.id, Verdict.NOT_ME)
    assert await _due(db, dataset) == later
    await library.save_verdict(user.id, version.id, Verdict.GOOD)
    due = await _due(db, dataset)
    assert due is not None
    assert due <= clock.now()


async def _due(db: Database, dataset: Dataset) -> datetime | None:
    async with db.read() as session:
        return (await session.get_one(Dataset, dataset.id)).erase_photos_at
