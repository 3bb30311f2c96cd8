import asyncio
import time

import pytest

from sandbox.clock import SandboxClock


async def test_simulated_time_runs_faster_and_never_back() -> None:
    """`now` follows the speed, also over a change of speed, and never goes back."""
    clock, begun = SandboxClock(1000), time.monotonic()
    first = clock.now()
    await asyncio.sleep(0.01)
    second = clock.now()
    assert 9 <= second - first <= 1000 * (time.monotonic() - begun)
    clock.set_speed(0.001)
    at_change, changed = clock.now(), time.monotonic()
    assert second <= at_change
    assert at_change <= clock.now() <= at_change + 0.001 * (time.monotonic() - changed) + 0.001


async def test_a_sleeper_wakes_when_the_clock_is_advanced() -> None:
    """An hour of simulated sleep ends at once when the hour is advanced, and not before."""
    clock = SandboxClock(1)
    sleeper = asyncio.ensure_future(clock.sleep(3600))  # noqa: TID251
    await asyncio.sleep(0.01)
    clock.advance(1800)
    await asyncio.sleep(0.01)
    assert not sleeper.done()
    clock.advance(1801)
    await asyncio.wait_for(sleeper, 60)


async def test_a_sleeper_wakes_when_the_clock_is_sped_up() -> None:
    """A running sleep follows a change of speed."""
    clock = SandboxClock(0.01)
    sleeper = asyncio.ensure_future(clock.sleep(60))  # noqa: TID251
    await asyncio.sleep(0.01)
    clock.set_speed(100_000)
    await asyncio.wait_for(sleeper, 60)


async def test_real_time_is_untouched() -> None:
    """Signatures use the real time, whatever is advanced."""
    clock = SandboxClock(1000)
    clock.advance(10**6)
    assert abs(clock.real_now() - time.time()) < 1


@pytest.mark.parametrize("speed", [0, -1, float("inf"), float("nan")])
def test_a_senseless_speed_is_refused(speed: float) -> None:
    """The speed is a finite number above 0."""
    with pytest.raises(ValueError, match="speed"):
        SandboxClock(speed)


def test_the_clock_is_not_set_back() -> None:
    """A negative advance is refused."""
    with pytest.raises(ValueError, match="forward"):
        SandboxClock(1).advance(-1)


async def test_a_sleeper_is_cancelled_in_the_moment_of_an_advance() -> None:
    """The cancellation is not lost to the wake-up."""
    clock = SandboxClock(1)
    ended: list[str] = []

    async def sleeper() -> None:
        try:
            await clock.sleep(1000)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async with asyncio.TaskGroup() as group:
        task = group.create_task(sleeper())
        await asyncio.sleep(0.01)
        clock.advance(1)
        await asyncio.sleep(0)
        task.cancel()
    assert ended == ["cancelled"]
