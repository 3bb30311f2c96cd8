"""Everything an operator wants to see at one glance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from db.database import Database
from db.enums import JobState, LoraStatus
from db.models import ProviderStanding
from db.repositories import census
from db.repositories.census import OutboxCount, PeopleCount
from services.billing.access import Access
from services.billing.budget import BudgetRules, month_spent, standing_budget
from services.billing.periods import day_of, month_of
from services.operating.success import SuccessRate, success_rates
from services.ports import Clock

SENT_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Numbers:
    """`jobs`: those that have not ended; `queued_since`: the order of the one that waits longest. `pictures`: delivered
    today; `trainings`: ordered this month, by how they stand. `spent`: USD of this month, spent or promised; `budget`:
    None without a limit. `messages.sent` are those of the last minute. `uptime` is this process's."""

    at: datetime
    people: PeopleCount
    models: Mapping[LoraStatus, int]
    jobs: Mapping[JobState, int]
    queued_since: datetime | None
    pictures: int
    trainings: Mapping[JobState, int]
    spent: Decimal
    budget: Decimal | None
    messages: OutboxCount
    providers: Sequence[ProviderStanding]
    success: Sequence[SuccessRate]
    uptime: timedelta


class LiveNumbers:
    """Counted from rows when somebody looks; for admins only, raises `ForbiddenError('admins-only')` for others."""

    def __init__(self, db: Database, clock: Clock, access: Access, budget: BudgetRules) -> None:
        self._db = db
        self._clock = clock
        self._access = access
        self._budget = budget
        self._begun = clock.now()

    async def look(self, admin_id: int) -> Numbers:
        """The numbers of this moment."""
        self._access.require_admin(admin_id)
        now = self._clock.now()
        async with self._db.read() as session:
            return Numbers(
                at=now,
                people=await census.count_people(session, now),
                models=await census.count_models(session),
                jobs=await census.count_live_jobs(session),
                queued_since=await census.oldest_queued(session),
                pictures=await census.count_delivered_pictures(session, day_of(now)),
                trainings=await census.count_ended_trainings(session, month_of(now)),
                spent=await month_spent(session, self._clock),
                budget=(await standing_budget(session, self._budget)).monthly_usd,
                messages=await census.count_messages(session, now - SENT_WITHIN),
                providers=await census.standings(session),
                success=await success_rates(session, self._clock),
                uptime=now - self._begun,
            )
