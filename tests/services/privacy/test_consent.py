"""Consent: asked when the deal changes, recorded once, and revocable with effect."""

import pytest
from sqlalchemy import func, select

from db.database import Database
from db.enums import Retention
from db.models import Consent, Dataset, User
from db.repositories.privacy import consented_providers
from services.errors import ConflictError
from services.privacy.consent import Consents
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_user


@pytest.fixture
async def user(db: Database) -> User:
    """Somebody who has not been asked."""
    return await make_user(db)


@pytest.fixture
def consents(db: Database, clock: FakeClock) -> Consents:
    """Text version 2 is in force."""
    return Consents(db, clock, "2")


async def recorded(db: Database, user: User) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).where(Consent.user_id == user.id)) or 0


async def test_it_is_needed_until_given(consents: Consents, user: User) -> None:
    """And the choice of how long photos stay is kept."""
    assert await consents.needed(user.id, ["fal"])
    assert await consents.current(user.id) is None
    await consents.give(user.id, ["fal"], Retention.UNTIL_TRAINED)
    assert not await consents.needed(user.id, ["fal"])
    given = await consents.current(user.id)
    assert given is not None
    assert (given.retention, given.text_version, given.provider) == (Retention.UNTIL_TRAINED, "2", "fal")


async def test_another_provider_needs_another_consent(consents: Consents, user: User) -> None:
    """Photos would go to somebody the person did not agree to."""
    await consents.give(user.id, ["fal"], Retention.DAYS_30)
    assert await consents.needed(user.id, ["replicate"])


async def test_several_that_may_get_the_photos_are_agreed_to_together(
    db: Database, consents: Consents, user: User
) -> None:
    """When one does not take the order it goes to the other; adding a third asks again, taking one away does not."""
    await consents.give(user.id, ["fal", "replicate"], Retention.DAYS_30)
    assert not await consents.needed(user.id, ["fal", "replicate"])
    assert not await consents.needed(user.id, ["replicate"])
    assert await consents.needed(user.id, ["fal", "replicate", "runpod"])
    async with db.read() as session:
        assert await consented_providers(session, user.id) == {"fal", "replicate"}


async def test_a_changed_text_needs_another_consent(
    db: Database, clock: FakeClock, consents: Consents, user: User
) -> None:
    """What was agreed to is what was shown."""
    await consents.give(user.id, ["fal"], Retention.DAYS_30)
    assert await Consents(db, clock, "3").needed(user.id, ["fal"])


def test_a_mark_says_which_text_and_which_providers_were_shown(db: Database, clock: FakeClock) -> None:
    """In whatever order they stand."""
    first, second = Consents(db, clock, "1"), Consents(db, clock, "2")
    assert first.mark(["fal", "replicate"]) == first.mark(("replicate", "fal"))
    assert len({first.mark(["fal", "replicate"]), first.mark(["fal"]), second.mark(["fal"]), first.mark([])}) == 4


async def test_nobody_consents_for_somebody_else(db: Database, consents: Consents, user: User) -> None:
    """Consent is individual."""
    await consents.give(user.id, ["fal"], Retention.DAYS_30)
    assert await consents.needed((await make_user(db)).id, ["fal"])


async def test_a_second_tap_records_nothing(db: Database, clock: FakeClock, consents: Consents, user: User) -> None:
    """A changed choice does, and the newest counts."""
    for _ in range(2):
        await consents.give(user.id, ["fal"], Retention.DAYS_30)
    assert await recorded(db, user) == 1
    clock.advance(60)
    await consents.give(user.id, ["fal"], Retention.UNTIL_DELETED)
    assert await recorded(db, user) == 2
    given = await consents.current(user.id)
    assert given is not None
    assert given.retention is Retention.UNTIL_DELETED


async def test_withdrawing_ends_it_and_makes_photos_due(
    db: Database, clock: FakeClock, consents: Consents, user: User
) -> None:
    """Older consents do not come back to life, and only this person's photos go."""
    mine, theirs = await make_dataset(db, user), await make_dataset(db, await make_user(db))
    await consents.give(user.id, ["fal"], Retention.DAYS_30)
    await consents.give(user.id, ["fal"], Retention.UNTIL_DELETED)
    clock.advance(60)
    await consents.withdraw(user.id)
    await consents.withdraw(user.id)
    assert await consents.needed(user.id, ["fal"])
    async with db.read() as session:
        due = {row.id: row.erase_photos_at for row in await session.scalars(select(Dataset))}
        left = await session.scalar(select(func.count()).where(Consent.withdrawn_at.is_(None)))
    mine_due = due[mine.id]
    assert mine_due is not None
    assert mine_due <= clock.now()
    assert due[theirs.id] is None
    assert left == 0
    await consents.give(user.id, ["fal"], Retention.DAYS_30)
    assert not await consents.needed(user.id, ["fal"])


async def test_comparing_faces_is_off_until_somebody_says_yes(consents: Consents, user: User, clock: FakeClock) -> None:
    """Faces are biometric data: agreeing to photos is not agreeing to that, and a withdrawn consent ends both."""
    assert not await consents.faces_agreed(user.id)
    with pytest.raises(ConflictError, match="consent-missing"):
        await consents.agree_faces(user.id, True)
    await consents.give(user.id, ["fal"], Retention.DAYS_30)
    assert not await consents.faces_agreed(user.id)
    clock.advance(1)
    await consents.agree_faces(user.id, True)
    assert await consents.faces_agreed(user.id)
    await consents.withdraw(user.id)
    assert not await consents.faces_agreed(user.id)
    clock.advance(1)
    await consents.give(user.id, ["fal"], Retention.DAYS_30)
    assert not await consents.faces_agreed(user.id)


async def test_each_answer_is_a_record_of_its_own(
    db: Database, consents: Consents, user: User, clock: FakeClock
) -> None:
    """What somebody agreed to at a time can be shown later; saying the same again adds nothing."""
    await consents.give(user.id, ["fal", "replicate"], Retention.DAYS_30)
    for on in (True, True, False):
        clock.advance(1)
        await consents.agree_faces(user.id, on)
    assert await recorded(db, user) == 6
    assert not await consents.faces_agreed(user.id)
    assert not await consents.needed(user.id, ["fal", "replicate"])


async def test_another_choice_of_how_long_keeps_the_rest(consents: Consents, user: User, clock: FakeClock) -> None:
    """Neither the providers nor the answer about faces are lost with it, nor the other way round."""
    with pytest.raises(ConflictError, match="consent-missing"):
        await consents.choose_retention(user.id, Retention.UNTIL_TRAINED)
    await consents.give(user.id, ["fal", "replicate"], Retention.DAYS_30)
    clock.advance(1)
    await consents.agree_faces(user.id, True)
    clock.advance(1)
    await consents.choose_retention(user.id, Retention.UNTIL_TRAINED)
    given = await consents.current(user.id)
    assert given is not None
    assert given.retention is Retention.UNTIL_TRAINED
    assert await consents.faces_agreed(user.id)
    assert not await consents.needed(user.id, ["fal", "replicate"])
    clock.advance(1)
    await consents.give(user.id, ["fal", "replicate", "runpod"], Retention.DAYS_30)
    assert await consents.faces_agreed(user.id)
