"""The nightly look at the books."""

from collections.abc import Mapping

from db.database import Database
from services.billing import ledger
from services.messaging.outbox import alert_admins
from services.ports import Clock

MOST_TOLD = 5
"""Faults that admins are told in words."""


class LedgerAudit:
    """Counts the ledger's faults; one is one too many."""

    def __init__(self, db: Database, clock: Clock, admin_ids: tuple[int, ...]) -> None:
        self._db = db
        self._clock = clock
        self._admin_ids = admin_ids

    async def look(self) -> Mapping[str, int]:
        """How many faults there are; the admins are told once a day. Changes nothing in the books."""
        async with self._db.read() as session:
            faults = await ledger.audit(session)
        if faults:
            async with self._db.write(joins_update=False) as session:
                await alert_admins(
                    session,
                    self._clock,
                    self._admin_ids,
                    key=f"ledger-fault:{self._clock.now():%Y-%m-%d}",
                    code="ledger-fault",
                    params={"count": len(faults), "faults": "\n".join(faults[:MOST_TOLD])},
                )
        return {"faults": len(faults)}
