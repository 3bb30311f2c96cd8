"""Paid calls as rows: the intent before the call, and the facts after it.

Locks are taken in the order provider standing, job, attempt by everybody who takes more than one: two answers about
the same call (the submit's own, a webhook, the list) would otherwise wait for each other, and one would be lost.
"""

import hashlib
import logging
import secrets
import uuid
from decimal import Decimal

from db.claims import NO_LEASE
from db.columns import new_id
from db.enums import AttemptState, JobState, Stage
from db.models import Attempt, Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.billing.prices import billed, is_believable
from services.jobs.announcing import announce
from services.jobs.kinds import Prepared
from services.jobs.matching import fingerprint_of
from services.jobs.parts import EngineParts
from services.jobs.rules import first_delay, is_crowded
from services.jobs.standing import clear_pause, standing_of
from services.messaging.outbox import alert_admins
from services.providers.base import Done, ProviderRef

log = logging.getLogger(__name__)

CALLABLE_STATES = frozenset({AttemptState.CALLING, AttemptState.ACCEPTED})


def hash_token(token: str) -> str:
    """What is stored of a webhook token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def begin_attempt(session: WriteSession, parts: EngineParts, job: Job, prepared: Prepared) -> tuple[Attempt, str]:
    """Writes the intent of one paid call; returns it with the secret token of its webhook path."""
    token = secrets.token_urlsafe(32)
    attempt = Attempt(
        id=new_id(),
        job_id=job.id,
        no=await rows.next_attempt_no(session, job.id),
        token_hash=hash_token(token),
        provider=job.provider,
        endpoint=prepared.endpoint,
        data_url=prepared.data_url,
        fingerprint=fingerprint_of(prepared.arguments, prepared.target),
        estimated_cost=job.estimated_cost,
        unit_price=parts.prices.unit(job.provider, prepared.endpoint),
        state=AttemptState.CALLING,
        started_at=parts.clock.now(),
    )
    session.add(attempt)
    await session.flush()
    return attempt, token


async def record_accepted(
    session: WriteSession, parts: EngineParts, attempt_id: uuid.UUID, ref: ProviderRef, *, how: str
) -> bool:
    """Stores that the provider took a paid call; never fenced by a lease, because it is a fact that cost money.

    Repeating it changes nothing. Returns False when the job had been given up: the call is then a duplicate, which
    the caller cancels at the provider, and which the admins are told about.
    """
    attempt = await session.get(Attempt, attempt_id)
    assert attempt is not None
    await standing_of(session, attempt.provider)
    await rows.lock_job(session, attempt.job_id)
    await session.refresh(attempt, with_for_update=True)
    if attempt.state not in CALLABLE_STATES:
        return await _late(session, parts, attempt, ref)
    if attempt.state is AttemptState.CALLING:
        attempt.state = AttemptState.ACCEPTED
        attempt.provider_ref = ref.id
        attempt.urls = dict(ref.urls)
        await session.flush()
        rows.record_event(session, attempt.job_id, "accepted", parts.clock.now(), attempt=attempt.no, how=how)
    wait = await _first_look(session, parts, attempt)
    moved = await rows.move_job(
        session,
        attempt.job_id,
        {JobState.SUBMITTING, JobState.UNCERTAIN, JobState.REVIEW},
        {
            "state": JobState.RUNNING,
            "stage": Stage.QUEUED,
            "accepted_at": parts.clock.now(),
            "next_at": parts.in_seconds(wait),
            **NO_LEASE,
        },
    )
    if moved:
        await announce(session, parts, attempt.job_id)
        await clear_pause(session, parts.clock, attempt.provider)
    return True


async def _first_look(session: WriteSession, parts: EngineParts, attempt: Attempt) -> float:
    """Seconds until the call is looked at for the first time: at once, unless there are too many to look at."""
    provider = parts.providers.get(attempt.provider)
    if provider is None or not is_crowded(parts.rules, parts.look_load.spacing(provider)):
        return parts.rules.pace
    job = await rows.job_by_id(session, attempt.job_id)
    assert job is not None
    timing = await parts.kinds[job.kind].timing(session, job)
    return first_delay(parts.rules, timing.usual, (parts.clock.now() - attempt.started_at).total_seconds())


async def _late(session: WriteSession, parts: EngineParts, attempt: Attempt, ref: ProviderRef) -> bool:
    if attempt.provider_ref == ref.id:
        return True
    attempt.state = AttemptState.DUPLICATE
    attempt.provider_ref = ref.id
    attempt.urls = dict(ref.urls)
    rows.record_event(session, attempt.job_id, "duplicate", parts.clock.now(), attempt=attempt.no)
    await alert_admins(
        session,
        parts.clock,
        parts.admin_ids,
        key=f"duplicate:{attempt.id}",
        code="duplicate-call",
        params={"job_id": str(attempt.job_id), "provider": attempt.provider, "ref": ref.id},
    )
    return False


def ref_of(attempt: Attempt) -> ProviderRef:
    """The provider's name of an accepted call."""
    assert attempt.provider_ref is not None
    return ProviderRef(attempt.provider_ref, attempt.endpoint, {key: str(url) for key, url in attempt.urls.items()})


def cost_of(attempt: Attempt, look: Done, estimate: Decimal) -> Decimal:
    """What a finished call cost in USD: the units that the provider bills at the price they had, else the estimate.

    The estimate also stays where that is nothing, or far from it: units may be others than the price's (runs instead
    of steps), and the budget would then not count what is spent.
    """
    if look.units is None or attempt.unit_price is None:
        return estimate
    cost = billed(look.units, attempt.unit_price)
    if cost is not None and is_believable(cost, estimate or None):
        return cost
    log.warning("%s units of %s cannot be what it bills, the estimate stays", look.units, attempt.endpoint)
    return estimate


def partial_cost_of(attempt: Attempt, units: Decimal, estimate: Decimal) -> Decimal | None:
    """What a call that ended badly cost in USD, at most what a whole one was expected to; None, for which the
    estimate stands, where that cannot be told."""
    if attempt.unit_price is None or not units.is_finite() or units < 0:
        return None
    most = (estimate / attempt.unit_price) if attempt.unit_price else Decimal(0)
    return (min(units, most) * attempt.unit_price).quantize(Decimal("0.0001"))
