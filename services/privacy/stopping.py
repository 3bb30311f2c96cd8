"""Orders are told to stop before what they are about is deleted."""

from collections.abc import Awaitable, Callable

from db.models import Job
from db.repositories.jobs import lock_job
from db.sessions import ReadSession
from services.errors import ConflictError
from services.jobs.cancel import ask_to_stop
from services.jobs.parts import EngineParts

ORDERS_SECONDS = 15.0
"""Between two looks whether stopped orders have ended. A cancelled training does in about a minute."""


async def stop_orders(parts: EngineParts, find: Callable[[ReadSession], Awaitable[list[Job]]]) -> int:
    """Asks everything that `find` finds alive, by key, to stop; how many there were. Repeatable."""
    async with parts.db.write(joins_update=False) as session:
        jobs = await find(session)
        # All of them before the first wallet: an order that is ending meanwhile has its job and waits for it.
        for job in jobs:
            await lock_job(session, job.id)
        for job in jobs:
            try:
                await ask_to_stop(session, parts, job)
            except ConflictError:
                continue  # its result is being fetched, or it has just ended
    return len(jobs)
