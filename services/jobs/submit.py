"""The submit tick: intent first, then one call, then one of three answers."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from db.claims import NO_LEASE, moment
from db.enums import AttemptState, JobState, Stage, StopReason
from db.models import Attempt, Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.crash_points import crash_point
from services.error_codes import RetryClass
from services.errors import LoragramError, ProviderError
from services.jobs.announcing import announce
from services.jobs.attempts import begin_attempt, record_accepted
from services.jobs.calls import claim, each_job, give_up_or_wait
from services.jobs.keeper import under_lease
from services.jobs.kinds import CANCELLED, Outcome, Prepared
from services.jobs.moving import EARLIER, WRONG, move_on, next_round
from services.jobs.parts import EngineParts
from services.jobs.standing import pause, standing_of, tell_held, turn_to_wait
from services.jobs.strays import cancel_stray
from services.jobs.terminal import finish
from services.providers.base import Accepted, PaidCall, RefusalReason, Refused, SubmitAnswer, Unknown

_PAUSES = {RefusalReason.NO_CREDIT: "no_credit", RefusalReason.BAD_KEY: "bad_key"}
_BAD_KEY_CODE = "provider-key"
_LONGEST_WAIT = 600.0
"""Seconds that a provider may ask us to wait, which is as long as we would wait by ourselves."""
_IN_CALL = frozenset({JobState.SUBMITTING, JobState.UNCERTAIN})


async def submit_tick(parts: EngineParts) -> int:
    """Submits due jobs; returns how many were looked at."""
    jobs = await claim(parts, [JobState.QUEUED], parts.rules.submit_lease, parts.rules.submit_rows)
    await each_job(parts, jobs, partial(_take, parts))
    return len(jobs)


async def _take(parts: EngineParts, job: Job) -> None:
    if job.stop_reason is StopReason.USER:
        await _stop_unpaid(parts, job)
    elif await _may_call(parts, job):
        await _submit(parts, job)


async def _stop_unpaid(parts: EngineParts, job: Job) -> None:
    """The wish to stop met a call that was then refused: nothing runs, so the job ends here."""
    async with parts.db.write(joins_update=False) as session:
        await finish(session, parts, job.id, CANCELLED, only_from={JobState.QUEUED})


async def _may_call(parts: EngineParts, job: Job) -> bool:
    async with parts.db.write(joins_update=False) as session:
        if job.provider not in parts.providers:
            wait = (parts.in_seconds(60.0 * parts.rules.pace), "no_key")
        else:
            held = await turn_to_wait(session, parts, job.provider)
            if held is None:
                return True
            wait = held
        until, reason = wait
        if await move_on(session, parts, job, reason, {JobState.QUEUED}, fenced=True):
            return False
        await rows.move_job(
            session,
            job.id,
            {JobState.QUEUED},
            {"next_at": until, "held_reason": reason, "declined_by": next_round(job, reason), **NO_LEASE},
            lease_no=job.lease_no,
        )
        if job.held_reason is None:
            await tell_held(session, parts, job.id, reason)
        return False


async def _submit(parts: EngineParts, job: Job) -> None:
    prepared = await under_lease(parts, job, parts.rules.submit_lease, parts.kinds[job.kind].prepare(job))
    crash_point("prepared")
    if isinstance(prepared, LoragramError):
        await _not_prepared(parts, job, prepared)
        return
    intent = await _write_intent(parts, job, prepared)
    if intent is None:
        return
    attempt, call = intent
    crash_point("intent-committed")
    answer = await parts.providers[job.provider].submit(call)
    crash_point("submit-answered")
    await _record(parts, job, attempt, answer)
    crash_point("answer-stored")


async def _not_prepared(parts: EngineParts, job: Job, error: LoragramError) -> None:
    if error.code == _BAD_KEY_CODE:
        # The upload meets a wrong key before the paid call does.
        async with parts.db.write(joins_update=False) as session:
            await _hold(session, parts, job, {JobState.QUEUED}, _PAUSES[RefusalReason.BAD_KEY])
        return
    async with parts.db.write(joins_update=False) as session:
        not_there = isinstance(error, ProviderError)
        if not_there and await move_on(
            session, parts, job, RefusalReason.UNAVAILABLE.value, {JobState.QUEUED}, fenced=True
        ):
            return
        if error.retry is RetryClass.LATER:
            await give_up_or_wait(session, parts, job, error.code)
            return
        failed = Outcome(JobState.FAILED, error_code=error.code)
        await finish(session, parts, job.id, failed, only_from={JobState.QUEUED}, lease_no=job.lease_no)


async def _write_intent(parts: EngineParts, job: Job, prepared: Prepared) -> tuple[Attempt, PaidCall] | None:
    async with parts.db.write(joins_update=False) as session:
        # A whole lease for the call, whatever the upload took: others must not take it for lost while it is under way.
        until = moment(session, parts.clock, later=parts.rules.submit_lease)
        mine = await rows.move_job(
            session,
            job.id,
            {JobState.QUEUED},
            {"state": JobState.SUBMITTING, "held_reason": None, "lease_until": until},
            lease_no=job.lease_no,
        )
        if not mine:
            return None
        attempt, token = await begin_attempt(session, parts, job, prepared)
        timing = await parts.kinds[job.kind].timing(session, job)
    webhook = f"{parts.webhook_url}/webhooks/{job.provider}/{token}" if parts.webhook_url else None
    return attempt, PaidCall(prepared.endpoint, prepared.arguments, webhook, timing.queue_limit, prepared.target)


async def _record(parts: EngineParts, job: Job, attempt: Attempt, answer: SubmitAnswer) -> None:
    match answer:
        case Accepted(ref):
            async with parts.db.write(joins_update=False) as session:
                wanted = await record_accepted(session, parts, attempt.id, ref, how="answer")
                session.wake("poll")
            if not wanted:
                await cancel_stray(parts, attempt.id)
        case Refused():
            await _refused(parts, job, attempt, answer)
        case Unknown():
            await _uncertain(parts, job)


async def _uncertain(parts: EngineParts, job: Job) -> None:
    async with parts.db.write(joins_update=False) as session:
        moved = await rows.move_job(
            session,
            job.id,
            {JobState.SUBMITTING},
            {
                "state": JobState.UNCERTAIN,
                "stage": Stage.CHECKING,
                "uncertain_since": parts.clock.now(),
                "next_at": parts.in_seconds(15.0 * parts.rules.pace),
                **NO_LEASE,
            },
            lease_no=job.lease_no,
        )
        if moved:
            rows.record_event(session, job.id, "uncertain", parts.clock.now())
            await announce(session, parts, job.id)


async def _refused(parts: EngineParts, job: Job, attempt: Attempt, answer: Refused) -> None:
    """The refusal holds whoever has the lease by now; it says nothing about a later call of the same job."""
    async with parts.db.write(joins_update=False) as session:
        if answer.reason in _PAUSES:
            await standing_of(session, job.provider)  # see `attempts` for the order of locks
        await rows.lock_job(session, job.id)
        row = await session.get(Attempt, attempt.id, populate_existing=True, with_for_update=True)
        assert row is not None
        if row.provider_ref is not None:
            return  # a webhook or the list has shown that it runs
        row.state = AttemptState.VOID
        row.ended_at = parts.clock.now()
        rows.record_event(session, job.id, "refused", parts.clock.now(), reason=answer.reason.value)
        latest = await rows.latest_attempt(session, job.id)
        if latest is None or latest.id != attempt.id:
            return
        if answer.reason in WRONG:
            await _wrong(session, parts, job, answer.reason.value)
        elif answer.reason in _PAUSES:
            await _hold(session, parts, job, _IN_CALL, _PAUSES[answer.reason])
        else:
            await _unavailable(session, parts, job, min(answer.retry_after or 0.0, _LONGEST_WAIT))


async def _wrong(session: WriteSession, parts: EngineParts, job: Job, reason: str) -> None:
    """The same call would be refused again, here and always."""
    if await move_on(session, parts, job, reason, _IN_CALL, fenced=False):
        return
    fresh = await rows.job_by_id(session, job.id)
    by_person = fresh is not None and fresh.stop_reason is StopReason.USER
    refused = CANCELLED if by_person else Outcome(JobState.FAILED, error_code="provider-refused")
    await finish(session, parts, job.id, refused, only_from=_IN_CALL)


async def _unavailable(session: WriteSession, parts: EngineParts, job: Job, at_least: float) -> None:
    if await move_on(session, parts, job, RefusalReason.UNAVAILABLE.value, _IN_CALL, fenced=False):
        return
    fresh = await _send_back(session, parts, job, _IN_CALL, parts.clock.now())
    if fresh is not None:
        await give_up_or_wait(session, parts, fresh, "provider-unavailable", at_least=at_least)
        await announce(session, parts, job.id)


async def _hold(session: WriteSession, parts: EngineParts, job: Job, found: Collection[JobState], reason: str) -> None:
    """Keeps the order until the provider takes calls again, unless another one can do it."""
    until = await pause(session, parts, job.provider, reason)
    if await move_on(session, parts, job, reason, found, fenced=JobState.QUEUED in found):
        return
    fresh = await _send_back(session, parts, job, found, until, reason)
    if fresh is not None:
        await tell_held(session, parts, job.id, reason)


async def _send_back(
    session: WriteSession,
    parts: EngineParts,
    job: Job,
    found: Collection[JobState],
    next_at: datetime,
    held_reason: str | None = None,
) -> Job | None:
    """Queues the job again; None when it is not in `found` any more, or ends here because the person stopped it."""
    before = await rows.job_by_id(session, job.id)
    assert before is not None
    values = {
        "state": JobState.QUEUED,
        "stage": Stage.QUEUED,
        "held_reason": held_reason,
        "declined_by": next_round(before, held_reason or EARLIER),
        "uncertain_since": None,
        "next_at": next_at,
        **NO_LEASE,
    }
    # A refusal is final whoever holds the lease by now; before the call only the holder may speak.
    lease_no = job.lease_no if JobState.QUEUED in found else None
    if not await rows.move_job(session, job.id, found, values, lease_no=lease_no):
        return None
    fresh = await rows.job_by_id(session, job.id)
    if fresh is not None and fresh.stop_reason is StopReason.USER:
        await finish(session, parts, job.id, CANCELLED, only_from={JobState.QUEUED})
        return None
    return fresh
