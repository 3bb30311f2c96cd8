"""What must be true after every step and in the end, by plain SQL and the outside's own books.

Nothing of the product is asked: a fault in its code cannot be a fault of the oracle as well.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.model.world import Order, World

ENDED = {"succeeded", "failed", "cancelled"}


class PromiseBrokenError(AssertionError):
    """A promise does not hold; the text begins with its name."""


@dataclass
class Oracle:
    """Remembers how jobs have ended, to see whether they stay so."""

    world: World
    ends: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def after_a_step(self) -> None:
        """Raises when a promise is broken at this moment."""
        self._outside()
        self._ends_stay()
        self._books_balance()
        self._credits_are_where_they_belong()
        self._calls_are_our_own()

    def in_the_end(self) -> None:
        """Raises when calm has come and something is not at its end."""
        self.after_a_step()
        self._all_has_ended()
        self._all_is_told()

    def is_quiet(self) -> bool:
        """Whether nothing is at work and nothing waits to be sent."""
        ask = self.world.peek.rows
        return not (
            ask("SELECT 1 FROM job WHERE state NOT IN ('succeeded', 'failed', 'cancelled') LIMIT 1")
            or ask("SELECT 1 FROM outbox WHERE state IN ('pending', 'sending') LIMIT 1")
            or ask("SELECT 1 FROM webhook_inbox WHERE handled_at IS NULL LIMIT 1")
        )

    def _outside(self) -> None:
        if self.world.books.faults:
            raise PromiseBrokenError(self.world.books.faults[0])

    def _ends_stay(self) -> None:
        query = "SELECT id, state, units_done, error_code, finished_at FROM job WHERE finished_at IS NOT NULL"
        for job, *end in self.world.peek.rows(query):
            if self.ends.setdefault(job, tuple(end)) != tuple(end):
                raise PromiseBrokenError(f"an end has changed: from {self.ends[job]} to {end}")
        alive = {job for (job,) in self.world.peek.rows("SELECT id FROM job WHERE finished_at IS NULL")}
        if alive & self.ends.keys():
            raise PromiseBrokenError("an end has changed: a job goes on after its end")

        ended = "SELECT job_id FROM job_event WHERE name IN ('succeeded', 'failed', 'cancelled') GROUP BY 1"
        if self.world.peek.rows(f"{ended} HAVING COUNT(*) > 1"):
            raise PromiseBrokenError("an end has changed: a job has ended twice")

    def _books_balance(self) -> None:
        ask = self.world.peek.rows
        if found := ask("SELECT tx_id FROM ledger_entry GROUP BY tx_id HAVING SUM(amount) <> 0 OR COUNT(*) <> 2"):
            raise PromiseBrokenError(f"the books do not balance: {len(found)} movements do not sum to 0")
        query = (
            "SELECT kind, balance, (SELECT COALESCE(SUM(amount), 0) FROM ledger_entry e WHERE e.account_id = a.id)"
            " FROM account a"
        )
        for kind, balance, total in ask(query):
            if balance != total:
                raise PromiseBrokenError(f"the books do not balance: a {kind} shows {balance}, its entries {total}")
            if kind in {"wallet", "hold"} and balance < 0:
                raise PromiseBrokenError(f"the books do not balance: a {kind} has {balance}")

    def _credits_are_where_they_belong(self) -> None:
        """What came in is in the wallet, held for what is open, or earned by what was delivered."""
        query = "SELECT id, state, units_done, review_since FROM job"
        rows = {job: (state, done, review) for job, state, done, review in self.world.peek.rows(query)}
        accounts = {(kind, owner): balance for kind, owner, balance in self._accounts()}
        held: Counter[int] = Counter()
        earned: Counter[int] = Counter()
        for order in self.world.orders:
            state, done, review = rows[order.job.hex]
            worth = self._worth(order, done) if state == "succeeded" else 0
            if review is not None:
                continue  # the credits went back then, for good
            held[order.user] += 0 if state in ENDED else order.price
            earned[order.user] += worth
        for user, granted in self.world.granted.items():
            wallet = granted - held[user] - earned[user]
            real = accounts.get(("wallet", user), 0), accounts.get(("hold", user), 0)
            if real != (wallet, held[user]):
                raise PromiseBrokenError(f"credits went astray: wallet and hold are {real}, not {wallet, held[user]}")
        if accounts.get(("revenue", 0), 0) != earned.total():
            raise PromiseBrokenError("credits went astray: what was earned is not what was delivered")

    def _worth(self, order: Order, done: int) -> int:
        """The price of the pieces that a provider has really made for this order."""
        runs = [run for each in self.world.providers.values() for run in each.runs.values()]
        mine = [run for run in runs if run.post.job == order.job.hex and run.state == "done" and run.usable]
        if not mine or done > min(order.units, max(run.pieces for run in mine)):
            raise PromiseBrokenError("a success without a result")
        return order.price * done // order.units

    def _accounts(self) -> list[tuple[Any, ...]]:
        return self.world.peek.rows("SELECT kind, owner, balance FROM account")

    def _calls_are_our_own(self) -> None:
        """What a paid call is believed to be is what its provider has taken for the same order."""
        query = "SELECT provider, provider_ref, job_id FROM attempt WHERE provider_ref IS NOT NULL"
        for provider, ref, job in self.world.peek.rows(query):
            run = self.world.providers[provider].runs.get(ref)
            if run is None or run.post.job != job:
                raise PromiseBrokenError("believed unseen: a call was adopted that is not this order's")

    def _all_has_ended(self) -> None:
        ask = self.world.peek.rows
        if stuck := ask("SELECT state, COUNT(*) FROM job WHERE finished_at IS NULL GROUP BY 1"):
            raise PromiseBrokenError(f"stuck: {stuck}")
        if ask("SELECT 1 FROM attempt WHERE state IN ('calling', 'accepted')"):
            raise PromiseBrokenError("stuck: a paid call is neither settled nor given up")
        if waiting := ask("SELECT kind, state FROM outbox WHERE state IN ('pending', 'sending', 'unreachable')"):
            raise PromiseBrokenError(f"stuck: messages wait: {waiting}")

    def _all_is_told(self) -> None:
        for order in self.world.orders:
            job = order.job.hex
            state = self.world.peek.state_of(job)
            if self.world.telegram.shown.get(job) != state:
                raise PromiseBrokenError(f"a card is wrong: {self.world.telegram.shown.get(job)} instead of {state}")
        for key, kind, state in self.world.peek.rows("SELECT id, kind, state FROM outbox WHERE kind <> 'card'"):
            if state == "sent" and not self.world.telegram.heard[key]:
                raise PromiseBrokenError(f"unheard: a {kind} counts as sent and never arrived")
