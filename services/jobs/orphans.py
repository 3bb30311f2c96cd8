"""Orphans: paid calls in a provider's own list that no job of ours knows of."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from db.claims import claim_slot
from db.enums import AttemptState
from db.models import Attempt
from db.repositories import jobs as rows
from db.repositories.slots import forget_slots
from services.errors import ProviderError
from services.jobs.attempts import record_accepted
from services.jobs.matching import is_of
from services.jobs.parts import EngineParts
from services.jobs.strays import cancel_stray
from services.messaging.outbox import alert_admins
from services.providers.base import Listed, Provider
from services.tracing import about_job

LOOKED_BACK = timedelta(hours=2)
"""Longer than eight searches are apart: one that got no answer is made good by the next."""

MARGIN = timedelta(minutes=5)
"""For clocks that differ."""

LOST_FOR = timedelta(days=3)
"""How long after its call an attempt may still be recognised in a list."""

KEPT = timedelta(days=90)
MOST_SHOWN = 5

_ORDER = (AttemptState.CALLING, AttemptState.LOST, AttemptState.VOID)
"""Whose call it rather is, where several were made with the same arguments."""


@dataclass(frozen=True)
class Found:
    """What a search came upon: calls taken for waiting attempts, calls of attempts that were given up (told to stop),
    and calls that nobody here has made, counted each time they are seen."""

    adopted: int = 0
    duplicates: int = 0
    unknown: int = 0


class OrphanSearch:
    """Compares each provider's list of the last two hours with our attempts. `endpoints` are those that our tables
    may send to, by provider.

    A call that nobody here has made may be the operator's own: it is told once, and never stopped.
    """

    def __init__(self, parts: EngineParts, endpoints: Mapping[str, Collection[str]]) -> None:
        self._parts = parts
        self._endpoints = endpoints

    async def search(self, name: str) -> Found:
        """One search at the provider `name`; an endpoint whose list cannot be had is left for the next. Repeatable."""
        provider = self._parts.providers.get(name)
        if provider is None:
            return Found()
        # The list before the rows: an attempt is committed before its call, so every call in the list has its row.
        strangers = await self._strangers(provider)
        if not strangers:
            return Found()
        async with self._parts.db.read() as session:
            lost = await rows.lost_attempts(session, name, self._parts.clock.now() - LOST_FOR, _ORDER)
        candidates = sorted(lost, key=lambda attempt: _ORDER.index(attempt.state))
        unknown: list[Listed] = []
        wanted: list[bool] = []
        for call in strangers:
            attempt = next((one for one in candidates if one.endpoint == call.ref.endpoint and is_of(one, call)), None)
            if attempt is None:
                unknown.append(call)
            else:
                candidates.remove(attempt)
                wanted.append(await self._take(attempt, call))
        await self._tell(provider, unknown)
        return Found(wanted.count(True), wanted.count(False), len(unknown))

    async def _strangers(self, provider: Provider) -> list[Listed]:
        """The listed calls that belong to no attempt. One list may show a call that another one has shown."""
        now = self._parts.clock.now()
        listed: dict[str, Listed] = {}
        for endpoint in sorted(self._endpoints.get(provider.name, ())):
            try:
                calls = await provider.listed(endpoint, now - LOOKED_BACK - MARGIN, now + MARGIN)
            except ProviderError:
                continue
            listed |= {call.ref.id: call for call in calls if call.ref.id not in listed}
        async with self._parts.db.read() as session:
            known = await rows.known_refs(session, provider.name, list(listed))
        return [call for ref, call in listed.items() if ref not in known]

    async def _take(self, attempt: Attempt, call: Listed) -> bool:
        """Whether the attempt's job still wants the call; else it is told to stop."""
        with about_job(attempt.job_id):
            async with self._parts.db.write(joins_update=False) as session:
                if await rows.known_refs(session, attempt.provider, [call.ref.id]):
                    return True
                wanted = await record_accepted(session, self._parts, attempt.id, call.ref, how="search")
                session.wake("poll")
            if not wanted:
                await cancel_stray(self._parts, attempt.id)
            return wanted

    async def _tell(self, provider: Provider, unknown: Sequence[Listed]) -> None:
        slot, now = f"orphan:{provider.name}", self._parts.clock.now()
        async with self._parts.db.write(joins_update=False) as session:
            await forget_slots(session, slot, now - KEPT)
            fresh = [call for call in unknown if await claim_slot(session, slot, _mark(call), now)]
            if not fresh:
                return
            shown = [provider.page_of(call.ref.endpoint, call.ref.id) for call in fresh[:MOST_SHOWN]]
            await alert_admins(
                session,
                self._parts.clock,
                self._parts.admin_ids,
                key=f"{slot}:{_mark(fresh[0])}",
                code="orphan-calls",
                params={"provider": provider.name, "count": len(fresh), "calls": "\n".join(shown)},
            )


def _mark(call: Listed) -> str:
    """What is kept of a call that was told."""
    return hashlib.sha256(call.ref.id.encode()).hexdigest()[:32]
