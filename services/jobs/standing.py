"""Our standing at a provider: paused without credit or with a bad key, and resumed when a call is taken again."""

import uuid
from datetime import datetime, timedelta

from db.claims import insert_once
from db.models import ProviderStanding
from db.repositories import jobs as rows
from db.sessions import ReadSession, WriteSession
from services.jobs.announcing import announce
from services.jobs.parts import EngineParts
from services.jobs.rules import backoff
from services.messaging.outbox import alert_admins, put_ping
from services.ports import Clock


async def standing_of(session: WriteSession, provider: str) -> ProviderStanding:
    """The provider's row, locked for this unit of work; made when it is missing."""
    await insert_once(session, ProviderStanding, {"provider": provider, "probes": 0})
    row = await session.get(ProviderStanding, provider, populate_existing=True, with_for_update=True)
    assert row is not None
    return row


async def pause(session: WriteSession, parts: EngineParts, provider: str, reason: str) -> datetime:
    """Holds this provider's jobs because of `reason`; returns when one of them may try again."""
    row = await standing_of(session, provider)
    now = parts.clock.now()
    if row.paused_reason is None:
        row.paused_since = now
        row.probes = 0
        await alert_admins(
            session,
            parts.clock,
            parts.admin_ids,
            key=f"paused:{provider}:{now.isoformat()}",
            code="provider-paused",
            params={"provider": provider, "reason": reason},
        )
    row.paused_reason = reason
    row.probes += 1
    row.probe_at = now + timedelta(seconds=backoff(parts.rules, row.probes, first=30.0, most=600.0))
    return row.probe_at


async def turn_to_wait(session: WriteSession, parts: EngineParts, provider: str) -> tuple[datetime, str] | None:
    """None when a call may be made now; otherwise until when to wait, and why.

    While paused, one caller per probe time is let through: the pause is moved on before it calls.
    """
    row = await standing_of(session, provider)
    if row.paused_reason is None or row.probe_at is None:
        return None
    now = parts.clock.now()
    if row.probe_at > now:
        return row.probe_at, row.paused_reason
    row.probe_at = now + timedelta(seconds=backoff(parts.rules, row.probes + 1, first=30.0, most=600.0))
    return None


async def paused_providers(session: ReadSession, clock: Clock) -> set[str]:
    """Providers that take no calls, except those that are due to be tried."""
    paused = await rows.paused_standings(session)
    return {row.provider for row in paused if row.probe_at is None or row.probe_at > clock.now()}


async def clear_pause(session: WriteSession, clock: Clock, provider: str) -> None:
    """The provider took a call: every held job becomes due."""
    row = await standing_of(session, provider)
    if row.paused_reason is None:
        return
    row.paused_reason = row.paused_since = row.probe_at = None
    row.probes = 0
    await rows.resume_held(session, provider, clock.now())
    session.wake("submit")


async def tell_held(session: WriteSession, parts: EngineParts, job_id: uuid.UUID, reason: str) -> None:
    """Tells the person once that the order is kept and waits for us; children of a training are not announced."""
    job = await announce(session, parts, job_id)
    if job.parent_id is None:
        await put_ping(
            session,
            parts.clock,
            key=f"job_held:{job.id}",
            chat_id=job.user_id,
            view="job_held",
            params={"job_id": str(job.id), "reason": reason},
        )
