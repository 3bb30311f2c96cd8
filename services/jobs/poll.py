"""The poll tick: asks the provider about running jobs, with webhooks or without."""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from db.claims import NO_LEASE
from db.engines import is_crowded_out
from db.enums import JobState, Stage, StopReason
from db.models import Attempt, Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.crash_points import crash_point
from services.errors import ProviderError
from services.in_turn import in_turn
from services.jobs.announcing import announce
from services.jobs.attempts import cost_of, partial_cost_of, ref_of
from services.jobs.calls import claim, each_job, fail_or_retry, put_back
from services.jobs.kinds import CANCELLED, Outcome, Timing
from services.jobs.parts import EngineParts
from services.jobs.rules import jittered, poll_delay, rows_in_a_claim, seconds
from services.jobs.states import later_stage
from services.jobs.stops import stop_code, tend_stop
from services.jobs.terminal import finish
from services.providers.base import Broken, Done, Look, Missing, Provider, Waiting, Working
from services.side_by_side import side_by_side

AT_ONCE = 50
"""Calls that go on and are written in one transaction."""


async def poll_tick(parts: EngineParts) -> int:
    """Looks at due running jobs, at all providers beside each other; returns how many."""
    await parts.look_load.renew(parts.db, parts.clock)
    taken: list[int] = []

    async def take(provider: Provider) -> None:
        taken.append(await _take_some(parts, provider))

    queues = [[provider] for provider in parts.providers.values()]
    await side_by_side(queues, take, at_once=max(1, len(queues)))
    return sum(taken) + await _without_a_key(parts)


async def _take_some(parts: EngineParts, provider: Provider) -> int:
    limit = rows_in_a_claim(parts.rules, provider.looks_per_second)
    jobs = await claim(parts, [JobState.RUNNING], parts.rules.poll_lease, limit, provider=provider.name)
    if not jobs:
        return 0
    async with parts.db.read() as session:
        attempts = await rows.latest_attempts(session, [job.id for job in jobs])
    looks = _Looks(parts, provider, attempts)
    try:
        await each_job(parts, jobs, looks.look_at, at_once=parts.rules.looks_at_once)
    finally:
        await looks.write_down()
    return len(jobs)


async def _without_a_key(parts: EngineParts) -> int:
    """Puts aside jobs that nobody can be asked about until their provider's key is back."""
    limit, known = parts.rules.poll_rows, tuple(parts.providers)
    jobs = await claim(parts, [JobState.RUNNING], parts.rules.poll_lease, limit, but=known)
    for job in jobs:
        await _later(parts, job, 60.0 * parts.rules.pace)
    return len(jobs)


@dataclass(frozen=True)
class _Seen:
    """One look: at which job, what was asked about, and what the provider said. `spacing` as in `poll_delay`."""

    job: Job
    attempt: Attempt
    timing: Timing
    look: Look
    spacing: float


@dataclass(frozen=True)
class _Looks:
    """The looks of one claim. An end is written at once; calls that go on are written together, because a commit
    costs more than everything else about them."""

    parts: EngineParts
    provider: Provider
    attempts: Mapping[uuid.UUID, Attempt]
    going_on: list[_Seen] = field(default_factory=list)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look_at(self, job: Job) -> None:
        """Asks about one job, and writes what has ended."""
        parts, attempt = self.parts, self.attempts[job.id]
        spacing = parts.look_load.spacing(self.provider)
        # One after the other: twenty looks beside each other must not take all connections from everybody else.
        async with self.reading, parts.db.read() as session:
            timing = await parts.kinds[job.kind].timing(session, job)
        await parts.look_pace.turn(self.provider)
        try:
            look = await self.provider.look(ref_of(attempt))
        except ProviderError:
            await _later(parts, job, max(jittered(20.0) * parts.rules.pace, spacing))
            # A person's wish to stop must not wait for ever for a provider that says nothing.
            await tend_stop(parts, self.provider, job, attempt)
            return
        if isinstance(look, Done):
            crash_point("poll-saw-done")
        seen = _Seen(job, attempt, timing, look, spacing)
        # A job that comes out of a review shares its model's row with another: each has a transaction of its own.
        if isinstance(look, Waiting | Working) and job.review_since is None:
            self.going_on.append(seen)
        else:
            await self._write([seen])

    async def write_down(self) -> None:
        """Writes the calls that go on, by the order of their keys as everybody does who takes several."""
        waiting = sorted(self.going_on, key=lambda seen: seen.job.id)
        for start in range(0, len(waiting), AT_ONCE):
            some = waiting[start : start + AT_ONCE]
            try:
                await self._write(some)
            except Exception as error:
                if is_crowded_out(error):
                    raise
                await in_turn(some, lambda seen: self._write([seen]))

    async def _write(self, some: Sequence[_Seen]) -> None:
        async with self.parts.db.write(joins_update=False) as session:
            to_stop = [seen for seen in some if await _apply(session, self.parts, seen)]
        for seen in to_stop:
            await tend_stop(self.parts, self.provider, seen.job, seen.attempt)


async def _later(parts: EngineParts, job: Job, wait: float) -> None:
    async with parts.db.write(joins_update=False) as session:
        await put_back(session, parts, job, wait)


async def _apply(session: WriteSession, parts: EngineParts, seen: _Seen) -> bool:
    """Whether the call goes on and is to stop."""
    job, attempt = seen.job, seen.attempt
    match seen.look:
        case Waiting():
            return await _still_waiting(session, parts, seen, seen.look)
        case Working():
            return await _still_working(session, parts, seen, seen.look)
        case Done():
            await _done(session, parts, job, attempt, seen.look)
        case Broken():
            await _broken(session, parts, job, attempt, seen.timing, seen.look)
        case Missing():
            await _missing(session, parts, job)
    return False


async def _still_waiting(session: WriteSession, parts: EngineParts, seen: _Seen, look: Waiting) -> bool:
    job, now = seen.job, parts.clock.now()
    changes: dict[str, object] = {"queue_position": look.position, "missing_since": None}
    late = job.accepted_at is not None and now - job.accepted_at > seconds(seen.timing.queue_limit)
    if late and job.stop_requested_at is None:
        changes |= {"stop_reason": StopReason.QUEUE_DEADLINE, "stop_requested_at": now}
    wait = poll_delay(parts.rules, seen.timing.usual, seen.spacing)
    mine = await _look_again(session, parts, job, wait, changes)
    if mine and look.position != job.queue_position:
        await announce(session, parts, job.id)
    return job.stop_requested_at is not None or "stop_reason" in changes


async def _still_working(session: WriteSession, parts: EngineParts, seen: _Seen, look: Working) -> bool:
    job, now = seen.job, parts.clock.now()
    progress = parts.kinds[job.kind].progress(job, look.logs)
    started_at = job.started_at or now
    left = seen.timing.usual - (now - started_at).total_seconds()
    changes: dict[str, object] = {"started_at": started_at, "queue_position": None, "missing_since": None}
    stage = later_stage(job.stage, progress.stage if progress else Stage.PREPARING)
    changes["stage"] = stage
    if progress is not None:
        changes["progress"] = max(job.progress, progress.percent)
        changes["step"] = max(job.step or 0, progress.step) if progress.step is not None else job.step
        changes["total_steps"] = progress.total_steps or job.total_steps
        changes["loss"] = job.loss if progress.loss is None else progress.loss
    if now - started_at > seconds(seen.timing.run_limit) and job.stop_requested_at is None:
        changes |= {"stop_reason": StopReason.RUN_DEADLINE, "stop_requested_at": now}
    mine = await _look_again(session, parts, job, poll_delay(parts.rules, left, seen.spacing), changes)
    if mine and (stage is not job.stage or changes.get("progress", 0) != job.progress or job.started_at is None):
        await announce(session, parts, job.id)
    return job.stop_requested_at is not None or "stop_reason" in changes


async def _look_again(
    session: WriteSession, parts: EngineParts, job: Job, wait: float, changes: dict[str, object]
) -> bool:
    """Puts the job back; a wish to stop that came during the look is not put off by it."""
    if job.stop_requested_at is None:
        changes = {"next_at": rows.next_look(parts.in_seconds(wait), parts.clock.now()), **changes}
    return await put_back(session, parts, job, wait, **changes)


async def _done(session: WriteSession, parts: EngineParts, job: Job, attempt: Attempt, look: Done) -> None:
    moved = await rows.move_job(
        session,
        job.id,
        {JobState.RUNNING},
        {
            "state": JobState.FINALISING,
            "stage": Stage.VALIDATING,
            "progress": 100,
            "started_at": job.started_at or job.accepted_at or parts.clock.now(),
            "next_at": parts.clock.now(),
            **NO_LEASE,
        },
        lease_no=job.lease_no,
    )
    if not moved:
        return
    row = await session.get(Attempt, attempt.id, populate_existing=True)
    assert row is not None
    row.output = dict(look.output)
    row.cost = cost_of(row, look, row.estimated_cost or job.estimated_cost)
    row.ended_at = parts.clock.now()
    rows.record_event(session, job.id, "done", parts.clock.now())
    await announce(session, parts, job.id)
    session.wake("finalise")


async def _broken(
    session: WriteSession, parts: EngineParts, job: Job, attempt: Attempt, timing: Timing, look: Broken
) -> None:
    if look.units is not None:
        row = await session.get_one(Attempt, attempt.id, populate_existing=True)
        row.cost = partial_cost_of(row, look.units, row.estimated_cost or job.estimated_cost)
    reason = job.stop_reason or (StopReason.QUEUE_DEADLINE if _never_started(parts, job, timing) else None)
    if reason is StopReason.USER:
        await finish(session, parts, job.id, CANCELLED, lease_no=job.lease_no)
    elif look.cancelled or reason is not None:
        code = stop_code(reason) or "provider-cancelled"
        await finish(session, parts, job.id, Outcome(JobState.FAILED, error_code=code), lease_no=job.lease_no)
    else:
        failure = await parts.kinds[job.kind].judge(session, job, look)
        await fail_or_retry(session, parts, job, failure.code, transient=failure.transient)


def _never_started(parts: EngineParts, job: Job, timing: Timing) -> bool:
    """Whether the provider dropped the call because it waited for too long; it knows the same limit as we do."""
    if job.started_at is not None or job.accepted_at is None:
        return False
    return parts.clock.now() - job.accepted_at >= seconds(timing.queue_limit)


async def _missing(session: WriteSession, parts: EngineParts, job: Job) -> None:
    now = parts.clock.now()
    since = job.missing_since or now
    if now - since >= seconds(parts.rules.missing_for):
        lost = Outcome(JobState.FAILED, error_code="provider-lost")
        await finish(session, parts, job.id, lost, lease_no=job.lease_no)
        return
    await put_back(session, parts, job, jittered(20.0) * parts.rules.pace, missing_since=since)
