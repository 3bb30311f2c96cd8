"""The live numbers are counted from rows."""

from datetime import timedelta
from decimal import Decimal

import pytest

from db.database import Database
from db.enums import AttemptState, JobKind, JobState, LoraStatus, OutboxState
from db.models import User
from services.errors import ForbiddenError
from tests.services.operating.conftest import ADMIN, Bureau
from tests.support.rows import (
    make_attempt,
    make_dataset,
    make_generation,
    make_job,
    make_lora,
    make_message,
    make_user,
    make_version,
)


async def test_an_empty_bot(bureau: Bureau) -> None:
    """Nobody and nothing is no error."""
    found = await bureau.operating.numbers.look(ADMIN)
    assert (found.people.all, found.spent, found.pictures, found.queued_since) == (0, 0, 0, None)
    assert (dict(found.jobs), dict(found.models), found.budget) == ({}, {}, 200)


async def test_people_by_their_last_visit(bureau: Bureau, db: Database) -> None:
    """Within 1, 7 and 30 days; the silent ones are counted beside."""
    now = bureau.clock.now()
    for days in (0, 3, 20, 200):
        await make_user(db, last_seen_at=now - timedelta(days=days))
    await make_user(db, last_seen_at=now, unreachable_at=now, broadcasts_off_at=now, banned_at=now)
    people = (await bureau.operating.numbers.look(ADMIN)).people
    assert (people.all, people.day, people.week, people.month) == (5, 2, 3, 4)
    assert (people.unreachable, people.opted_out, people.banned) == (1, 1, 1)


async def test_work_and_money(bureau: Bureau, db: Database, ann: User) -> None:
    """Jobs by state, today's delivered pictures, this month's trainings, what is spent."""
    lora = await make_lora(db, ann, status=LoraStatus.COMPLETED)
    version = await make_version(db, lora, await make_dataset(db, ann, lora))
    now = bureau.clock.now()
    done = {"kind": JobKind.GENERATION, "state": JobState.SUCCEEDED, "units": 4, "units_done": 3, "finished_at": now}
    await make_job(db, ann, subject_id=(await make_generation(db, version, ann)).id, **done)
    queued = await make_job(db, ann, created_at=now - timedelta(minutes=5))
    await make_job(db, ann, state=JobState.RUNNING)
    failed = await make_job(db, ann, state=JobState.FAILED)
    await make_attempt(db, failed, state=AttemptState.ENDED, cost=Decimal("1.5"))
    found = await bureau.operating.numbers.look(ADMIN)
    assert dict(found.jobs) == {JobState.QUEUED: 1, JobState.RUNNING: 1}
    assert found.queued_since == queued.created_at
    assert dict(found.models) == {LoraStatus.COMPLETED: 1}
    assert found.pictures == 3
    assert found.trainings[JobState.FAILED] == 1
    assert found.spent == Decimal("1.5")


async def test_messages_of_the_last_minute(bureau: Bureau, db: Database) -> None:
    """Waiting, sent, and of unknown fate."""
    now = bureau.clock.now()
    await make_message(db, 1)
    await make_message(db, 1, state=OutboxState.SENT, sent_at=now - timedelta(seconds=30))
    await make_message(db, 1, state=OutboxState.SENT, sent_at=now - timedelta(seconds=90))
    await make_message(db, 1, state=OutboxState.UNSURE)
    messages = (await bureau.operating.numbers.look(ADMIN)).messages
    assert (messages.waiting, messages.sent, messages.unsure) == (1, 1, 1)


async def test_others_see_nothing(bureau: Bureau, ann: User) -> None:
    """Numbers of the whole bot are for admins."""
    with pytest.raises(ForbiddenError, match="admins-only"):
        await bureau.operating.numbers.look(ann.id)
