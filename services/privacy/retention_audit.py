"""A second look at what retention promises: whether what should be gone is gone."""

from collections.abc import Mapping
from datetime import timedelta

from db.database import Database
from db.repositories.retention_audit import Deadlines, count_late
from services.messaging.outbox import alert_admins
from services.ports import Clock
from services.privacy.retention import DRAFT_LIFE, TRANSLATION_LIFE, UPDATE_LIFE

PATIENCE = timedelta(days=1)
"""Retention runs every hour and tries again what failed; what it has not done in a day, it will not do by itself."""


class RetentionAudit:
    """Counts what is late and tells the admins."""

    def __init__(self, db: Database, clock: Clock, admin_ids: tuple[int, ...]) -> None:
        self._db = db
        self._clock = clock
        self._admin_ids = admin_ids

    async def look(self) -> Mapping[str, int]:
        """How many of each kind are still here a day after they should have gone; changes nothing.

        The admins are told once for a day.
        """
        late_since = self._clock.now() - PATIENCE
        deadlines = Deadlines(
            dated=late_since,
            updates=late_since - UPDATE_LIFE,
            drafts=late_since - DRAFT_LIFE,
            translations=late_since - TRANSLATION_LIFE,
        )
        async with self._db.read() as session:
            late = await count_late(session, deadlines)
        if any(late.values()):
            async with self._db.write(joins_update=False) as session:
                await alert_admins(
                    session,
                    self._clock,
                    self._admin_ids,
                    key=f"retention-late:{self._clock.now():%Y-%m-%d}",
                    code="retention-late",
                    params=late,
                )
        return late
