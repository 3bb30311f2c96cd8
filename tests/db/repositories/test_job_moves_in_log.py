"""Every change of a job's state is one line of the log, once it is committed."""

import logging

import pytest

from db.database import Database
from db.enums import JobState
from db.repositories.jobs import move_job
from tests.support.rows import make_attempt, make_job, make_user


def moves(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, int]]:
    found = [vars(record) for record in caplog.records if record.getMessage() == "job moved"]
    return [(line["from"], line["to"], line["attempt"]) for line in found]


async def test_a_move_says_what_moved_from_where_to_where(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    """With the provider and the number of the paid call it is about."""
    caplog.set_level(logging.INFO)
    job = await make_job(db, await make_user(db))
    await make_attempt(db, job, no=1)
    await make_attempt(db, job, no=2)
    async with db.write() as session:
        assert await move_job(session, job.id, {JobState.QUEUED}, {"state": JobState.SUBMITTING})
        assert moves(caplog) == []
    line = vars(caplog.records[-1])
    assert (line["job"], line["kind"], line["provider"]) == (str(job.id), "training", "fal")
    assert moves(caplog) == [("queued", "submitting", 2)]


async def test_where_it_came_from_is_told_when_several_places_were_possible(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """The terminal door takes jobs from many states."""
    caplog.set_level(logging.INFO)
    job = await make_job(db, await make_user(db), state=JobState.RUNNING)
    async with db.write() as session:
        sources = {JobState.QUEUED, JobState.RUNNING}
        assert await move_job(session, job.id, sources, {"state": JobState.FAILED})
        assert not await move_job(session, job.id, sources, {"state": JobState.CANCELLED})
    assert moves(caplog) == [("running", "failed", 0)]


async def test_what_is_rolled_back_is_not_told(db: Database, caplog: pytest.LogCaptureFixture) -> None:
    """The log must not tell of a life that the job has not had."""
    caplog.set_level(logging.INFO)
    job = await make_job(db, await make_user(db))
    with pytest.raises(RuntimeError):
        async with db.write() as session:
            await move_job(session, job.id, {JobState.QUEUED}, {"state": JobState.SUBMITTING})
            raise RuntimeError
    async with db.write() as session:
        assert await move_job(session, job.id, {JobState.QUEUED}, {"next_at": job.created_at})
    assert moves(caplog) == []
