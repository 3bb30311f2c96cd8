"""Erasing at the providers: what they keep of a model goes after it has gone here.

Nothing here holds up the erasing at our side, and nothing is forgotten: a row stays until its provider says that
nothing is left, over restarts, silence, and times without a key.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from db.claims import claim_leaving
from db.database import Database
from db.repositories import hosted_models as rows
from services.errors import ProviderError
from services.in_turn import in_turn
from services.messaging.outbox import alert_admins
from services.ports import Clock
from services.providers.base import Provider

ANSWER_SECONDS = 240.0
"""How long a provider may take over one model; each of its questions takes a second or two as a rule."""
LEASE_SECONDS = 300.0
"""How long a model that is being forgotten is not trained anew; longer than `ANSWER_SECONDS`."""
AFTER_FAILURE = timedelta(hours=24)
"""How long a model without a single good training keeps its place: most people try again at once or never."""
ADMINS_AFTER = timedelta(days=7)
"""How long a provider may keep what it was to forget before admins are told."""
MOST_NAMES = 10
"""How many models are named to admins."""

# These say something about the provider, not about the model.
_OUT_OF_REACH = frozenset({"provider-key", "provider-unreachable"})


class HostedModels:
    """Has providers forget models; several replicas may run it at once, and any run may be cut off and repeated."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        providers: Mapping[str, Provider],
        admin_ids: tuple[int, ...] = (),
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._db = db
        self._clock = clock
        self._providers = providers
        self._admin_ids = admin_ids
        self._answer_seconds = answer_seconds

    async def forget_due(self) -> int:
        """Asks each provider once about every model that should be gone from there; how many are.

        A provider that cannot be reached is left alone until the next run. Failures are kept for the next run and
        for the admins, not raised.
        """
        started = self._clock.now()
        async with self._db.write(joins_update=False) as session:
            await rows.mark_leaving(session, started, ended_before=started - AFTER_FAILURE)
        gone: list[UUID] = []

        async def ask(provider: Provider) -> None:
            while (row_id := await self._claim(provider, started)) is not None:
                error = await self._forget(provider, row_id, gone)
                if error in _OUT_OF_REACH:
                    return

        try:
            await in_turn(self._providers.values(), ask)
        finally:
            await self._tell_admins(started)
        return len(gone)

    async def _claim(self, provider: Provider, started: datetime) -> UUID | None:
        async with self._db.write(joins_update=False) as session:
            return await claim_leaving(session, provider.name, self._clock, LEASE_SECONDS, asked_before=started)

    async def _forget(self, provider: Provider, row_id: UUID, gone: list[UUID]) -> str | None:
        """Asks about one claimed row and notes the answer; the code of a failure."""
        async with self._db.read() as session:
            place = await rows.leaving_place(session, row_id)
        if place is None:
            return None
        is_gone, error = False, None
        try:
            async with asyncio.timeout(self._answer_seconds):
                is_gone = await provider.forget(place)
        except ProviderError as failure:
            error = failure.code
        except TimeoutError:
            error = "provider-unreachable"
        async with self._db.write(joins_update=False) as session:
            if is_gone:
                await rows.drop_left(session, row_id)
            else:
                await rows.keep_leaving(session, row_id, error)
        gone += [row_id] if is_gone else []
        return error

    async def _tell_admins(self, now: datetime) -> None:
        async with self._db.read() as session:
            late = await rows.leftovers(session, now - ADMINS_AFTER)
        for left in late:
            reason = (left.error or "slow") if left.provider in self._providers else "no-key"
            async with self._db.write(joins_update=False) as session:
                await alert_admins(
                    session,
                    self._clock,
                    self._admin_ids,
                    # The same as long as the oldest stays, so this is told once.
                    key=f"models-kept:{left.provider}:{left.since:%Y-%m-%dT%H:%M}",
                    code="models-kept",
                    params={
                        "provider": left.provider,
                        "count": len(left.places),
                        "since": f"{left.since:%Y-%m-%d}",
                        "reason": reason,
                        "names": "\n".join(left.places[:MOST_NAMES]),
                    },
                )
