"""What providers may keep: when it is to go, who asks about it, and that nothing is dropped which is wanted again."""

import asyncio
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.claims import claim_leaving
from db.columns import new_id
from db.database import Database
from db.enums import JobKind, JobState, LoraStatus
from db.models import HostedModel, Lora
from db.repositories.hosted_models import drop_left, keep_leaving, leftovers, mark_leaving, note_hosted
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_job, make_lora, make_user, make_version

DAY = timedelta(days=1)


async def noted(
    db: Database, clock: FakeClock, lora_id: uuid.UUID, provider: str = "replicate", place: str = "acme/lora"
) -> bool:
    async with db.write() as session:
        return await note_hosted(session, lora_id, provider, place, clock)


async def leaving(db: Database, clock: FakeClock, **values: Any) -> HostedModel:
    """A model that a provider is to forget."""
    defaults = {"provider": "replicate", "place": "acme/lora", "leaving_since": clock.now()}
    row = HostedModel(id=new_id(), lora_id=new_id(), noted_at=clock.now(), **defaults | values)
    async with db.write() as session:
        session.add(row)
    return row


async def claimed(db: Database, clock: FakeClock, before: datetime, provider: str = "replicate") -> uuid.UUID | None:
    async with db.write() as session:
        return await claim_leaving(session, provider, clock, 300, asked_before=before)


async def rows(db: Database) -> list[HostedModel]:
    async with db.read() as session:
        return list((await session.scalars(select(HostedModel).order_by(HostedModel.id))).all())


async def a_model(db: Database, job_state: JobState = JobState.FAILED, **values: Any) -> Lora:
    user = await make_user(db)
    lora = await make_lora(db, user, **values)
    version = await make_version(db, lora, await make_dataset(db, user, lora))
    await make_job(db, user, kind=JobKind.TRAINING, state=job_state, subject_id=version.id)
    return lora


async def test_a_model_is_noted_once_for_each_provider(db: Database, clock: FakeClock) -> None:
    """Every training notes it again; in another account it is kept a second time."""
    lora_id = new_id()
    assert [await noted(db, clock, lora_id) for _ in range(2)] == [True, True]
    assert await noted(db, clock, lora_id, "fal")
    assert await noted(db, clock, lora_id, place="other/lora")
    assert [(row.lora_id, row.provider, row.place) for row in await rows(db)] == [
        (lora_id, "replicate", "acme/lora"),
        (lora_id, "fal", "acme/lora"),
        (lora_id, "replicate", "other/lora"),
    ]


async def test_a_model_that_is_trained_again_is_wanted_again(db: Database, clock: FakeClock) -> None:
    """It was to be forgotten, and its failure is no news any more."""
    row = await leaving(db, clock, asked_at=clock.now(), error="provider-key")
    assert await noted(db, clock, row.lora_id)
    (fresh,) = await rows(db)
    assert (fresh.leaving_since, fresh.asked_at, fresh.error) == (None, None, None)
    assert await claimed(db, clock, clock.now() + DAY) is None


async def test_nobody_trains_while_the_provider_forgets(db: Database, clock: FakeClock) -> None:
    """Until the answer, or until the lease of one that died is over; an answer that comes late drops nothing."""
    row = await leaving(db, clock)
    assert await claimed(db, clock, clock.now()) == row.id
    assert not await noted(db, clock, row.lora_id)
    clock.advance(301)
    assert await noted(db, clock, row.lora_id)
    async with db.write() as session:
        await drop_left(session, row.id)
        await keep_leaving(session, row.id, "late")
    (fresh,) = await rows(db)
    assert fresh.error is None


@pytest.mark.parametrize(
    ("values", "goes"),
    [
        ({"erased": True}, True),
        ({"erased": True, "job_state": JobState.RUNNING}, False),
        ({"deleted": True}, False),
        ({}, False),
        ({"status": LoraStatus.FAILED, "age": 2}, True),
        ({"status": LoraStatus.CANCELLED, "age": 2}, True),
        ({"status": LoraStatus.FAILED, "age": 0}, False),
        ({"status": LoraStatus.FAILED, "age": 2, "job_state": JobState.QUEUED}, False),
        ({"status": LoraStatus.TRAINING, "age": 2, "job_state": JobState.RUNNING}, False),
        ({"status": LoraStatus.COMPLETED, "age": 400}, False),
    ],
)
async def test_which_models_are_to_go(db: Database, clock: FakeClock, values: dict[str, Any], goes: bool) -> None:
    """Erased ones, and those whose trainings came to nothing a day ago; never one that is wanted or being trained."""
    now = clock.now()
    lora = await a_model(
        db,
        values.get("job_state", JobState.FAILED),
        status=values.get("status", LoraStatus.COMPLETED),
        updated_at=now - DAY * values.get("age", 0),
        deleted_at=now if "deleted" in values or "erased" in values else None,
        erased_at=now if "erased" in values else None,
    )
    await noted(db, clock, lora.id)
    async with db.write() as session:
        await mark_leaving(session, now, ended_before=now - DAY)
    (row,) = await rows(db)
    assert row.leaving_since == (now if goes else None)


async def test_a_model_without_a_row_goes(db: Database, clock: FakeClock) -> None:
    """Whoever removes rows by hand does not keep what a provider has."""
    await noted(db, clock, new_id())
    async with db.write() as session:
        await mark_leaving(session, clock.now(), ended_before=clock.now() - DAY)
    (row,) = await rows(db)
    assert row.leaving_since is not None


async def test_the_day_of_leaving_is_kept(db: Database, clock: FakeClock) -> None:
    """The admins' week counts from the first."""
    first = clock.now() - 3 * DAY
    await leaving(db, clock, leaving_since=first)
    async with db.write() as session:
        await mark_leaving(session, clock.now(), ended_before=clock.now() - DAY)
    (row,) = await rows(db)
    assert row.leaving_since == first


async def test_each_is_asked_about_once_in_a_run_the_longest_unasked_first(db: Database, clock: FakeClock) -> None:
    """One that always fails comes last the next time."""
    start = clock.now()
    often = await leaving(db, clock, asked_at=start - timedelta(hours=1))
    new = await leaving(db, clock, leaving_since=start - timedelta(minutes=1))
    rare = await leaving(db, clock, asked_at=start - timedelta(hours=2))
    await leaving(db, clock, provider="fal")
    await leaving(db, clock, leaving_since=None)
    order = [await claimed(db, clock, start) for _ in range(4)]
    assert order == [new.id, rare.id, often.id, None]
    async with db.write() as session:
        for row in (new, rare, often):
            await keep_leaving(session, row.id, None)
    assert await claimed(db, clock, start) is None, "asked in this run already"
    assert await claimed(db, clock, clock.now()) == new.id


async def test_two_replicas_never_ask_about_the_same(db: Database, database_url: str, clock: FakeClock) -> None:
    """Each has connections of its own."""
    start = clock.now()
    expected = {(await leaving(db, clock)).id for _ in range(40)}

    async def work() -> list[uuid.UUID]:
        own, taken = Database(database_url), []
        while (row_id := await claimed(own, clock, start)) is not None:
            taken.append(row_id)
        await own.close()
        return taken

    first, second = await asyncio.gather(work(), work())
    assert len(first) + len(second) == 40
    assert {*first, *second} == expected


async def test_what_should_have_gone_long_ago_is_told_by_provider(db: Database, clock: FakeClock) -> None:
    """The oldest first, with a failure if there was one."""
    now = clock.now()
    old = await leaving(db, clock, place="acme/old", leaving_since=now - 9 * DAY)
    failed = await leaving(db, clock, place="acme/failed", leaving_since=now - 8 * DAY, error="provider-answer")
    await leaving(db, clock, leaving_since=now - 6 * DAY, error="provider-key")
    other = await leaving(db, clock, place="acme/other", leaving_since=now - 7 * DAY, provider="fal")
    async with db.read() as session:
        fal, replicate = await leftovers(session, now - 7 * DAY)
    assert (fal.provider, fal.places, fal.error) == ("fal", [other.place], None)
    assert replicate.places == [old.place, failed.place]
    assert (replicate.since, replicate.error) == (now - 9 * DAY, "provider-answer")
