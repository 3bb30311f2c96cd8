"""How far a broadcast is, from its rows alone, so that every replica can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from db.database import Database
from db.enums import BroadcastState
from db.models import Broadcast
from db.repositories.broadcasts import broadcast
from db.repositories.deliveries import newest_deliveries
from services.errors import NotFoundError
from services.messaging import variants
from services.messaging.segments import Segment
from services.messaging.variants import Variants
from services.ports import Clock

RATE_OF = 640
"""The rate is that of so many deliveries, the newest ones."""

STALE = timedelta(seconds=15)
"""When nothing was written for so long, nothing is being sent."""


@dataclass(frozen=True)
class BroadcastProgress:
    """`rate`: deliveries a second at present, 0 while nothing is sent. `left`: people who were counted and have no
    result yet. `seconds_left`: None while nobody can say. `fault`: why it paused by itself."""

    broadcast_id: UUID
    state: BroadcastState
    segment: Segment
    variants: Variants
    silent: bool
    expected: int
    sent: int
    blocked: int
    failed: int
    unknown: int
    removed: int
    left: int
    rate: float
    seconds_left: int | None
    start_at: datetime | None
    fault: str | None

    @property
    def reached(self) -> int:
        """People who have it or may have it."""
        return self.sent + self.unknown

    @property
    def settled(self) -> int:
        """People of whom it is known what became of it."""
        return self.sent + self.blocked + self.failed + self.unknown


async def progress_of(db: Database, clock: Clock, broadcast_id: UUID) -> BroadcastProgress:
    """The present figures. Raises `NotFoundError('broadcast')`."""
    async with db.read() as session:
        row = await broadcast(session, broadcast_id)
        if row is None:
            raise NotFoundError("broadcast")
        count, first, last = await newest_deliveries(session, broadcast_id, RATE_OF)
    rate = rate_of(count, first, last, clock.now()) if row.state is BroadcastState.RUNNING else 0.0
    left = left_of(row)
    return BroadcastProgress(
        broadcast_id=row.id,
        state=row.state,
        segment=Segment.from_json(row.segment),
        variants=variants.from_json(row.variants),
        silent=row.silent,
        expected=row.expected,
        **_counts(row),
        left=left,
        rate=rate,
        seconds_left=round(left / rate) if rate else None,
        start_at=row.start_at,
        fault=row.fault,
    )


def rate_of(count: int, first: datetime | None, last: datetime | None, now: datetime) -> float:
    """Deliveries a second: `count` of them were written between `first` and `last`, in steps of one transaction."""
    if first is None or last is None or now - last > STALE or last <= first:
        return 0.0
    return count / (last - first).total_seconds()


def left_of(row: Broadcast) -> int:
    """People who were counted and have no result yet; nobody once it is over. An estimate: people come and go."""
    if row.state not in (BroadcastState.SCHEDULED, BroadcastState.RUNNING, BroadcastState.PAUSED):
        return 0
    return max(0, row.expected - row.sent - row.blocked - row.failed - row.unknown)


def _counts(row: Broadcast) -> Mapping[str, int]:
    return {name: getattr(row, name) for name in ("sent", "blocked", "failed", "unknown", "removed")}
