"""After a restore: orders of a copy that may have gone on after it was made."""

from db.enums import JobState
from db.repositories import restored as rows
from services.jobs.kinds import Outcome
from services.jobs.parts import EngineParts
from services.jobs.terminal import finish


async def end_what_was_not_begun(parts: EngineParts) -> int:
    """Ends queued orders, credits back; returns how many. No other process works on the database.

    The copy knows of no call for them, but one may have been made and billed since, so none is made now. For the same
    reason a call that breaks is not made a second time. What the copy knows as begun is asked about, as always.
    """
    async with parts.db.read() as session:
        queued = await rows.queued_jobs(session)
    ended = 0
    for job_id in queued:
        async with parts.db.write(joins_update=False) as session:
            outcome = Outcome(JobState.FAILED, error_code="restored")
            ended += await finish(session, parts, job_id, outcome, only_from={JobState.QUEUED})
    async with parts.db.write(joins_update=False) as session:
        await rows.spend_retries(session, parts.rules.max_retries)
    return ended
