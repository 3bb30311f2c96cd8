"""What should be gone and is not is counted, and told."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from db.columns import new_id
from db.database import Database
from db.enums import JobState
from db.models import Dataset, Outbox, TgUpdate, TranslatedText, UploadedFile, User
from services.privacy.retention_audit import RetentionAudit
from tests.support.clock import FakeClock
from tests.support.rows import (
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

ADMIN = 5
LONG = timedelta(days=100)
LATELY = timedelta(hours=2)


async def photos(db: Database, user: User, at: FakeClock, ago: timedelta) -> None:
    """A photo whose data set should have been erased `ago`."""
    await make_photo(db, await make_dataset(db, user, erase_photos_at=at.now() - ago))


async def proofs(db: Database, user: User, at: FakeClock, ago: timedelta) -> None:
    """A proof that nobody saved."""
    lora = await make_lora(db, user)
    version = await make_version(db, lora, await make_dataset(db, user, lora))
    await make_image(db, await make_generation(db, version, user), erase_at=at.now() - ago)


async def models(db: Database, user: User, at: FakeClock, ago: timedelta) -> None:
    """A deleted model."""
    await make_lora(db, user, deleted_at=at.now() - ago - timedelta(days=1), erase_at=at.now() - ago)


async def uploads(db: Database, user: User, at: FakeClock, ago: timedelta) -> None:
    """A file at a provider for a job that has ended."""
    then = at.now() - ago
    job = await make_job(db, user, state=JobState.FAILED, finished_at=then)
    async with db.write() as session:
        session.add(UploadedFile(id=new_id(), job_id=job.id, provider="fal", url="u", uploaded_at=then, until=None))


async def updates(db: Database, user: User, at: FakeClock, ago: timedelta) -> None:
    """An update that was set aside, with its words."""
    then = at.now() - ago - timedelta(days=1)
    async with db.write() as session:
        session.add(TgUpdate(update_id=1, lane=1, body="{}", failures=5, received_at=then, quarantined_at=then))


async def drafts(db: Database, user: User, at: FakeClock, ago: timedelta) -> None:
    """A conversation that nobody goes on with."""
    await make_draft(db, user, updated_at=at.now() - ago - timedelta(days=6))


async def translations(db: Database, user: User, at: FakeClock, ago: timedelta) -> None:
    """The English of somebody's words."""
    async with db.write() as session:
        session.add(TranslatedText(user_id=user.id, key="k", english="e", used_at=at.now() - ago - timedelta(days=29)))


KINDS: dict[str, Callable[[Database, User, FakeClock, timedelta], Awaitable[None]]] = {
    make.__name__: make for make in (photos, proofs, models, uploads, updates, drafts, translations)
}


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_late_is_counted(db: Database, kind: str) -> None:
    """Each kind by itself, so that a number says where to look."""
    user, clock = await make_user(db), FakeClock()
    await KINDS[kind](db, user, clock, LONG)
    late = await RetentionAudit(db, clock, ()).look()
    assert late == {name: int(name == kind) for name in KINDS}


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_not_late_by_a_day_is_left_to_the_clean_up(db: Database, kind: str) -> None:
    """It runs every hour and tries again; an alert for every hiccup would be read by nobody."""
    user, clock = await make_user(db), FakeClock()
    await KINDS[kind](db, user, clock, LATELY)
    assert set((await RetentionAudit(db, clock, (ADMIN,)).look()).values()) == {0}
    async with db.read() as session:
        assert await session.scalar(select(Outbox.id)) is None


async def test_words_of_a_handled_update_are_late_at_once(db: Database) -> None:
    """They go in the same transaction that marks it handled."""
    clock = FakeClock()
    async with db.write() as session:
        now = clock.now()
        session.add(TgUpdate(update_id=1, lane=1, body="{}", failures=0, received_at=now, handled_at=now))
    assert (await RetentionAudit(db, clock, ()).look())["updates"] == 1


async def test_a_photo_in_a_closed_set_is_late(db: Database) -> None:
    """The set says that its photos are erased; a row that is left says otherwise."""
    clock = FakeClock()
    dataset = await make_dataset(db, await make_user(db))
    await make_photo(db, dataset)
    async with db.write() as session:
        await session.execute(update(Dataset).values(photos_erased_at=clock.now() - LONG))
    assert (await RetentionAudit(db, clock, ()).look())["photos"] == 1


async def test_a_file_of_a_job_that_is_alive_is_needed(db: Database) -> None:
    """A training may wait for its provider for days."""
    user, clock = await make_user(db), FakeClock()
    job = await make_job(db, user, state=JobState.REVIEW)
    then = clock.now() - LONG
    async with db.write() as session:
        session.add(UploadedFile(id=new_id(), job_id=job.id, provider="fal", url="u", uploaded_at=then, until=None))
    assert (await RetentionAudit(db, clock, ()).look())["uploads"] == 0


async def test_admins_are_told_once_a_day_with_the_counts(db: Database) -> None:
    """The audit may be run again after a crash."""
    user, clock = await make_user(db), FakeClock()
    clock.advance(-(clock.now().hour - 12) * 3600)  # about noon, so that no day ends meanwhile
    await photos(db, user, clock, LONG)
    audit = RetentionAudit(db, clock, (ADMIN,))
    first, again = await audit.look(), await audit.look()
    async with db.read() as session:
        told = list(await session.scalars(select(Outbox.params)))
    assert first == again
    assert told == [{"code": "retention-late", **first}]
