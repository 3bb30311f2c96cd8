"""What the work in hand is about, for the log."""

import asyncio
from uuid import uuid4

from services.tracing import about_job, about_update, present_subject


def test_nothing_is_known_outside() -> None:
    """A line that is about nothing says nothing."""
    assert present_subject() == {}


def test_the_inner_subject_counts_and_ends_with_its_block() -> None:
    """Work on a child job goes back to its parent's afterwards, also after a failure."""
    parent, child = uuid4(), uuid4()
    with about_job(parent), about_update(5):
        try:
            with about_job(child):
                assert present_subject() == {"job": str(child), "update": 5}
                raise RuntimeError
        except RuntimeError:
            assert present_subject() == {"job": str(parent), "update": 5}
        with about_job(None):
            assert present_subject()["job"] == str(parent)
    assert present_subject() == {}


async def test_tasks_beside_each_other_do_not_mix() -> None:
    """Many jobs are worked on at once."""
    seen: list[bool] = []

    async def work(name: str) -> None:
        with about_job(name):
            await asyncio.sleep(0)
            seen.append(present_subject() == {"job": name})

    await asyncio.gather(*(work(f"j-{number}") for number in range(5)))
    assert seen == [True] * 5
