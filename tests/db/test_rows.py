"""The factories that other tests build on."""

from sqlalchemy import func, select

from db.database import Database
from db.models import Base, Photo
from tests.support.rows import (
    make_attempt,
    make_consent,
    make_dataset,
    make_draft,
    make_generation,
    make_image,
    make_job,
    make_lora,
    make_message,
    make_photo,
    make_user,
    make_version,
)


async def test_every_factory_writes_a_row_that_both_databases_accept(db: Database) -> None:
    """Constraints of the migrated tables hold for what the factories make."""
    user = await make_user(db)
    lora = await make_lora(db, user)
    dataset = await make_dataset(db, user, lora)
    version = await make_version(db, lora, dataset)
    generation = await make_generation(db, version, user)
    job = await make_job(db, user)
    made: list[Base] = [user, lora, dataset, version, generation, job]
    made += [await make_photo(db, dataset), await make_image(db, generation), await make_attempt(db, job)]
    made += [await make_draft(db, user), await make_message(db, user.id), await make_consent(db, user)]
    async with db.read() as session:
        for row in made:
            assert await session.scalar(select(func.count()).select_from(type(row))) == 1


async def test_a_factory_called_twice_makes_two_rows(db: Database) -> None:
    """Unique keys do not collide, so a test may make as many as it likes."""
    user = await make_user(db)
    dataset = await make_dataset(db, user)
    first, second = await make_photo(db, dataset), await make_photo(db, dataset)
    await make_lora(db, user)
    await make_lora(db, user)
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Photo)) == 2
    assert first.id != second.id
