"""The list of what is about a person leaves no table out."""

from db.database import Database
from db.models import Base
from db.repositories.of_person import ABOUT_NOBODY, NAMED_BY_ADMINS, rows_about
from services.ports import Storage
from tests.services.privacy.whole_person import rows_left, whole_person
from tests.support.clock import FakeClock


def test_every_table_is_either_about_people_or_about_nobody() -> None:
    """A new table that is in no list would be neither exported nor erased."""
    about = {table.__tablename__ for table in rows_about(1)}
    assert about | set(NAMED_BY_ADMINS) | ABOUT_NOBODY == set(Base.metadata.tables)
    assert not about & ABOUT_NOBODY


async def test_the_person_of_the_tests_has_something_in_each(
    sqlite_db: Database, clock: FakeClock, storage: Storage
) -> None:
    """Otherwise the tests of export and erasure would pass over what nobody has."""
    whole = await whole_person(sqlite_db, clock, storage)
    stranger = await whole_person(sqlite_db, clock, storage)
    assert set(await rows_left(sqlite_db, whole.user.id)) == {table.__tablename__ for table in rows_about(1)}
    assert await rows_left(sqlite_db, whole.user.id) == await rows_left(sqlite_db, stranger.user.id)
