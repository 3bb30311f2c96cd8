"""Three replicas on PostgreSQL, killed over and over while nothing outside can be relied on: every promise holds."""

from pathlib import Path

import pytest

from tests.crash.storm.play import Size, play
from tests.crash.storm.table import faults_of, table_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

SIZE = Size(trainings=200, kills=20, seed=20261120)


async def test_every_promise_survives_a_storm(postgresql_url: str, tmp_path: Path) -> None:
    """Nothing is paid twice or for nothing, nothing is stuck, the books hold, nobody is told twice, every card is
    right, and at most 15 messages in 100 kills are not heard."""
    told = await play(SIZE, postgresql_url, tmp_path)
    print("\n" + table_of(told))
    assert faults_of(told) == []
