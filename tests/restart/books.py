"""What the database says when it is over, asked in plain SQL."""

from collections import Counter
from dataclasses import dataclass

import asyncpg

UPDATES = """
SELECT count(*) AS updates,
       count(*) FILTER (WHERE handled_at IS NULL AND quarantined_at IS NULL) AS waiting,
       count(*) FILTER (WHERE quarantined_at IS NOT NULL) AS quarantined,
       coalesce(sum(failures), 0) AS failures
FROM tg_update
"""


@dataclass(frozen=True)
class Books:
    """`failures`: tries of updates that failed, whatever became of them. `unsure`: messages of unknown fate. `unsent`:
    messages that are still to go out. `languages` by person, `jobs` by state."""

    updates: int
    waiting: int
    quarantined: int
    failures: int
    unsure: int
    unsent: int
    languages: dict[int, str]
    jobs: Counter[str]

    @property
    def busy(self) -> bool:
        """Whether anything is still to be done."""
        return bool(self.waiting or self.unsent or set(self.jobs) - {"succeeded", "failed", "cancelled"})


async def books_of(url: str) -> Books:
    """The books as they are now."""
    connection = await asyncpg.connect(url)
    try:
        updates = await connection.fetchrow(UPDATES)
        messages = dict(await connection.fetch("SELECT state, count(*) FROM outbox GROUP BY state"))
        people = await connection.fetch('SELECT id, language FROM "user"')
        jobs = dict(await connection.fetch("SELECT state, count(*) FROM job GROUP BY state"))
    finally:
        await connection.close()
    return Books(
        **dict(updates),
        unsure=messages.get("unsure", 0),
        unsent=messages.get("pending", 0) + messages.get("sending", 0),
        languages=dict(people),
        jobs=Counter(jobs),
    )
