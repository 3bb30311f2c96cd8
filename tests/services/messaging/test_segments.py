"""Segments: what is stored is what was chosen, and each asks for exactly its people."""

from datetime import timedelta
from itertools import product

import pytest

from db.database import Database
from db.enums import Language, LoraStatus
from db.repositories.audience import count_audience, next_receivers
from services.errors import InvalidInputError
from services.messaging.segments import Models, Segment, audience_of, has_moved
from tests.support.clock import FakeClock
from tests.support.rows import make_lora, make_user

ALL = [Segment(language, days, models) for language, days, models in product([None, *Language], [None, 1, 365], Models)]


@pytest.mark.parametrize("segment", ALL, ids=lambda segment: str(segment.to_json()))
def test_a_stored_segment_is_the_one_that_was_chosen(segment: Segment) -> None:
    """Nobody is added or lost by a restart between choosing and sending."""
    assert Segment.from_json(segment.to_json()) == segment


def test_everybody_is_stored_as_nothing() -> None:
    """A segment asks only for what was chosen."""
    assert Segment().to_json() == {}


@pytest.mark.parametrize("days", [0, -1, 366])
def test_days_have_bounds(days: int) -> None:
    """Somebody's typing error is no segment."""
    with pytest.raises(InvalidInputError):
        Segment(active_days=days)


async def _people(db: Database, clock: FakeClock) -> dict[str, int]:
    now = clock.now()
    users = {
        "russian": await make_user(db, language=Language.RU),
        "english": await make_user(db),
        "long ago": await make_user(db, last_seen_at=now - timedelta(days=40)),
        "has a model": await make_user(db),
        "failed once": await make_user(db),
        "deleted": await make_user(db),
        "banned": await make_user(db, banned_at=now),
        "opted out": await make_user(db, broadcasts_off_at=now),
        "unreachable": await make_user(db, unreachable_at=now),
    }
    await make_lora(db, users["has a model"])
    await make_lora(db, users["failed once"], status=LoraStatus.FAILED)
    await make_lora(db, users["deleted"], deleted_at=now)
    return {name: user.id for name, user in users.items()}


EVERYBODY = {"russian", "english", "long ago", "has a model", "failed once", "deleted"}


@pytest.mark.parametrize(
    ("segment", "names"),
    [
        (Segment(), EVERYBODY),
        (Segment(language=Language.RU), {"russian"}),
        (Segment(active_days=30), EVERYBODY - {"long ago"}),
        (Segment(models=Models.READY), {"has a model"}),
        (Segment(models=Models.NEVER), {"russian", "english", "long ago"}),
        (Segment(Language.EN, 30, Models.NEVER), {"english"}),
        (Segment(Language.RU, 30, Models.READY), set()),
    ],
    ids=["all", "russian", "active", "ready", "never", "together", "nobody"],
)
async def test_a_segment_has_its_people_and_nobody_else(
    db: Database, clock: FakeClock, segment: Segment, names: set[str]
) -> None:
    """Whoever is banned, opted out or unreachable is in none; count and reading agree."""
    people = await _people(db, clock)
    audience = audience_of(segment, clock.now())
    async with db.read() as session:
        found = await next_receivers(session, audience, 0, 100)
        counted = await count_audience(session, audience)
    assert {receiver.user_id for receiver in found} == {people[name] for name in names}
    assert counted == len(names)


async def test_people_are_read_by_key_in_pages(db: Database, clock: FakeClock) -> None:
    """Every page begins above the last one, so that everybody comes once."""
    ids = [(await make_user(db)).id for _ in range(7)]
    audience, read, above = audience_of(Segment(), clock.now()), [], 0
    async with db.read() as session:
        while page := await next_receivers(session, audience, above, 3):
            assert len(page) <= 3
            read += [receiver.user_id for receiver in page]
            above = read[-1]
    assert read == sorted(ids)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [(0, 0, False), (3, 3, False), (3, 4, True), (3, 2, True), (100, 105, False), (100, 106, True), (100, 94, True)],
)
def test_an_audience_has_moved_by_more_than_a_twentieth(before: int, after: int, moved: bool) -> None:
    """Few people are confirmed exactly, many nearly so."""
    assert has_moved(before, after) is moved
