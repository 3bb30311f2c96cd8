"""A wish to stop a job, by its person or by an admin."""

import uuid

from db.enums import StopReason
from db.models import Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.errors import ConflictError, NotFoundError
from services.jobs.announcing import announce
from services.jobs.kinds import CANCELLED
from services.jobs.parts import EngineParts
from services.jobs.states import ENDS_AT_ONCE, STOPPABLE, is_terminal
from services.jobs.terminal import finish
from services.tracing import about_job


class Cancels:
    """What a person may stop: their own jobs."""

    def __init__(self, parts: EngineParts) -> None:
        self._parts = parts

    async def request(self, user_id: int, job_id: uuid.UUID) -> Job:
        """Stops the job or asks for it, see `ask_to_stop`; raises `NotFoundError('job')` for somebody else's."""
        with about_job(job_id):
            return await self._request(user_id, job_id)

    async def _request(self, user_id: int, job_id: uuid.UUID) -> Job:
        async with self._parts.db.write() as session:
            job = await rows.job_by_id(session, job_id)
            if job is None or job.user_id != user_id:
                raise NotFoundError("job")
            return await ask_to_stop(session, self._parts, job)


async def ask_to_stop(session: WriteSession, parts: EngineParts, job: Job) -> Job:
    """Ends the job at once where no call is known of; later it is a request to the provider. Returns the job as it
    then stands. A second wish changes nothing.

    Raises `ConflictError('job-finished')`, and `ConflictError('job-too-late')` when the result is already being
    fetched.
    """
    if is_terminal(job.state):
        raise ConflictError("job-finished")
    if not await finish(session, parts, job.id, CANCELLED, only_from=ENDS_AT_ONCE):
        wish = {
            "stop_reason": StopReason.USER,
            "stop_requested_at": parts.clock.now(),
            "next_at": parts.clock.now(),
        }
        asked = job.stop_reason is StopReason.USER
        # Queued as well: a call that was just refused goes back there, and the submit tick sees the wish.
        if not asked and not await rows.move_job(session, job.id, STOPPABLE, wish):
            raise ConflictError("job-too-late")
        session.wake("poll")
        session.wake("submit")
    fresh = await rows.job_by_id(session, job.id)
    assert fresh is not None
    return fresh if is_terminal(fresh.state) else await announce(session, parts, job.id)
