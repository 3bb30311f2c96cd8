"""The schema's history runs forward and back on both databases and ends at what the models say."""

import asyncio
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text

from db.database import Database
from db.migrate import (
    BrokenReferencesError,
    UnknownRevisionError,
    current_revision,
    downgrade,
    upgrade,
)
from db.models import Base, Photo
from tests.support.rows import make_dataset, make_photo, make_user


@pytest.fixture
async def empty_db(empty_database_url: str) -> AsyncIterator[Database]:
    """A database without tables."""
    database = Database(empty_database_url)
    yield database
    await database.close()


async def test_forward_back_and_forward_again(empty_db: Database) -> None:
    """Going back to the empty database leaves nothing behind that stops the next upgrade."""
    await upgrade(empty_db)
    at_head = await _tables(empty_db)
    await downgrade(empty_db, "base")
    assert await _tables(empty_db) == {"alembic_version"}
    await upgrade(empty_db)
    assert await _tables(empty_db) == at_head == {*Base.metadata.tables, "alembic_version"}


async def test_every_single_step_back_can_be_taken_forward(empty_db: Database) -> None:
    """Each revision undoes itself, not only the whole chain."""
    await upgrade(empty_db)
    while await current_revision(empty_db) is not None:
        revision = await current_revision(empty_db)
        await downgrade(empty_db, "-1")
        await upgrade(empty_db, "+1")
        assert await current_revision(empty_db) == revision
        await downgrade(empty_db, "-1")


async def test_the_migrated_schema_is_what_the_models_say(db: Database) -> None:
    """No column, index or key differs; a model changed without a revision fails here."""

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    async with db.writer.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_migrated_checks_and_keys_are_what_the_models_say(db: Database, empty_db_of_models: Database) -> None:
    """Autogenerate does not compare CHECK constraints: their names and texts are compared here."""
    async with db.writer.connect() as migrated, empty_db_of_models.writer.connect() as made:
        assert await migrated.run_sync(_checks) == await made.run_sync(_checks)


@pytest.fixture
async def empty_db_of_models(db: Database, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A second database of the same kind as `db`, its tables made from the models without migrations."""
    if db.is_postgresql:
        server = request.getfixturevalue("postgresql_server")
        url = server.create_empty()
    else:
        url = f"sqlite:///{tmp_path / 'models.db'}"
    database = Database(url)
    async with database.writer.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()
    if db.is_postgresql:
        server.drop(url)


async def test_a_second_upgrade_changes_nothing(db: Database) -> None:
    """An upgrade at head keeps rows and revision."""
    user = await make_user(db)
    before = await current_revision(db)
    await upgrade(db)
    assert await current_revision(db) == before
    async with db.read() as session:
        assert await session.get(type(user), user.id) is not None


async def test_processes_that_migrate_at_once_wait_for_each_other(empty_database_url: str) -> None:
    """Three processes start on an empty database; all succeed and the schema is complete."""
    program = (
        "import asyncio, sys\n"
        "from db.database import Database\n"
        "from db.migrate import upgrade\n"
        "asyncio.run(upgrade(Database(sys.argv[1])))\n"
    )
    root = Path(__file__).parents[2]
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, empty_database_url, cwd=root, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    outcomes = [await process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], outcomes
    database = Database(empty_database_url)
    assert await _tables(database) == {*Base.metadata.tables, "alembic_version"}
    await database.close()


async def test_a_database_of_an_unknown_release_is_refused(db: Database) -> None:
    """Neither direction touches a database whose revision this release does not know."""
    async with db.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'zzzz'"))
    with pytest.raises(UnknownRevisionError, match="zzzz"):
        await upgrade(db)
    assert await current_revision(db) == "zzzz"


async def test_an_upgrade_that_would_break_references_is_rolled_back(sqlite_db: Database) -> None:
    """Foreign keys are off while SQLite rebuilds tables, so they are checked before the commit."""
    dataset_id = uuid.uuid4()
    photo = Photo(
        dataset_id=dataset_id,
        source_key="a",
        position=1,
        storage_key="photos/a.jpg",
        sha256="0" * 64,
        width=1,
        height=1,
        size=1,
        created_at=datetime.now(UTC),
    )
    async with sqlite_db.writer.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA foreign_keys=OFF")
    async with sqlite_db.write() as session:
        session.add(photo)
    with pytest.raises(BrokenReferencesError):
        await upgrade(sqlite_db)


async def test_foreign_keys_are_on_again_after_an_upgrade(sqlite_db: Database) -> None:
    """Deleting a data set after an upgrade takes its photos along."""
    await upgrade(sqlite_db)
    dataset = await make_dataset(sqlite_db, await make_user(sqlite_db))
    await make_photo(sqlite_db, dataset)
    async with sqlite_db.write() as session:
        await session.delete(dataset)
    async with sqlite_db.read() as session:
        assert (await session.scalars(select(Photo))).all() == []


def _checks(connection: Connection) -> dict[str, set[tuple[str, str]]]:
    inspector = inspect(connection)
    return {
        table: {(str(check["name"]), check["sqltext"]) for check in inspector.get_check_constraints(table)}
        for table in Base.metadata.tables
    }


async def _tables(db: Database) -> set[str]:
    async with db.writer.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))
