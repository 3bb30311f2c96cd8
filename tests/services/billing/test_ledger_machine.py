"""Any order of grants, holds and settlements leaves the balances that plain arithmetic gives."""

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from db.database import Database
from db.models import Job
from services.billing import ledger
from services.errors import LimitReachedError
from tests.model.peek import Peek
from tests.support.clock import FakeClock
from tests.support.rows import make_job, make_user

PEOPLE = (1, 2)
GOODS = ((4, 1), (7, 3), (0, 2), (10, 3))
"""Price and pieces of the four jobs that each person may order."""

numbers = st.integers(0, len(PEOPLE) * len(GOODS) - 1)


class LedgerMachine(RuleBasedStateMachine):
    """Beside the ledger it keeps three numbers for each person, by its own arithmetic."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "ledger.db"
        shutil.copyfile(self.template, path)
        self._runner, self._db, self._clock = asyncio.Runner(), Database(f"sqlite:///{path}"), FakeClock()
        self._peek = Peek(path)
        self._jobs: list[Job] = self._runner.run(self._people_and_jobs())
        self.wallet = dict.fromkeys(PEOPLE, 0)
        self.hold = dict.fromkeys(PEOPLE, 0)
        self.earned = 0
        self.keys: set[str] = set()
        self.held: set[int] = set()
        self.settled: set[int] = set()

    @initialize()
    def welcome(self) -> None:
        """Enough for some of the jobs."""
        for user in PEOPLE:
            self.grant(user, 12, f"welcome:{user}")

    @rule(user=st.sampled_from(PEOPLE), amount=st.integers(1, 12), key=st.sampled_from("abc"))
    def grant(self, user: int, amount: int, key: str) -> None:
        self._do(ledger.grant, user, amount, key)
        if key not in self.keys:
            self.keys.add(key)
            self.wallet[user] += amount

    @rule(number=numbers)
    def hold_price(self, number: int) -> None:
        job = self._jobs[number]
        is_taken = self._do(ledger.hold, job)
        if job.price and number not in self.held:
            assert is_taken == (self.wallet[job.user_id] >= job.price)
            if is_taken:
                self.held.add(number)
                self._move(job.user_id, -job.price)

    @rule(number=numbers, pieces=st.integers(0, 3), is_held=st.booleans())
    def settle(self, number: int, pieces: int, is_held: bool) -> None:
        """Of those that are held more often than of any."""
        known = sorted(self.held)
        number = known[number % len(known)] if is_held and known else number
        job = self._jobs[number]
        done = min(pieces, job.units)
        self._do(ledger.settle, job, done)
        if number in self.held - self.settled:
            self.settled.add(number)
            self._move(job.user_id, job.price)
            worth = job.price * done // job.units
            self.wallet[job.user_id] -= worth
            self.earned += worth

    @invariant()
    def balances_are_right(self) -> None:
        accounts = self._peek.rows("SELECT kind, owner, balance FROM account")
        rows = {(kind, owner): balance for kind, owner, balance in accounts}
        for user in PEOPLE:
            assert rows.get(("wallet", user), 0) == self.wallet[user] >= 0
            assert rows.get(("hold", user), 0) == self.hold[user] >= 0
        assert rows.get(("revenue", 0), 0) == self.earned
        assert sum(rows.values()) == 0
        assert self._peek.rows("SELECT tx_id FROM ledger_entry GROUP BY 1 HAVING SUM(amount) <> 0") == []

    def teardown(self) -> None:
        self._peek.close()
        self._runner.run(self._db.close())
        self._runner.close()
        self._folder.cleanup()

    def _move(self, user: int, amount: int) -> None:
        self.wallet[user] += amount
        self.hold[user] -= amount

    def _do(self, step: Any, *given: Any) -> bool:
        async def work() -> bool:
            try:
                async with self._db.write() as session:
                    await step(session, self._clock, *given)
            except LimitReachedError:
                return False
            return True

        return self._runner.run(work())

    async def _people_and_jobs(self) -> list[Job]:
        people = [await make_user(self._db, id=user) for user in PEOPLE]
        return [await make_job(self._db, user, price=price, units=n) for user in people for price, n in GOODS]


def test_the_ledger_agrees_with_plain_arithmetic(sqlite_template: Path) -> None:
    """Repeats, wrong turns and empty wallets included; the same searches every time."""
    machine = seed(1)(type("Machine", (LedgerMachine,), {"template": sqlite_template}))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
