"""The nursery: drains before it cancels, and no exception disappears."""

import asyncio

import pytest

from bot.nursery import Nursery


async def test_what_runs_is_finished() -> None:
    done: list[int] = []

    async def work() -> None:
        await asyncio.sleep(0.05)
        done.append(1)

    nursery = Nursery()
    nursery.start(work(), "work")
    assert await nursery.drain(60) == 0
    assert done == [1]


async def test_what_does_not_end_is_cut_off_at_the_deadline() -> None:
    nursery = Nursery()
    nursery.start(asyncio.sleep(60), "sleeper")
    assert await nursery.drain(0.05) == 1


async def test_an_escaped_exception_is_logged_once_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise RuntimeError("with a private word")

    nursery = Nursery()
    nursery.start(fails(), "failing work")
    await nursery.drain(1)
    assert nursery.escaped == 1
    assert caplog.text.count("failing work") == 1
    assert "private" not in caplog.text
