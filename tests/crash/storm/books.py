"""What the database says, asked in plain SQL: nothing of the product's code is in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.support.plain_sql import ask

ENDED = frozenset({"succeeded", "failed", "cancelled"})

JOBS = """
SELECT j.id, j.kind, j.state, j.price, j.review_since IS NOT NULL,
       array_remove(array_agg(a.provider_ref), NULL), array_remove(array_agg(a.data_url), NULL)
FROM job j LEFT JOIN attempt a ON a.job_id = j.id
GROUP BY j.id
"""
UNBALANCED = """
SELECT tx_id, sum(amount), count(*) FROM ledger_entry
GROUP BY tx_id HAVING sum(amount) <> 0 OR count(*) <> 2
"""
ACCOUNTS = """
SELECT kind, owner, balance, (SELECT coalesce(sum(amount), 0) FROM ledger_entry e WHERE e.account_id = a.id)
FROM account a
"""


@dataclass(frozen=True)
class Job:
    """One row of `job`, with the references and the own inputs of its paid calls."""

    id: UUID
    kind: str
    state: str
    price: int
    in_review: bool
    refs: frozenset[str]
    inputs: frozenset[str]


class Books:
    """Reads the database at `url`."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        return await ask(self._url, query)

    async def number(self, query: str) -> int:
        """The one number that a query asks for."""
        [(count,)] = await self.ask(query)
        return int(count)

    async def states(self) -> Mapping[str, int]:
        """How many jobs are in which state."""
        return dict(await self.ask("SELECT state, count(*) FROM job GROUP BY state"))

    async def unsent(self) -> int:
        """Messages that are still to go out."""
        return await self.number("SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')")

    async def unhandled(self) -> int:
        """Updates that nobody has handled."""
        return await self.number("SELECT count(*) FROM tg_update WHERE handled_at IS NULL AND quarantined_at IS NULL")

    async def known_calls(self) -> set[str]:
        """The paid calls that the bot knows by the provider's own name."""
        return {ref for (ref,) in await self.ask("SELECT provider_ref FROM attempt WHERE provider_ref IS NOT NULL")}

    async def jobs(self) -> dict[UUID, Job]:
        """Every job."""
        rows = await self.ask(JOBS)
        return {row[0]: Job(*row[:5], frozenset(row[5]), frozenset(row[6])) for row in rows}

    async def cards(self) -> dict[UUID, int]:
        """The message that is the card of a job."""
        rows = await self.ask("SELECT subject, message_id FROM status_card WHERE subject LIKE 'job:%'")
        return {UUID(subject.removeprefix("job:")): message for subject, message in rows}

    async def ledger_faults(self, granted: Mapping[int, int], spent: Mapping[int, int]) -> list[str]:
        """What is wrong with the ledger, by what each person was granted and should have spent."""
        found = [f"movement {tx} of {sides} entries sums to {total}" for tx, total, sides in await self.ask(UNBALANCED)]
        accounts = {}
        for kind, owner, balance, total in await self.ask(ACCOUNTS):
            accounts[kind, owner] = balance
            if balance != total:
                found.append(f"a {kind} shows {balance}, its entries {total}")
        for person, amount in granted.items():
            due = amount - spent.get(person, 0)
            real = accounts.get(("wallet", person), 0), accounts.get(("hold", person), 0)
            if real != (due, 0):
                found.append(f"wallet and hold of {person} are {real} instead of {due} and 0")
        earned, due = accounts.get(("revenue", 0), 0), sum(spent.values())
        return found if earned == due else [*found, f"earned are {earned} instead of {due}"]
