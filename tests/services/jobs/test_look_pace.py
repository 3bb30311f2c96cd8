"""A provider is asked at its own rate, whatever waits; another provider does not wait for it."""

import asyncio

from services.jobs.look_pace import LookPace
from tests.services.jobs.fakes import FakeProvider


async def test_looks_are_spaced_and_providers_apart() -> None:
    slow, other = FakeProvider(), FakeProvider()
    slow.looks_per_second, other.name = 20.0, "other"
    pace = LookPace()
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.gather(*(pace.turn(slow) for _ in range(5)))
    assert loop.time() - began >= 4 / 20
    began = loop.time()
    await pace.turn(other)
    assert loop.time() - began < 0.05
