"""`python -m bot backup` and `restore` as the operator meets them, on both databases."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from db.database import Database
from db.enums import JobState, LoraStatus
from db.models import Job, Lora, Photo
from tests.bot.commands.operator import Operator, only_copy
from tests.db.test_copying import content
from tests.support.rows import make_dataset, make_job, make_lora, make_photo, make_user, make_version

pytestmark = pytest.mark.slow

PHOTO = "photos/one/1.jpg"
WEIGHTS = "weights/one.safetensors"
SAME = ("user", "photo", "account", "ledger_tx", "image", "consent")
"""Tables that neither an ended order nor a message touches."""


async def fill(db: Database) -> None:
    """A person with a model, its files, and an order that waits."""
    user = await make_user(db, id=1)
    lora = await make_lora(db, user)
    dataset = await make_dataset(db, user, lora)
    await make_photo(db, dataset, storage_key=PHOTO)
    await make_version(db, lora, dataset, weights_key=WEIGHTS)
    waiting = await make_version(db, lora, dataset, no=2, status=LoraStatus.TRAINING, weights_key=None)
    await make_job(db, user, subject_id=waiting.id)


@pytest.fixture
def operator(tmp_path: Path, database_url: str) -> Operator:
    """Of a bot that people use."""
    operator = Operator(tmp_path, database_url)
    operator.in_database(fill)
    for key in (PHOTO, WEIGHTS):
        operator.store(key)
    return operator


def test_there_and_back(operator: Operator, tmp_path: Path) -> None:
    """After a disaster everything is as it was, but for what must not be done twice."""
    made = operator.run("backup", "--to", "copies")
    assert made.returncode == 0, made.stderr
    copy = only_copy(tmp_path / "copies")
    assert f"copies/{copy.name} holds all rows" in made.stdout
    assert "Files beside it: 2 copied, 0 erased. DATA_KEY is not in it." in made.stdout
    before = operator.in_database(content)
    operator.in_database(make_user)
    for key in operator.stored():
        (tmp_path / "files" / key).unlink()

    refused = operator.run("restore", str(copy))
    assert refused.returncode == 2
    assert "has rows. With --replace" in refused.stderr
    given_up = operator.run("restore", str(copy), "--replace", typed="yes\n")
    assert given_up.returncode == 1
    assert "Nothing was changed" in given_up.stdout
    assert len(operator.in_database(content)["user"]) == 2

    name = given_up.stdout.split("Type ")[1].split(" to go on")[0]
    restored = operator.run("restore", str(copy), "--replace", typed=f"{name}\n")
    assert restored.returncode == 0, restored.stderr
    assert operator.stored() == [PHOTO, WEIGHTS]
    assert "The books add up." in restored.stdout
    assert "DATA_KEY opens what is stored." in restored.stdout
    after = operator.in_database(content)
    assert {name for name in SAME if after[name] != before[name]} == set()
    assert operator.in_database(how_orders_stand) == [(JobState.FAILED, "restored")]


async def how_orders_stand(db: Database) -> list[tuple[JobState, str | None]]:
    async with db.read() as session:
        return [(job.state, job.error_code) for job in await session.scalars(select(Job))]


def test_what_was_deleted_is_deleted_again(operator: Operator, tmp_path: Path) -> None:
    """A copy knows when things are due: what should be gone by now goes at once, its files too."""

    async def remove(db: Database) -> None:
        async with db.write() as session:
            due = datetime.now(UTC) - timedelta(seconds=1)
            await session.execute(update(Lora).values(deleted_at=due, erase_at=due))

    operator.in_database(remove)
    assert operator.run("backup", "--to", "copies").returncode == 0
    restored = operator.run("restore", str(only_copy(tmp_path / "copies")), "--replace", "--yes")
    assert restored.returncode == 0, restored.stderr
    assert "Erased because it was due: 1 models" in restored.stdout
    assert operator.stored() == []


def test_an_erasure_reaches_the_mirror(operator: Operator, tmp_path: Path) -> None:
    """At the next backup; what is merely missing is told."""
    assert operator.run("backup", "--to", "copies").returncode == 0
    (tmp_path / "files" / PHOTO).unlink()
    (tmp_path / "files" / WEIGHTS).unlink()

    async def erase(db: Database) -> None:
        async with db.write() as session:
            await session.execute(delete(Photo))

    operator.in_database(erase)
    again = operator.run("backup", "--to", "copies")
    assert "0 copied, 1 erased. 1 that rows name are not in the storage" in again.stdout
    assert not (tmp_path / "copies" / "files" / PHOTO).exists()
    assert (tmp_path / "copies" / "files" / WEIGHTS).exists()


def test_nowhere_to_and_nothing_from(tmp_path: Path) -> None:
    """Each refusal is a sentence, and nothing is made."""
    nobody = Operator(tmp_path, f"sqlite:///{tmp_path / 'none.db'}")
    assert "Name a folder" in nobody.run("backup").stderr
    missing = nobody.run("backup", "--to", "copies")
    assert (missing.returncode, "there is no" in missing.stderr) == (2, True)
    assert "There is no copy" in nobody.run("restore", "none.db").stderr
    (tmp_path / "some.db").write_text("no database")
    keyless = Operator(tmp_path, nobody.url, DATA_KEY="")
    assert "DATA_KEY is not set" in keyless.run("restore", "some.db").stderr
    assert "damaged" in nobody.run("restore", "some.db").stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["none.db.lock", "some.db"]
