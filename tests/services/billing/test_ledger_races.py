"""Everybody moves credits at once: the books hold, whoever comes first, and nobody waits for ever."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy import text

from db.database import Database
from db.models import Job, User
from services.billing import ledger
from services.errors import LimitReachedError
from tests.support.clock import FakeClock
from tests.support.rows import make_job, make_user

JOBS_EACH = 6
PRICE, PIECES = 7, 3
CREDITS = 20
"""Enough for two of a person's six jobs."""

Step = Callable[[], Awaitable[None]]


class Bank:
    """Takes single steps, each in a transaction of its own; `held` are the jobs whose hold was not refused."""

    def __init__(self, db: Database, clock: FakeClock) -> None:
        self._db = db
        self._clock = clock
        self.held: set[str] = set()

    async def hold(self, job: Job) -> None:
        """Sets the price aside, if the wallet has it."""
        try:
            async with self._db.write() as session:
                await ledger.hold(session, self._clock, job)
        except LimitReachedError:
            return
        self.held.add(str(job.id))

    async def settle(self, job: Job, pieces: int) -> None:
        """Captures so many pieces and releases the rest."""
        async with self._db.write() as session:
            await ledger.settle(session, self._clock, job, pieces)

    async def grant(self, user: User) -> None:
        """Gives the welcome credits."""
        async with self._db.write() as session:
            await ledger.grant(session, self._clock, user.id, CREDITS, f"welcome:{user.id}")

    async def ask(self, query: str) -> list[tuple[object, ...]]:
        """The answer to a query in plain SQL."""
        async with self._db.read() as session:
            return [tuple(row) for row in await session.execute(text(query))]

    async def balances(self) -> dict[str, int]:
        """The sum of all balances of each kind of account."""
        found = await self.ask("SELECT kind, SUM(balance) FROM account GROUP BY kind")
        return {str(kind): int(str(total)) for kind, total in found}


async def test_a_crowd_of_movements_keeps_the_books(db: Database, clock: FakeClock) -> None:
    """Grants, holds and settlements of k of n, each several times, in any order and at the same moment, over accounts
    that all share: no wallet below zero, nothing from nowhere, no deadlock."""
    bank = Bank(db, clock)
    people = [await make_user(db) for _ in range(3)]
    jobs = [await make_job(db, user, price=PRICE, units=PIECES) for user in people for _ in range(JOBS_EACH)]
    steps: list[Step] = [partial(bank.grant, user) for user in people for _ in range(3)]
    steps += [partial(bank.hold, job) for job in jobs for _ in range(3)]
    steps += [partial(bank.settle, job, pieces) for job in jobs for pieces in range(PIECES + 1)]
    random.Random(7).shuffle(steps)
    await asyncio.gather(*(step() for step in steps))
    await _check(bank, len(people))
    await asyncio.gather(*(bank.settle(job, 0) for job in jobs for _ in range(2)))
    await _check(bank, len(people))
    assert (await bank.balances())["hold"] == 0


async def test_pieces_of_one_job_are_settled_once(db: Database, clock: FakeClock) -> None:
    """Twelve hands settle the same three pieces differently: one of them has decided, and all of it is paid for or
    given back."""
    bank = Bank(db, clock)
    user = await make_user(db)
    await bank.grant(user)
    job = await make_job(db, user, price=PRICE, units=PIECES)
    await bank.hold(job)
    await asyncio.gather(*(bank.settle(job, pieces % (PIECES + 1)) for pieces in range(12)))
    balances = await bank.balances()
    assert balances.get("revenue", 0) in {PRICE * pieces // PIECES for pieces in range(PIECES + 1)}
    assert balances["wallet"] == CREDITS - balances.get("revenue", 0)
    assert balances["hold"] == 0


async def _check(bank: Bank, people: int) -> None:
    balances = await bank.balances()
    assert sum(balances.values()) == 0
    assert balances["wallet"] + balances["hold"] + balances.get("revenue", 0) == CREDITS * people
    assert await bank.ask("SELECT 1 FROM account WHERE kind IN ('wallet', 'hold') AND balance < 0") == []
    assert await bank.ask("SELECT tx_id FROM ledger_entry GROUP BY tx_id HAVING SUM(amount) <> 0") == []
    drifted = (
        "SELECT a.id FROM account a LEFT JOIN ledger_entry e ON e.account_id = a.id"
        " GROUP BY a.id, a.balance HAVING COALESCE(SUM(e.amount), 0) <> a.balance"
    )
    assert await bank.ask(drifted) == []
    keys = [str(key) for (key,) in await bank.ask("SELECT key FROM ledger_tx")]
    assert {key.removeprefix("hold:") for key in keys if key.startswith("hold:")} == bank.held
