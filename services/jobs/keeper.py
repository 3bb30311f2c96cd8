"""Long work under a short lease: the lease is renewed while the work goes on."""

import asyncio
import uuid
from collections.abc import Awaitable
from typing import TypeVar

from sqlalchemy import update

from db.claims import moment
from db.models import Job
from services.errors import LoragramError
from services.jobs.parts import EngineParts

Result = TypeVar("Result")


async def under_lease(
    parts: EngineParts, job: Job, lease_seconds: float, work: Awaitable[Result]
) -> Result | LoragramError:
    """Runs `work`, renewing the job's lease every quarter of it; an expected error is returned, not raised.

    The work keeps the lease only while it is its own: the renewal is fenced by `lease_no`.
    """
    outcome: Result | LoragramError
    try:
        async with asyncio.TaskGroup() as group:
            keeper = group.create_task(_renew(parts, job.id, job.lease_no, lease_seconds))
            try:
                outcome = await work
            except LoragramError as error:
                outcome = error
            finally:
                keeper.cancel()
    except ExceptionGroup as failed:
        # Only one of the two can fail by itself; its own trace tells more than the group's.
        raise failed.exceptions[0] from None
    return outcome


async def _renew(parts: EngineParts, job_id: uuid.UUID, lease_no: int, lease_seconds: float) -> None:
    while True:
        await asyncio.sleep(lease_seconds / 4)
        async with parts.db.write(joins_update=False) as session:
            until = moment(session, parts.clock, later=lease_seconds)
            await session.execute(
                update(Job)
                .where(Job.id == job_id, Job.lease_no == lease_no)
                .values(lease_until=until)
                .execution_options(synchronize_session=False)
            )
