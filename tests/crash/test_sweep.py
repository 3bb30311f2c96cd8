"""SIGKILL at every crash_point, then a restart: every job ends, nothing is paid twice, every message arrives."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from bot.demo.words import Words
from tests.crash.deaths import DEATHS, IN_BROADCASTS, IN_PRIVACY, Death, points_in_the_source
from tests.crash.journey import NAME, Journey, Told
from tests.crash.oracle import paid_calls, payment_faults
from tests.support.apart import run_apart
from tests.support.postgresql import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000)]

AT_ONCE = 2
"""Lives lived side by side; each is two processes."""

NEVER_TOLD = {"never left", "nobody knows", "a proof is missing"}
"""Stories in which a call is lost and never found."""

Lives = Mapping[str, Told | BaseException]


@pytest.fixture(scope="module")
def sqlite_lives(request: pytest.FixtureRequest) -> Iterator[Lives]:
    """Every death on SQLite that this run asks about, lived through once."""
    with tempfile.TemporaryDirectory(prefix="loragram-crash-") as folder:
        deaths = _asked(request, "sqlite")
        urls = [f"sqlite:///{Path(folder) / death.name / 'loragram.db'}" for death in deaths]
        yield run_apart(_live_all(deaths, urls, Path(folder)))


@pytest.fixture(scope="module")
def postgresql_lives(request: pytest.FixtureRequest, postgresql_server: Server) -> Iterator[Lives]:
    """The same on PostgreSQL."""
    deaths = _asked(request, "postgresql")
    urls = [postgresql_server.create() for _ in deaths]
    with tempfile.TemporaryDirectory(prefix="loragram-crash-") as folder:
        yield run_apart(_live_all(deaths, urls, Path(folder)))
    for url in urls:
        postgresql_server.drop(url)


def _asked(request: pytest.FixtureRequest, database: str) -> list[Death]:
    asked = [item.callspec.params.get("death") for item in request.session.items if hasattr(item, "callspec")]
    return [death for death in DEATHS if death in asked and death.database == database]


async def _live_all(deaths: Sequence[Death], urls: Sequence[str], folder: Path) -> Lives:
    gate = asyncio.Semaphore(AT_ONCE)

    async def live(death: Death, url: str) -> Told:
        async with gate:
            begun = time.monotonic()
            place = folder / death.name
            place.mkdir()
            try:
                return await Journey(death, place, url).go()
            finally:
                print(f"{death.name}: {time.monotonic() - begun:.0f} s")

    told = await asyncio.gather(*map(live, deaths, urls), return_exceptions=True)
    return {death.name: one for death, one in zip(deaths, told, strict=True)}


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_crash_point_of_the_source_is_swept(database: str) -> None:
    """A line that is named for this sweep is in it, on either database."""
    swept = {death.point for death in DEATHS if death.database == database}
    assert swept | IN_BROADCASTS | IN_PRIVACY == points_in_the_source()


@pytest.mark.parametrize("death", DEATHS, ids=lambda death: death.name)
def test_death_heals(request: pytest.FixtureRequest, death: Death) -> None:
    """Once paid, once told, and nothing left over."""
    lives: Lives = request.getfixturevalue(f"{death.database}_lives")
    told = lives[death.name]
    if isinstance(told, BaseException):
        raise told
    assert told.died, "the line was never passed"
    assert told.faults == []
    calls = paid_calls(told.wire)
    if death.story == "cancel":
        assert [state for _, state, _ in told.jobs] == ["cancelled"]
        assert payment_faults(calls, trainings=1, pictures=0) == []
        return
    assert payment_faults(calls, trainings=1, pictures=death.proofs + 1) == []
    lost = [code for _, state, code in told.jobs if state != "succeeded"]
    assert lost == (["outcome-unknown"] if death.story in NEVER_TOLD else [])
    _check_messages(told, death)


def _check_messages(told: Told, death: Death) -> None:
    fresh = [bubble for bubble in told.bubbles if bubble.by_bot and not bubble.edited]
    ready = Words().first_line("training-done", name=NAME, trigger="")
    pings = sum(ready in bubble.text for bubble in fresh)
    assert death.pings[0] <= pings <= death.pings[1]
    again = Words()("pictures-button-again")
    albums = sum(bubble.button(again) is not None for bubble in fresh)
    assert death.albums[0] <= albums <= death.albums[1]
    good = Words()("proofs-good")
    assert sum(bubble.button(good) is not None for bubble in fresh) == 1
