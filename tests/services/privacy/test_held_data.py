"""The page of one's own data tells what is there, no more and no less."""

from db.database import Database
from db.enums import Retention
from db.repositories.held import Held
from services.ports import Storage
from services.privacy.consent import Consents
from services.privacy.held_data import HeldData
from tests.services.privacy.whole_person import CREDITS, SPENT, whole_person
from tests.support.clock import FakeClock
from tests.support.rows import make_user

NOTHING = Held(
    photos=0, photo_bytes=0, captions=0, models=0, versions=0, weight_bytes=0, pictures=0, prompts=0, credits=0,
    reports=0,
)  # fmt: skip


async def test_nobody_has_nothing(db: Database) -> None:
    """Also for somebody who has only just come."""
    mine = await HeldData(db).of((await make_user(db)).id)
    assert (mine.held, mine.agreed) == (NOTHING, None)


async def test_each_thing_is_counted_once(db: Database, clock: FakeClock, storage: Storage) -> None:
    """And nothing of anybody else."""
    await whole_person(db, clock, storage)
    whole = await whole_person(db, clock, storage)
    mine = await HeldData(db).of(whole.user.id)
    assert mine.held == Held(
        photos=3,
        photo_bytes=600_000,
        captions=1,
        models=1,
        versions=1,
        weight_bytes=90_000_000,
        pictures=1,
        prompts=1,
        credits=CREDITS - SPENT,
        reports=1,
    )
    assert mine.agreed is not None
    assert (mine.agreed.text_version, mine.agreed.providers, mine.agreed.faces) == ("1", ["fal"], False)


async def test_the_consent_is_the_one_given_last(db: Database, clock: FakeClock) -> None:
    """With every provider of that answer; withdrawn, there is none."""
    user = await make_user(db)
    consents = Consents(db, clock, "3")
    await consents.give(user.id, ["replicate", "fal"], Retention.UNTIL_DELETED)
    mine = await HeldData(db).of(user.id)
    assert mine.agreed is not None
    assert (mine.agreed.text_version, mine.agreed.providers) == ("3", ["fal", "replicate"])
    assert mine.agreed.retention is Retention.UNTIL_DELETED
    await consents.withdraw(user.id)
    assert (await HeldData(db).of(user.id)).agreed is None
