"""The list of models: what is found, in which order, and what stands beside each; the same on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from db.database import Database
from db.enums import ImageState, JobState, LoraStatus, Purpose
from db.models import User
from services.loras.library import Loras
from services.loras.shelf import ShelfWish, SortBy
from tests.support.clock import FakeClock
from tests.support.rows import (
    make_dataset,
    make_generation,
    make_image,
    make_job,
    make_lora,
    make_user,
    make_version,
)


@pytest.fixture
def library(db: Database, clock: FakeClock) -> Loras:
    """The facade over a fresh database of each kind."""
    return Loras(db, clock)


async def names(library: Loras, user: User, **wish: object) -> list[str]:
    shelf = await library.shelf(user.id, ShelfWish(**{"limit": 50, **wish}))  # type: ignore[arg-type]
    return [one.lora.name for one in shelf.models]


async def test_only_the_persons_own_that_are_not_deleted(db: Database, library: Loras, clock: FakeClock) -> None:
    """Neither somebody else's models nor those that were deleted are seen or counted."""
    user, other = await make_user(db), await make_user(db)
    await make_lora(db, user, name="Anna")
    await make_lora(db, user, name="Gone", deleted_at=clock.now())
    await make_lora(db, other, name="Eve")
    shelf = await library.shelf(user.id, ShelfWish(limit=50))
    assert ([one.lora.name for one in shelf.models], shelf.total) == (["Anna"], 1)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("анна", ["АННА"]),
        ("STRASSE", ["Straße"]),
        ("100%", ["100% wool"]),
        ("_", ["under_score"]),
        ("\\", []),
        ("blue COAT", ["Straße"]),
        ("  ", ["under_score", "100% wool", "Straße", "АННА"]),
    ],
)
async def test_search_knows_every_alphabet_and_no_wildcards(
    db: Database, library: Loras, search: str, found: list[str]
) -> None:
    """SQLite itself folds Latin letters alone, and a % or _ that is typed is a letter like others."""
    user = await make_user(db)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number, name in enumerate(("АННА", "Straße", "100% wool", "under_score")):
        note = "in a Blue coat" if name == "Straße" else None
        await make_lora(db, user, name=name, description=note, created_at=start + timedelta(days=number))
    assert await names(library, user, search=search) == found


async def test_every_order_and_the_filter(db: Database, library: Loras) -> None:
    """Newest first, by name in whatever letters, or the most used first and of those the newest."""
    user = await make_user(db)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number, (name, uses) in enumerate((("bob", 5), ("Anna", 0), ("Яна", 5), ("Zoe", 9))):
        status = LoraStatus.FAILED if name == "Anna" else LoraStatus.COMPLETED
        when = start + timedelta(days=number)
        await make_lora(db, user, name=name, usage_count=uses, created_at=when, status=status)
    assert await names(library, user) == ["Zoe", "Яна", "Anna", "bob"]
    assert await names(library, user, sort=SortBy.NAME) == ["Anna", "bob", "Zoe", "Яна"]
    assert await names(library, user, sort=SortBy.POPULARITY) == ["Zoe", "Яна", "bob", "Anna"]
    assert await names(library, user, status=LoraStatus.FAILED) == ["Anna"]


async def test_a_part_says_how_many_there_are(db: Database, library: Loras) -> None:
    """The total does not depend on the part, and a part behind the end is empty."""
    user = await make_user(db)
    for _ in range(3):
        await make_lora(db, user)
    part = await library.shelf(user.id, ShelfWish(limit=2, offset=2))
    assert (len(part.models), part.total) == (1, 3)
    behind = await library.shelf(user.id, ShelfWish(limit=2, offset=9))
    assert (len(behind.models), behind.total) == (0, 3)


async def test_each_has_its_newest_training_that_goes_on(db: Database, library: Loras) -> None:
    """One that has ended is not shown, and no model gets another's."""
    user = await make_user(db)
    first, second, done = await make_lora(db, user), await make_lora(db, user), await make_lora(db, user)
    jobs = {}
    for lora, states in ((first, ["review", "running"]), (second, ["queued"]), (done, ["succeeded"])):
        dataset = await make_dataset(db, user, lora)
        for no, state in enumerate(states, start=1):
            version = await make_version(db, lora, dataset, no=no)
            jobs[lora.id, no] = await make_job(db, user, subject_id=version.id, state=JobState(state))
    shelf = await library.shelf(user.id, ShelfWish(limit=50))
    shown = {one.lora.id: one.job.id if one.job else None for one in shelf.models}
    assert shown == {first.id: jobs[first.id, 2].id, second.id: jobs[second.id, 1].id, done.id: None}


async def test_the_cover_is_the_newest_that_is_kept(db: Database, library: Loras, clock: FakeClock) -> None:
    """Pictures that nobody saved, that were blocked, or whose time is over are no cover."""
    user = await make_user(db)
    lora, bare = await make_lora(db, user), await make_lora(db, user)
    version = await make_version(db, lora, await make_dataset(db, user, lora))
    proofs = await make_generation(db, version, user, purpose=Purpose.PROOF)
    drawn = await make_generation(db, version, user)
    hour = timedelta(hours=1)
    now = clock.now()
    await make_image(db, proofs, created_at=now - 9 * hour)
    saved = await make_image(db, drawn, created_at=now - 5 * hour, saved_at=now)
    await make_image(db, drawn, created_at=now - 4 * hour)
    await make_image(db, proofs, created_at=now - 3 * hour, erase_at=now - hour)
    await make_image(db, proofs, created_at=now - 2 * hour, state=ImageState.BLOCKED, storage_key=None)
    shelf = await library.shelf(user.id, ShelfWish(limit=50))
    covers = {one.lora.id: one.cover.id if one.cover else None for one in shelf.models}
    assert covers == {lora.id: saved.id, bare.id: None}
