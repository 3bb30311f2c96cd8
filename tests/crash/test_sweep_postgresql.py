"""The same sweep on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.crash.deaths import DEATHS, IN_BROADCASTS, IN_PRIVACY, Death, points_in_the_source
from tests.crash.sweep import Lives, asked_of, check, lived
from tests.support.postgresql import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000)]

MINE = [death for death in DEATHS if death.database == "postgresql"]


@pytest.fixture(scope="module")
def lives(request: pytest.FixtureRequest, postgresql_server: Server) -> Iterator[Lives]:
    """Every death that this run asks about, lived through once."""
    deaths = asked_of(request)
    urls = [postgresql_server.create() for _ in deaths]
    with lived(deaths, urls) as told:
        yield told
    for url in urls:
        postgresql_server.drop(url)


def test_every_crash_point_of_the_source_is_swept() -> None:
    """A line that is named for this sweep is in it."""
    assert {death.point for death in MINE} | IN_BROADCASTS | IN_PRIVACY == points_in_the_source()


@pytest.mark.parametrize("death", MINE, ids=lambda death: death.name)
def test_death_heals(lives: Lives, death: Death) -> None:
    """Once paid, once told, and nothing left over."""
    check(lives, death)
