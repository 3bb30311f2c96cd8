"""Work of every night that one replica does: a second look at what must be true."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from db.claims import Lease, claim_slot, take_lease
from db.database import Database
from db.models import Audit
from db.repositories.slots import forget_slots, is_slot_taken
from services.ports import Clock

FROM_HOUR = 3
"""UTC; a day whose night was missed is caught up when a process runs again."""
LEASE_SECONDS = 3600.0
"""How long others wait for a process that may have died at it. Each work may be begun anew, also while it still runs
elsewhere."""
SLOTS_KEPT = timedelta(days=90)

Work = Callable[[], Awaitable[Mapping[str, int]]]


def action_of(name: str) -> str:
    """Under which action the findings of a work lie among the audit rows."""
    return f"audit-{name}"


@dataclass(frozen=True)
class Nightly:
    """Does each of `works` once a day, over all replicas. `owner` names this process in leases."""

    db: Database
    clock: Clock
    owner: str
    works: Mapping[str, Work]

    async def look(self, name: str) -> int:
        """Does the work of that name unless it is done for today, or not yet time; 1 when it did.

        What it found is written down as an audit row together with the day's slot; a work that fails leaves neither
        and is tried again at the next look.
        """
        now = self.clock.now()
        day = f"{now:%Y-%m-%d}"
        if now.hour < FROM_HOUR or await self._is_done(name, day) or not await self._is_mine(name):
            return 0
        found = await self.works[name]()
        async with self.db.write(joins_update=False) as session:
            if await claim_slot(session, action_of(name), day, now):
                session.add(Audit(actor_id=None, action=action_of(name), data=dict(found), at=now))
            await forget_slots(session, action_of(name), now - SLOTS_KEPT)
        return 1

    async def _is_done(self, name: str, day: str) -> bool:
        async with self.db.read() as session:
            return await is_slot_taken(session, action_of(name), day)

    async def _is_mine(self, name: str) -> bool:
        async with self.db.write(joins_update=False) as session:
            lease = Lease(self.owner, LEASE_SECONDS)
            return await take_lease(session, f"nightly:{name}", self.clock, lease)
