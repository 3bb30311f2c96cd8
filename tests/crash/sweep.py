"""SIGKILL at every crash_point, then a restart: what is lived through, and what must be true afterwards."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.demo.words import Words
from tests.crash.deaths import DEATHS, Death
from tests.crash.journey import NAME, Journey, Told
from tests.crash.oracle import paid_calls, payment_faults
from tests.support.apart import run_apart

AT_ONCE = 2
"""Lives lived side by side; each is two processes."""

NEVER_TOLD = {"never left", "nobody knows", "a proof is missing"}
"""Stories in which a call is lost and never found."""

Lives = Mapping[str, Told | BaseException]


def asked_of(request: pytest.FixtureRequest) -> list[Death]:
    """The deaths that this run's tests of the same file ask about."""
    mine = [item for item in request.session.items if item.path == request.path and hasattr(item, "callspec")]
    asked = [item.callspec.params.get("death") for item in mine]
    return [death for death in DEATHS if death in asked]


@contextmanager
def lived(deaths: Sequence[Death], urls: Sequence[str]) -> Iterator[Lives]:
    """Every death lived through once, on a database each; an SQLite one lies in its own folder when `urls` is empty."""
    with tempfile.TemporaryDirectory(prefix="loragram-crash-") as folder:
        own = [f"sqlite:///{Path(folder) / death.name / 'loragram.db'}" for death in deaths]
        yield run_apart(_live_all(deaths, urls or own, Path(folder)))


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


def check(lives: Lives, death: Death) -> None:
    """Once paid, once told, and nothing left over."""
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
