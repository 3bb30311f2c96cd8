"""SIGKILL at every crash_point on SQLite, then a restart: all ends well, nothing is paid twice, all is told."""

from collections.abc import Iterator

import pytest

from tests.crash.deaths import DEATHS, IN_BROADCASTS, IN_PRIVACY, Death, points_in_the_source
from tests.crash.sweep import Lives, asked_of, check, lived

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000)]

MINE = [death for death in DEATHS if death.database == "sqlite"]


@pytest.fixture(scope="module")
def lives(request: pytest.FixtureRequest) -> Iterator[Lives]:
    """Every death that this run asks about, lived through once."""
    with lived(asked_of(request), ()) as told:
        yield told


def test_every_crash_point_of_the_source_is_swept() -> None:
    """A line that is named for this sweep is in it."""
    assert {death.point for death in MINE} | IN_BROADCASTS | IN_PRIVACY == points_in_the_source()


@pytest.mark.parametrize("death", MINE, ids=lambda death: death.name)
def test_death_heals(lives: Lives, death: Death) -> None:
    """Once paid, once told, and nothing left over."""
    check(lives, death)
