"""Working through claimed rows, so that one that always fails holds up nobody else."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")


async def in_turn(items: Iterable[Item], work: Callable[[Item], Awaitable[None]]) -> None:
    """Calls `work` on each item. An unexpected error costs its item this turn; the first one is raised at the end.

    Rows are claimed in the order in which they are due: without this, those claimed together with a failing row would
    be skipped with it every time.
    """
    failed: Exception | None = None
    for item in items:
        try:
            await work(item)
        except Exception as error:  # noqa: BLE001 (raised below)
            failed = failed or error
    if failed is not None:
        raise failed
