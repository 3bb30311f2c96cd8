"""The uncertain tick: a paid call whose outcome is unknown is looked for, never repeated."""

from datetime import timedelta
from functools import partial

from db.claims import NO_LEASE
from db.enums import AttemptState, JobState, Stage
from db.models import Attempt, Job
from db.repositories import jobs as rows
from services.crash_points import crash_point
from services.errors import ProviderError
from services.jobs.announcing import announce
from services.jobs.attempts import record_accepted
from services.jobs.calls import claim, each_job
from services.jobs.matching import is_of
from services.jobs.parts import EngineParts
from services.jobs.review import UNKNOWN, wait_or_give_back
from services.jobs.strays import cancel_stray
from services.jobs.terminal import finish
from services.providers.base import Listed, Provider

_LIST_MARGIN = timedelta(minutes=5)


async def uncertain_tick(parts: EngineParts) -> int:
    """Looks for lost calls; also takes over submits whose process died. Returns how many were looked at."""
    states = [JobState.SUBMITTING, JobState.UNCERTAIN, JobState.REVIEW]
    jobs = await claim(parts, states, parts.rules.uncertain_lease, parts.rules.uncertain_rows)
    await each_job(parts, jobs, partial(_look_for, parts))
    return len(jobs)


async def _look_for(parts: EngineParts, job: Job) -> None:
    async with parts.db.write(joins_update=False) as session:
        attempt = await rows.latest_attempt(session, job.id)
        assert attempt is not None
        if job.state is JobState.SUBMITTING:
            since = parts.clock.now()
            moved = await rows.move_job(
                session,
                job.id,
                {JobState.SUBMITTING},
                {"state": JobState.UNCERTAIN, "stage": Stage.CHECKING, "uncertain_since": since},
                lease_no=job.lease_no,
            )
            if not moved:
                return
            job = await announce(session, parts, job.id)
    provider = parts.providers.get(job.provider)
    found, answered = await _find(parts, provider, attempt) if provider else (None, False)
    crash_point("uncertain-listed")
    if found is not None:
        async with parts.db.write(joins_update=False) as session:
            wanted = await record_accepted(session, parts, attempt.id, found.ref, how="list")
            session.wake("poll")
        if not wanted:
            await cancel_stray(parts, attempt.id)
    elif answered and provider is not None and provider.absence_is_proof and _old_enough(parts, attempt):
        await _never_taken(parts, job, attempt)
    else:
        async with parts.db.write(joins_update=False) as session:
            await wait_or_give_back(session, parts, job)


async def _find(parts: EngineParts, provider: Provider, attempt: Attempt) -> tuple[Listed | None, bool]:
    """The listed call made with this attempt's own input, and whether the provider answered at all."""
    now = parts.clock.now()
    try:
        listed = await provider.listed(attempt.endpoint, attempt.started_at - _LIST_MARGIN, now + _LIST_MARGIN)
    except ProviderError:
        return None, False
    async with parts.db.read() as session:
        known = await rows.known_refs(session, attempt.provider, [call.ref.id for call in listed])
    for call in listed:
        if call.ref.id not in known and is_of(attempt, call):
            return call, True
    return None, True


def _old_enough(parts: EngineParts, attempt: Attempt) -> bool:
    return parts.clock.now() - attempt.started_at > timedelta(seconds=parts.rules.absence_grace)


async def _never_taken(parts: EngineParts, job: Job, attempt: Attempt) -> None:
    """It was certainly not taken: it is called again, unless its credits are back already."""
    async with parts.db.write(joins_update=False) as session:
        if job.state is JobState.REVIEW:
            await finish(session, parts, job.id, UNKNOWN, only_from={JobState.REVIEW})
            return
        again = {
            "state": JobState.QUEUED,
            "stage": Stage.QUEUED,
            "next_at": parts.clock.now(),
            "uncertain_since": None,
            **NO_LEASE,
        }
        if await rows.move_job(session, job.id, {JobState.UNCERTAIN}, again, lease_no=job.lease_no):
            row = await session.get(Attempt, attempt.id, populate_existing=True)
            assert row is not None
            row.state = AttemptState.VOID
            row.ended_at = parts.clock.now()
            rows.record_event(session, job.id, "never-taken", parts.clock.now(), attempt=attempt.no)
            session.wake("submit")
