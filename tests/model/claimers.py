"""Two replicas that claim at the same moment, on a server that really runs them at the same moment."""

import asyncio
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select, text, update

from db import claims
from db.claims import Lease, claim_jobs
from db.database import Database
from db.enums import JobState
from db.models import Job
from db.sessions import WriteSession
from services.ports import SystemClock
from tests.model.substitution import Substitution
from tests.support.rows import make_job, make_user

JOBS = 6
AT_ONCE = 3
"""Rows that each of the two wants, of twice as many."""


def unlocked_claims() -> AbstractContextManager[object]:
    """Claims as one statement, but without `FOR UPDATE SKIP LOCKED`."""
    return Substitution(claims, "_take", lambda _: _take_unlocked)


async def double_claims(address: str) -> int:
    """How many rows two claims of the same moment both got; the second begins while the first is not committed."""
    db, beside = Database(address), Database(address)
    try:
        user = await make_user(db)
        for _ in range(JOBS):
            await make_job(db, user)
        async with db.write() as session:
            first = await _claim(session, "replica-1")
            second = asyncio.create_task(_claim_beside(beside))  # noqa: TID251 (awaited below)
            await _until_it_waits_or_ends(session, second)
        return len(set(first) & set(await second))
    finally:
        await _remove_jobs(db)
        await db.close()
        await beside.close()


async def _claim(session: WriteSession, owner: str) -> list[Any]:
    return await claim_jobs(session, [JobState.QUEUED], SystemClock(), Lease(owner, 60.0), AT_ONCE)


async def _claim_beside(db: Database) -> list[Any]:
    async with db.write() as session:
        return await _claim(session, "replica-2")


async def _until_it_waits_or_ends(session: WriteSession, task: "asyncio.Task[Any]") -> None:
    waits_for_us = text(
        "SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid LIMIT 1"
    )
    async with asyncio.timeout(20):
        while not task.done() and await session.scalar(waits_for_us) is None:  # noqa: ASYNC110 (no event tells it)
            await asyncio.sleep(0.02)


async def _take_unlocked(session: WriteSession, key: Any, due: Select[Any], values: dict[str, Any]) -> list[Any]:
    take = update(key.class_).where(key.in_(due)).values(**values).returning(key)
    return list((await session.execute(take.execution_options(synchronize_session=False))).scalars())


async def _remove_jobs(db: Database) -> None:
    """So that a later pair meets rows of its own only."""
    async with db.write() as session:
        for job in (await session.execute(select(Job))).scalars():
            job.state, job.next_at = JobState.FAILED, job.next_at + timedelta(days=1)
