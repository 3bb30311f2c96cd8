"""A watch over the engine itself: a live job that nobody looks at is an alarm, and in the end a failed job."""

from datetime import timedelta

from db.enums import JobState
from db.models import Job
from db.repositories import jobs as rows
from services.jobs.kinds import Outcome
from services.jobs.parts import EngineParts
from services.jobs.terminal import finish
from services.messaging.outbox import alert_admins


async def deadline_tick(parts: EngineParts) -> int:
    """Tells the admins once about each job that should have been looked at long ago; returns how many there are.

    A day later such a job fails, whatever kept it: the person gets the credits back and may try again.
    """
    async with parts.db.write(joins_update=False) as session:
        now, rules = parts.clock.now(), parts.rules
        overdue = await rows.overdue_jobs(
            session,
            now - timedelta(seconds=rules.overdue_after),
            accepted_before=now - timedelta(seconds=rules.running_for),
        )
        for job in overdue:
            await alert_admins(
                session,
                parts.clock,
                parts.admin_ids,
                key=f"overdue:{job.id}",
                code="job-overdue",
                params={"job_id": str(job.id), "state": job.state.value},
            )
            if _hopeless(parts, job):
                await finish(session, parts, job.id, Outcome(JobState.FAILED, error_code="gave-up"))
    return len(overdue)


def _hopeless(parts: EngineParts, job: Job) -> bool:
    """Whether looks go on and have led nowhere for a day; a job that waited because no process ran is not that."""
    now, rules = parts.clock.now(), parts.rules
    lately = now - timedelta(seconds=rules.overdue_after)
    if job.state is JobState.RUNNING and job.accepted_at is not None and job.next_at > lately:
        return now - job.accepted_at > timedelta(seconds=rules.running_for + rules.give_up_after)
    claimed_lately = job.lease_until is not None and job.lease_until > lately
    return claimed_lately and now - job.next_at > timedelta(seconds=rules.give_up_after)
