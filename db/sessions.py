"""Two kinds of session: one that can only read and one that may write.

A function that takes a `ReadSession` promises not to change anything; on SQLite and PostgreSQL the database
itself refuses a write on it.
"""

from collections.abc import Callable
from contextvars import ContextVar

from sqlalchemy.ext.asyncio import AsyncSession


class ReadSession(AsyncSession):
    """A session for questions."""


class WriteSession(ReadSession):
    """A session inside a unit of work; only `Database.write` commits it."""

    def wake(self, topic: str) -> None:
        """Asks, once committed, for the worker of `topic` to look at once instead of at its next tick."""
        self.info.setdefault("wakes", set()).add(topic)

    def once_committed(self, tell: Callable[[], None]) -> None:
        """Calls `tell` after the commit, never without one: for what is only true then, such as a log line."""
        self.info.setdefault("tells", []).append(tell)


open_unit_of_work: ContextVar[bool] = ContextVar("open_unit_of_work", default=False)


class NetworkInsideTransactionError(RuntimeError):
    """A network call was begun while a unit of work is open: it would stop every other writer."""


def assert_no_unit_of_work() -> None:
    """Called by every door to the outside (providers, Telegram, storage) before the first byte leaves."""
    if open_unit_of_work.get():
        raise NetworkInsideTransactionError
