"""Queues beside each other: order inside each, so many at once, and a failure costs one item."""

import asyncio
from dataclasses import dataclass, field

import pytest

from services.side_by_side import side_by_side


@dataclass
class Work:
    """Notes what is under way and what is done, in pairs of queue and number; fails at the items of `bad`."""

    bad: frozenset[tuple[str, int]] = frozenset()
    begun: list[tuple[str, int]] = field(default_factory=list)
    done: list[tuple[str, int]] = field(default_factory=list)
    most: int = 0

    async def __call__(self, item: tuple[str, int]) -> None:
        self.begun.append(item)
        under_way = [each for each in self.begun if each not in self.done]
        assert len({queue for queue, _ in under_way}) == len(under_way), "a queue is worked on twice at a time"
        self.most = max(self.most, len(under_way))
        for _ in range(3):
            await asyncio.sleep(0)
        self.done.append(item)
        if item in self.bad:
            raise RuntimeError(item[0])


def queues(names: str, items: int = 3) -> list[list[tuple[str, int]]]:
    return [[(name, number) for number in range(items)] for name in names]


@pytest.mark.parametrize("at_once", [1, 2, 4, 9])
async def test_each_queue_keeps_its_order_and_so_many_run_at_once(at_once: int) -> None:
    """The bound is used, and never passed."""
    work = Work()
    await side_by_side(queues("abcdef"), work, at_once=at_once)
    assert [[item for item in work.done if item[0] == name] for name in "abcdef"] == queues("abcdef")
    assert work.most == min(at_once, 6)


async def test_queues_are_begun_in_their_order() -> None:
    """Whoever stands in front does not wait for those behind."""
    work = Work()
    await side_by_side(queues("abcd", items=1), work, at_once=2)
    assert work.begun == [("a", 0), ("b", 0), ("c", 0), ("d", 0)]


@pytest.mark.parametrize("at_once", [1, 3])
async def test_a_failing_item_costs_nobody_else_and_is_told(at_once: int) -> None:
    """Neither those behind it in its queue nor the other queues."""
    work = Work(bad=frozenset({("b", 0), ("c", 1)}))
    with pytest.raises(RuntimeError, match="b"):
        await side_by_side(queues("abc"), work, at_once=at_once)
    assert len(work.done) == 9
