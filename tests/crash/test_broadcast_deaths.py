"""SIGKILL in the middle of a broadcast, then a restart: nobody gets it twice, nobody is left out."""

import asyncio
import signal
import time
from pathlib import Path

import pytest

from bench.broadcast.play import Told, told_of
from bench.broadcast.scene import Scene, Size, scene_of
from db.enums import BroadcastState
from tests.crash.deaths import IN_BROADCASTS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SIZE = Size(people=200, limit=300, rate=60.0)
MOST_UNKNOWN = 64
PATIENCE = 120.0
DEATHS = [("broadcast-marked", 1), ("broadcast-marked", 3), ("broadcast-sent", 70)]


def test_every_line_is_swept() -> None:
    """Those that the sweep of single people's stories leaves to this one."""
    assert {point for point, _ in DEATHS} == IN_BROADCASTS


@pytest.mark.parametrize(("point", "passage"), DEATHS)
async def test_death_heals(database_url: str, tmp_path: Path, point: str, passage: int) -> None:
    """Marked people are given up, 64 of them at most; everybody else has it once."""
    program = ("tests.crash.child", "--clock", str(tmp_path / "clock"))
    async with scene_of(SIZE, tmp_path, database_url, program) as scene:
        await scene.bot.start("--die-at", point, "--passage", str(passage))
        assert await asyncio.wait_for(scene.bot.ended(), PATIENCE) == -signal.SIGKILL, scene.bot.tail()
        await scene.bot.start()
        told = await _until_done(scene)
    assert (told.twice, told.lost) == (0, 0)
    assert 0 < told.unknown <= MOST_UNKNOWN


async def _until_done(scene: Scene) -> Told:
    until = time.monotonic() + PATIENCE
    while (await scene.row()).state is not BroadcastState.DONE:
        assert time.monotonic() < until, f"not done within {PATIENCE:.0f} s: {scene.bot.tail()}"
        await asyncio.sleep(0.2)
    return await told_of(scene)
