"""Provider webhooks: verified, written down once, and then checked with our own key before anything changes."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from functools import partial

from db.claims import insert_once
from db.enums import AttemptState, JobState
from db.models import Attempt, WebhookInbox
from db.repositories import hints as hint_rows
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.crash_points import crash_point
from services.errors import ProviderError
from services.in_turn import in_turn
from services.jobs.attempts import hash_token, record_accepted, ref_of
from services.jobs.parts import EngineParts
from services.jobs.standing import standing_of
from services.jobs.strays import cancel_stray
from services.messaging.outbox import alert_admins
from services.providers.base import Hint, Missing, Provider, ProviderRef, WebhookRefusedError
from services.tracing import about_job

HINT_LIFE = timedelta(days=1)
"""A hint that nobody could act on for so long is left alone; jobs are looked at without it."""


class HintAnswer(StrEnum):
    """What the webhook route answers: 200, 403, 409, and 503 so that the provider repeats."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    MISMATCH = "mismatch"
    BUSY = "busy"


class Hints:
    """The door for provider webhooks. A hint never carries truth: it only makes us look sooner."""

    def __init__(self, parts: EngineParts, pinned_accounts: Mapping[str, str]) -> None:
        self._parts = parts
        self._pinned = pinned_accounts

    async def known(self, provider: str, token: str) -> bool:
        """Whether the token belongs to one of our calls; asked before the body is read."""
        if provider not in self._parts.providers:
            return False
        async with self._parts.db.read() as session:
            return await rows.attempt_by_token(session, provider, hash_token(token)) is not None

    async def receive(self, provider: str, token: str, headers: Mapping[str, str], body: bytes) -> HintAnswer:
        """Verifies and stores a webhook; repeats are accepted and do nothing."""
        # Before the database is asked: the path comes from anybody, and PostgreSQL fails on a NUL in a text.
        engine = self._parts.providers.get(provider)
        if engine is None:
            return HintAnswer.REFUSED
        async with self._parts.db.read() as session:
            attempt = await rows.attempt_by_token(session, provider, hash_token(token))
        if attempt is None:
            return HintAnswer.REFUSED
        with about_job(attempt.job_id):
            return await self._keep(engine, attempt, headers, body)

    async def _keep(self, engine: Provider, attempt: Attempt, headers: Mapping[str, str], body: bytes) -> HintAnswer:
        provider = attempt.provider
        try:
            hint = await engine.verify_webhook(headers, body)
        except WebhookRefusedError:
            return HintAnswer.REFUSED
        except ProviderError:
            return HintAnswer.BUSY
        async with self._parts.db.write(joins_update=False) as session:
            pinned = self._pinned.get(provider) or (await standing_of(session, provider)).account_id
            if pinned is not None and hint.account_id != pinned:
                return HintAnswer.REFUSED
            if attempt.provider_ref is not None and attempt.provider_ref != hint.ref_id:
                await _alert_mismatch(session, self._parts, attempt)
                return HintAnswer.MISMATCH
            await insert_once(session, WebhookInbox, self._row(provider, attempt, hint))
            session.wake("hints")
        crash_point("hint-stored")
        return HintAnswer.ACCEPTED

    def _row(self, provider: str, attempt: Attempt, hint: Hint) -> dict[str, object]:
        return {
            "provider": provider,
            "event_key": hint.event_key[:160],
            "attempt_id": attempt.id,
            "provider_ref": hint.ref_id,
            "account_id": hint.account_id,
            "received_at": self._parts.clock.now(),
        }


async def _alert_mismatch(session: WriteSession, parts: EngineParts, attempt: Attempt) -> None:
    await alert_admins(
        session,
        parts.clock,
        parts.admin_ids,
        key=f"mismatch:{attempt.id}",
        code="webhook-mismatch",
        params={"job_id": str(attempt.job_id), "provider": attempt.provider},
    )


async def hint_tick(parts: EngineParts) -> int:
    """Acts on stored hints; returns how many. Doing one twice changes nothing."""
    async with parts.db.read() as session:
        waiting = await hint_rows.unhandled(session, since=parts.clock.now() - HINT_LIFE, limit=20)
    await in_turn(waiting, partial(_take, parts))
    return len(waiting)


async def _take(parts: EngineParts, row: WebhookInbox) -> None:
    if await _act(parts, row):
        crash_point("hint-acted")
        async with parts.db.write(joins_update=False) as session:
            await hint_rows.mark_handled(session, row.provider, row.event_key, parts.clock.now())


async def _act(parts: EngineParts, row: WebhookInbox) -> bool:
    """False when the provider could not be asked, or told to stop: the hint stays for the next tick."""
    provider = parts.providers.get(row.provider)
    async with parts.db.read() as session:
        attempt = await session.get(Attempt, row.attempt_id)
    if attempt is None or provider is None:
        return True
    with about_job(attempt.job_id):
        return await _act_on(parts, provider, attempt, row)


async def _act_on(parts: EngineParts, provider: Provider, attempt: Attempt, row: WebhookInbox) -> bool:
    ref = ProviderRef(row.provider_ref, attempt.endpoint, {})
    if attempt.provider_ref == row.provider_ref:
        if attempt.state is AttemptState.DUPLICATE:
            return await cancel_stray(parts, attempt.id)
        await _look_soon(parts, attempt)
        if not await _needs_pin(parts, row):
            return True
        ref = ref_of(attempt)
    try:
        look = await provider.look(ref)
    except ProviderError:
        return False
    return isinstance(look, Missing) or await _adopt(parts, attempt, ref, row)


async def _needs_pin(parts: EngineParts, row: WebhookInbox) -> bool:
    if row.account_id is None:
        return False
    async with parts.db.write(joins_update=False) as session:
        return (await standing_of(session, row.provider)).account_id is None


async def _look_soon(parts: EngineParts, attempt: Attempt) -> None:
    async with parts.db.write(joins_update=False) as session:
        await rows.move_job(session, attempt.job_id, {JobState.RUNNING}, {"next_at": parts.clock.now()})
        session.wake("poll")


async def _adopt(parts: EngineParts, attempt: Attempt, ref: ProviderRef, row: WebhookInbox) -> bool:
    """Our own key sees this call: take it as the attempt's, and pin the account that signed the webhook.

    False when it is a duplicate that could not be told to stop.
    """
    async with parts.db.write(joins_update=False) as session:
        if row.account_id is not None:
            standing = await standing_of(session, row.provider)
            standing.account_id = standing.account_id or row.account_id
        if attempt.provider_ref == ref.id and attempt.state is not AttemptState.CALLING:
            return True
        if await rows.known_refs(session, attempt.provider, [ref.id]):
            return True
        if attempt.provider_ref is not None:
            await _alert_mismatch(session, parts, attempt)
            return True
        wanted = await record_accepted(session, parts, attempt.id, ref, how="webhook")
        await rows.move_job(session, attempt.job_id, {JobState.RUNNING}, {"next_at": parts.clock.now()})
        session.wake("poll")
    return wanted or await cancel_stray(parts, attempt.id)
