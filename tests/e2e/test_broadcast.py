"""A broadcast to three thousand people by the whole product, refused twice and killed half-way."""

from pathlib import Path

import pytest

from bench.broadcast.play import play
from bench.broadcast.scene import Size, scene_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SIZE = Size(people=3000, limit=300, rate=100.0)
MOST_UNKNOWN = 64
MORE_MEGABYTES = 40
"""What a process of 160 MB may waver by."""


async def test_everybody_gets_it_once(database_url: str, tmp_path: Path) -> None:
    """Whoever has not blocked the bot has it once, but for 64 people at most of whom nobody knows; the bot brings no
    429 upon itself, and does not grow with the people it has written to."""
    async with scene_of(SIZE, tmp_path, database_url) as scene:
        told = await play(scene, [1800])
        unreachable = await scene.unreachable()
    assert (told.twice, told.lost, told.own_refusals) == (0, 0, 0)
    assert 0 < told.unknown <= MOST_UNKNOWN
    assert told.planned_refusals > 0
    assert told.blocked == unreachable > 0
    resident = told.watched.resident
    assert resident[SIZE.people] - resident[1800] < MORE_MEGABYTES
