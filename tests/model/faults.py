"""Guards of the product taken away one at a time: each must be missed by the oracle."""

import uuid
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, true, update

from db import claims
from db.claims import NO_LEASE
from db.enums import JobState, OutboxKind, OutboxState
from db.models import Attempt, Job, LedgerTx, Outbox, WebhookInbox
from db.repositories import jobs as job_rows
from db.repositories import ledger as ledger_rows
from db.repositories import outbox as outbox_rows
from db.sessions import ReadSession, WriteSession
from services.billing import ledger
from services.crash_points import crash_point
from services.errors import ProviderError
from services.jobs import hints, submit, uncertain
from services.jobs.attempts import record_accepted
from services.jobs.calls import put_back
from services.jobs.parts import EngineParts
from services.providers.base import PaidCall, ProviderRef
from tests.model.substitution import Substitution

Real = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Fault:
    """A guard that is gone, and the promises of which one must then be seen broken."""

    name: str
    place: Any
    what: str
    build: Callable[[Any], Any]
    breaks: tuple[str, ...]

    def seeded(self) -> Substitution:
        """The product with this fault while it is entered."""
        return Substitution(self.place, self.what, self.build)


def _intent_after_the_call(real: Real) -> Real:
    async def submit_(parts: EngineParts, job: Job) -> None:
        try:
            prepared = await parts.kinds[job.kind].prepare(job)
        except ProviderError:
            return  # the lease runs out
        answer = await parts.providers[job.provider].submit(PaidCall(prepared.endpoint, prepared.arguments))
        crash_point("submit-answered")
        intent = await submit._write_intent(parts, job, prepared)
        if intent is not None:
            await submit._record(parts, job, intent[0], answer)

    return submit_


def _called_again(real: Real) -> Real:
    async def uncertain_(parts: EngineParts, job: Job) -> None:
        async with parts.db.write(joins_update=False) as session:
            again = {"state": JobState.QUEUED, "next_at": parts.clock.now(), **NO_LEASE}
            await job_rows.move_job(session, job.id, {JobState.SUBMITTING}, again)

    return uncertain_


def _absence_is_proof(real: Real) -> Real:
    async def wait_or_give_back(session: WriteSession, parts: EngineParts, job: Job) -> None:
        again = {"state": JobState.QUEUED, "next_at": parts.clock.now(), **NO_LEASE}
        await job_rows.move_job(session, job.id, {JobState.UNCERTAIN}, again)

    return wait_or_give_back


def _never_given_up(real: Real) -> Real:
    async def wait_or_give_back(session: WriteSession, parts: EngineParts, job: Job) -> None:
        await put_back(session, parts, job, 60.0)

    return wait_or_give_back


def _half_sent_again(real: Real) -> Real:
    async def give_up_half_sent(session: WriteSession, clock: claims.Moment) -> list[Outbox]:
        over = Outbox.lease_until < claims.moment(session, clock)
        half_sent = update(Outbox).where(Outbox.state == OutboxState.SENDING, Outbox.kind == OutboxKind.PING, over)
        await session.execute(half_sent.values(state=OutboxState.PENDING, **NO_LEASE))
        return []

    return give_up_half_sent


def _key_not_unique(real: Real) -> Real:
    async def move(session: WriteSession, key: str, *rest: Any) -> bool:
        taken = await session.scalar(select(LedgerTx.id).where(LedgerTx.key == key))
        return bool(await real(session, f"{key}+{uuid.uuid4()}" if taken else key, *rest))

    return move


def _no_release(real: Real) -> Real:
    async def settle(session: WriteSession, clock: Any, job: Job, units: int) -> None:
        if units:
            await real(session, clock, job, units)

    return settle


def _end_is_no_end(real: Real) -> Real:
    async def move_job(
        session: WriteSession,
        job_id: uuid.UUID,
        from_states: Collection[JobState],
        values: dict[str, Any],
        *,
        lease_no: int | None = None,
    ) -> bool:
        if values.get("state") in job_rows.TERMINAL_STATES:
            from_states, lease_no = list(JobState), None
        return bool(await real(session, job_id, from_states, values, lease_no=lease_no))

    return move_job


def _lease_ignored(real: Any) -> Any:
    return lambda lease_until, now: true()


def _lease_for_ever(real: Any) -> Any:
    return lambda lease_until, now: lease_until.is_(None)


def _hint_believed(real: Real) -> Real:
    async def act(parts: EngineParts, row: WebhookInbox) -> bool:
        async with parts.db.write(joins_update=False) as session:
            attempt = await session.get_one(Attempt, row.attempt_id)
            await record_accepted(
                session, parts, attempt.id, ProviderRef(row.provider_ref, attempt.endpoint), how="webhook"
            )
        return True

    return act


def _any_token(real: Real) -> Real:
    async def attempt_by_token(session: ReadSession, provider: str, token_hash: str) -> Attempt | None:
        latest = select(Attempt).where(Attempt.provider == provider).order_by(Attempt.started_at.desc()).limit(1)
        return (await session.execute(latest)).scalar_one_or_none()

    return attempt_by_token


PAID = ("paid", "a paid call without a lease", "repeated blindly")

FAULTS = (
    Fault("the intent is written after the call", submit, "_submit", _intent_after_the_call, PAID),
    Fault("a lost answer is called again blindly", submit, "_uncertain", _called_again, PAID),
    Fault("absence from a list is taken for proof", uncertain, "wait_or_give_back", _absence_is_proof, PAID),
    Fault("a lost call is never given up", uncertain, "wait_or_give_back", _never_given_up, ("stuck",)),
    Fault("a half-sent ping is sent again", outbox_rows, "give_up_half_sent", _half_sent_again, ("a ping twice",)),
    Fault("a ledger key is not unique", ledger_rows, "move", _key_not_unique, ("credits",)),
    Fault("an end releases nothing", ledger, "settle", _no_release, ("credits",)),
    Fault("an end can be ended again", job_rows, "move_job", _end_is_no_end, ("an end has changed",)),
    Fault("a claim ignores leases", claims, "_free", _lease_ignored, ("two at once",)),
    Fault("a lease never runs out", claims, "_free", _lease_for_ever, ("stuck",)),
    Fault("a webhook is believed unasked", hints, "_act", _hint_believed, ("believed unseen",)),
    Fault("a webhook's token is not checked", job_rows, "attempt_by_token", _any_token, ("a forged webhook",)),
)
