"""How many trainings succeed, for each trainer. The goal is nine of ten, retries by the engine included.

A training that a person cancelled tells nothing about the trainer, nor does one that failed because of the person
(photos that the provider's filter refuses) or of the operator (a wrong key, an empty account): they are left out. What
the provider or this program did counts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from db.database import Database
from db.enums import JobState
from db.repositories.success import training_endings
from db.sessions import ReadSession
from services.error_codes import Blame, blame_of
from services.messaging.outbox import alert_admins
from services.ports import Clock

PERIOD = timedelta(days=30)
GOAL = 0.9
ENOUGH = 10
"""Trainings that must have ended before a low rate is told: three failures of four say nothing yet."""

COUNTED = frozenset({Blame.PROVIDER, Blame.PROGRAM})


@dataclass(frozen=True)
class SuccessRate:
    """Trainings of the last 30 days with one trainer."""

    trainer: str
    succeeded: int
    failed: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.succeeded / (self.succeeded + self.failed)

    @property
    def is_low(self) -> bool:
        """Whether it misses the goal, and not by chance alone."""
        return self.succeeded + self.failed >= ENOUGH and self.share < GOAL


async def success_rates(session: ReadSession, clock: Clock) -> list[SuccessRate]:
    """The rate of every trainer that has ended a training, by name."""
    good: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    for ending in await training_endings(session, clock.now() - PERIOD):
        if ending.state is JobState.SUCCEEDED:
            good[ending.trainer] += ending.count
        elif blame_of(ending.error_code) in COUNTED:
            bad[ending.trainer] += ending.count
    return [SuccessRate(trainer, good[trainer], bad[trainer]) for trainer in sorted(good | bad)]


class SuccessWatch:
    """Tells admins about trainers that fail too often."""

    def __init__(self, db: Database, clock: Clock, admin_ids: tuple[int, ...]) -> None:
        self._db = db
        self._clock = clock
        self._admin_ids = admin_ids

    async def look(self) -> Mapping[str, int]:
        """Tells about each trainer below the goal, once a week; how many there are."""
        async with self._db.write(joins_update=False) as session:
            low = [rate for rate in await success_rates(session, self._clock) if rate.is_low]
            year, week, _ = self._clock.now().isocalendar()
            for rate in low:
                await alert_admins(
                    session,
                    self._clock,
                    self._admin_ids,
                    key=f"success-low:{rate.trainer}:{year}-{week}",
                    code="success-low",
                    params={
                        "trainer": rate.trainer,
                        "percent": int(rate.share * 100),
                        "failed": rate.failed,
                        "all": rate.succeeded + rate.failed,
                    },
                )
        return {"low": len(low)}
