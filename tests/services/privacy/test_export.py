"""An export is complete, opens everywhere, says nothing about others, and goes by itself."""

import io
import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select, update

from db.database import Database
from db.enums import Language, OutboxState, PrivacyRequestKind, PrivacyRequestState
from db.models import Outbox, Photo, PrivacyRequest, Report
from services.errors import NotFoundError, StorageError
from services.photos.coach_limits import CoachLimits
from services.ports import Storage
from services.privacy.export import MOST_BYTES, Export
from services.privacy.export_captions import ExportCaptions
from services.privacy.export_names import safe_name
from services.privacy.requests import EXPORT_VIEW, PrivacyRequests
from services.privacy.retention import Retention
from services.privacy.worker import PrivacyWorker
from services.training.trainer_rows import ROWS
from services.training.trainers import TrainerTable
from tests.services.privacy.whole_person import Whole, rows_left, whole_person
from tests.support.clock import FakeClock
from tests.support.rows import make_message


@dataclass
class Desk:
    """Everything that an export needs."""

    db: Database
    clock: FakeClock
    storage: Storage
    requests: PrivacyRequests
    worker: PrivacyWorker

    async def exported(self, whole: Whole) -> ZipFile:
        await self.requests.ask_export(whole.user.id, Language.EN)
        await self.worker.tick()
        request = await self.newest(whole)
        assert request.file_key is not None
        return ZipFile(io.BytesIO(await self.storage.get(request.file_key)))

    async def newest(self, whole: Whole) -> PrivacyRequest:
        async with self.db.read() as session:
            theirs = select(PrivacyRequest).where(PrivacyRequest.user_id == whole.user.id)
            wanted = theirs.where(PrivacyRequest.kind == PrivacyRequestKind.EXPORT)
            return (await session.scalars(wanted.order_by(PrivacyRequest.id.desc()).limit(1))).one()

    async def messages(self) -> list[Outbox]:
        async with self.db.read() as session:
            return list(await session.scalars(select(Outbox).where(Outbox.view == EXPORT_VIEW)))


def desk_of(db: Database, clock: FakeClock, storage: Storage, most_bytes: int = MOST_BYTES) -> Desk:
    captions = ExportCaptions(TrainerTable(ROWS), CoachLimits())
    works = {PrivacyRequestKind.EXPORT: Export(db, clock, storage, captions, most_bytes).steps()}
    return Desk(db, clock, storage, PrivacyRequests(db, clock), PrivacyWorker(db, clock, works))


@pytest.fixture
def desk(db: Database, clock: FakeClock, storage: Storage) -> Desk:
    """An export of the usual size."""
    return desk_of(db, clock, storage)


def data_of(archive: ZipFile) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(archive.read("data.json"))
    return data


async def test_every_row_and_every_file_is_in_it(desk: Desk, db: Database, clock: FakeClock) -> None:
    """By a count that asks each table: as many rows as there are, and each file with its own bytes."""
    await whole_person(db, clock, desk.storage)
    whole = await whole_person(db, clock, desk.storage)
    archive = await desk.exported(whole)
    assert archive.testzip() is None
    data = data_of(archive)
    counted = {name: len(rows) for name, rows in data.items() if isinstance(rows, list)}
    there = await rows_left(db, whole.user.id)
    there["outbox"] -= 1  # the word that it is ready came after it
    assert {name: counted[name] for name in there} == there
    stored = {data for key, data in whole.files.items() if not key.startswith("exports/")}
    assert stored <= {archive.read(name) for name in archive.namelist()}
    assert data["missing"] == []
    assert set(data["files"]) | {"README.txt", "data.json"} == set(archive.namelist())


async def test_captions_lie_beside_photos(desk: Desk, db: Database, clock: FakeClock) -> None:
    """The person's own and the made ones, both with the trigger word, as they are trained with."""
    whole = await whole_person(db, clock, desk.storage)
    archive = await desk.exported(whole)
    trigger = data_of(archive)["lora"][0]["trigger_word"]
    captions = [archive.read(name).decode() for name in archive.namelist() if PurePosixPath(name).suffix == ".txt"]
    trained = [caption for caption in captions if trigger in caption]
    assert len(trained) == 2
    assert any("on a bench" in caption for caption in trained)


async def test_it_says_nothing_about_others_and_gives_no_key_away(desk: Desk, db: Database, clock: FakeClock) -> None:
    """An admin's alerts are about other people; hashes of webhook secrets are ours."""
    whole = await whole_person(db, clock, desk.storage)
    await make_message(db, whole.user.id, view="admin_alert", params={"name": "Zqvera"})
    async with db.write() as session:
        theirs = update(Report).where(Report.reporter_id == whole.user.id)
        await session.execute(theirs.values(decided_by=7_999_888_777))
    text = (await desk.exported(whole)).read("data.json").decode()
    assert "Zqvera" not in text
    assert "token_hash" not in text
    assert "7999888777" not in text


async def test_the_word_comes_once_and_asking_again_sends_it_again(desk: Desk, db: Database, clock: FakeClock) -> None:
    """While it is made, and as long as the file lies here, no second one is made."""
    whole = await whole_person(db, clock, desk.storage)
    first = await desk.requests.ask_export(whole.user.id, Language.EN)
    again = await desk.requests.ask_export(whole.user.id, Language.EN)
    assert (again.id, again.is_new) == (first.id, False)
    await desk.worker.tick()
    assert len(await desk.messages()) == 1
    later = await desk.requests.ask_export(whole.user.id, Language.EN)
    assert (later.id, later.is_new) == (first.id, False)
    messages = await desk.messages()
    assert [message.params["request_id"] for message in messages] == [str(first.id)] * 2
    assert {message.state for message in messages} == {OutboxState.PENDING}


async def test_the_file_goes_after_a_day(desk: Desk, db: Database, clock: FakeClock) -> None:
    """It holds everything about a person; afterwards a new one is made."""
    whole = await whole_person(db, clock, desk.storage)
    await desk.exported(whole)
    request = await desk.newest(whole)
    assert request.file_key is not None
    clock.advance(days=1.1)
    await Retention(db, clock, desk.storage).erase_due()
    assert not await desk.storage.exists(request.file_key)
    assert (await desk.newest(whole)).file_key is None
    assert (await desk.requests.ask_export(whole.user.id, Language.EN)).is_new


async def test_what_is_erased_meanwhile_is_named(desk: Desk, db: Database, clock: FakeClock) -> None:
    """A missing file is no reason to give a person nothing."""
    whole = await whole_person(db, clock, desk.storage)
    for key in whole.files:
        await desk.storage.delete(key)
    archive = await desk.exported(whole)
    data = data_of(archive)
    assert len(data["missing"]) == len(whole.files) - 1
    assert set(data["missing"]).isdisjoint(archive.namelist())


async def test_one_that_is_too_large_is_told(db: Database, clock: FakeClock, storage: Storage) -> None:
    """Nothing is kept of it, and the message says why there is no file."""
    desk = desk_of(db, clock, storage, most_bytes=2000)
    whole = await whole_person(db, clock, storage)
    await desk.requests.ask_export(whole.user.id, Language.EN)
    await desk.worker.tick()
    request = await desk.newest(whole)
    assert (request.state, request.file_key) == (PrivacyRequestState.DONE, None)
    assert request.steps["file"] == {"too_large": 2000}
    with pytest.raises(NotFoundError):
        await storage.get(f"exports/{request.id}.zip")


class Failing:
    """A storage whose photos cannot be read for a time."""

    def __init__(self, inner: Storage) -> None:
        self._inner = inner
        self.fails = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def stream(self, key: str) -> Any:
        if self.fails and key.startswith("photos/"):
            raise StorageError("storage-unavailable")
        return self._inner.stream(key)


async def test_a_storage_that_fails_is_tried_again(db: Database, clock: FakeClock, storage: Storage) -> None:
    """Half an archive is never handed out; the request waits with the code of the failure."""
    failing = Failing(storage)
    desk = desk_of(db, clock, failing)
    whole = await whole_person(db, clock, storage)
    await desk.requests.ask_export(whole.user.id, Language.EN)
    await desk.worker.tick()
    request = await desk.newest(whole)
    assert (request.error, request.file_key) == ("storage-unavailable", None)
    assert await desk.worker.tick() == 0
    failing.fails = False
    clock.advance(300)
    assert await desk.worker.tick() == 1
    assert (await desk.newest(whole)).file_key is not None


async def test_two_models_of_one_name_do_not_meet(desk: Desk, db: Database, clock: FakeClock) -> None:
    """No name stands twice in the archive."""
    whole = await whole_person(db, clock, desk.storage)
    names = (await desk.exported(whole)).namelist()
    assert len(set(names)) == len(names)
    async with db.read() as session:
        assert len((await session.scalars(select(Photo))).all()) == 3


@pytest.mark.parametrize("words", ["../../etc/passwd", "a/b\\c", "CON:", ".hidden", "\u202egnp.exe", "x" * 300])
def test_a_name_is_never_a_path(words: str) -> None:
    """Whoever unpacks an export must not have files written elsewhere."""
    name = safe_name(words)
    assert not set(name) & set("/\\.:\u202e")
    assert len(name) <= 40
