"""Working through several queues beside each other, each of them in its order."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from services.in_turn import in_turn

Item = TypeVar("Item")


async def side_by_side(
    queues: Sequence[Sequence[Item]], work: Callable[[Item], Awaitable[None]], *, at_once: int
) -> None:
    """Calls `work` on every item, up to `at_once` queues at a time; they are begun in their order.

    As in `in_turn`, an unexpected error costs its item this turn and the first one is raised at the end.
    """
    waiting = iter(queues)
    failed: list[Exception] = []

    async def hand() -> None:
        for queue in waiting:
            try:
                await in_turn(queue, work)
            except Exception as error:  # noqa: BLE001 (raised below)
                failed.append(error)

    hands = min(at_once, len(queues))
    if hands == 1:
        await hand()  # in the caller's own task: nothing is to be joined
    else:
        await asyncio.gather(*(hand() for _ in range(hands)))
    if failed:
        raise failed[0]
