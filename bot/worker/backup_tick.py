"""The nightly backup: one process makes it, and the admins hear when it fails."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot.worker.tick import TickPlan
from db.claims import Lease, claim_slot, give_lease_back, take_lease
from db.database import Database
from db.repositories.slots import forget_slots, is_slot_taken
from services.backup.backups import Backups
from services.backup.errors import BackupError
from services.messaging.outbox import alert_admins
from services.ports import Clock

NAME = "backup"
LOOK_SECONDS = 300.0
NIGHT_HOUR = 2
"""UTC. The first look after 02:00 makes the day's backup; after a stop that is later in the day."""

HOLD_SECONDS = 3600.0
"""How long others leave it to this process, and how long a failed backup is left alone."""

RECORD_AGE = timedelta(days=90)


@dataclass(frozen=True)
class BackupTick:
    """Looks every few minutes whether the day's backup is there; the copies of `kept` nights stay."""

    db: Database
    clock: Clock
    backups: Backups
    kept: int
    owner: str
    admin_ids: tuple[int, ...]

    def plan(self) -> TickPlan:
        """The tick."""
        return TickPlan(NAME, LOOK_SECONDS, self.look, (), jitter=60.0)

    async def look(self) -> int:
        """Makes the day's backup unless it is made, or another process is at it."""
        now = self.clock.now()
        day = f"{now:%Y-%m-%d}"
        if now.hour < NIGHT_HOUR or not await self._is_ours(day):
            return 0
        try:
            await self._make()
        except BackupError as error:
            await self._tell(day, str(error))
            return 0
        async with self.db.write(joins_update=False) as session:
            await claim_slot(session, NAME, day, now)
            await forget_slots(session, NAME, now - RECORD_AGE)
            await give_lease_back(session, NAME, self.owner)
        return 0

    async def _make(self) -> None:
        try:
            await self.backups.make(nightly=True)
        except BackupError:
            # Rows may have been copied before the files failed, and will be at each further try.
            with suppress(BackupError):
                await self.backups.keep_newest(self.kept)
            raise
        await self.backups.keep_newest(self.kept)

    async def _is_ours(self, day: str) -> bool:
        async with self.db.read() as reading:
            if await is_slot_taken(reading, NAME, day):
                return False
        async with self.db.write(joins_update=False) as session:
            # Under the lease once more: who had it until now may just have finished.
            ours = await take_lease(session, NAME, self.clock, Lease(self.owner, HOLD_SECONDS), renews=False)
            return ours and not await is_slot_taken(session, NAME, day)

    async def _tell(self, day: str, reason: str) -> None:
        async with self.db.write(joins_update=False) as session:
            await alert_admins(
                session,
                self.clock,
                self.admin_ids,
                key=f"backup:{day}",
                code="backup-failed",
                params={"reason": reason},
            )
