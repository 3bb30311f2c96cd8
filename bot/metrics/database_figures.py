"""What the rows say; every replica tells the same. Which figures there are stands in `row_figures`."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import TypeVar

from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.metrics.row_figures import BOOKS, WORK, Books, Present
from db.database import Database
from db.repositories import figures as rows
from db.repositories.health import NO_ANSWER
from db.sessions import ReadSession
from services.billing.budget import BudgetRules, month_spent, standing_budget
from services.operating.nightly import action_of
from services.operating.success import success_rates
from services.ports import Clock

Answer = TypeVar("Answer")

WORK_SECONDS = 10.0
"""How long a count of the work at hand is good enough, however many collectors ask."""
BOOKS_SECONDS = 60.0
"""The same for sums over a month."""
ANSWER_SECONDS = 5.0
"""How long the database may take; a collector gives up after ten as a rule."""


class DatabaseFigures(Collector):
    """Counts rows before a collection, not more often than is good. While the database does not answer it tells
    nothing about rows; what the process knows by itself is told all the same."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        budget: BudgetRules,
        audits: Sequence[str],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db = db
        self._clock = clock
        self._budget = budget
        self._audits = audits
        self._monotonic = monotonic
        self._one_by_one = asyncio.Lock()
        self._work: Present | None = None
        self._books: Books | None = None
        self._work_until = self._books_until = 0.0

    async def refresh(self) -> None:
        """Counts anew what is too old."""
        async with self._one_by_one:
            now = self._monotonic()
            if now >= self._work_until:
                self._work, self._work_until = None, now + WORK_SECONDS
                self._work = await self._ask(self._count_work)
            if now >= self._books_until:
                self._books, self._books_until = None, now + BOOKS_SECONDS
                self._books = await self._ask(self._read_books)

    def collect(self) -> Iterator[Metric]:
        """The figures of the last count."""
        yield from (figure.family(self._work) for figure in WORK)
        yield from (figure.family(self._books) for figure in BOOKS)

    async def _ask(self, question: Callable[[ReadSession], Awaitable[Answer]]) -> Answer | None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._db.read() as session:
                return await question(session)
        except NO_ANSWER:
            return None

    async def _count_work(self, session: ReadSession) -> Present:
        at = self._clock.now()
        return Present(at, await rows.count_work(session, at))

    async def _read_books(self, session: ReadSession) -> Books:
        found = {name: await rows.newest_findings(session, action_of(name)) for name in self._audits}
        return Books(
            spent=await month_spent(session, self._clock),
            limit=(await standing_budget(session, self._budget)).monthly_usd,
            rates=await success_rates(session, self._clock),
            findings={name: each for name, each in found.items() if each is not None},
            broadcast=await rows.broadcast_counts(session),
        )
