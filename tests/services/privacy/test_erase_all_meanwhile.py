"""What a person sends, orders or asks for while everything is being deleted goes with its files."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import ClassVar

import pytest
from sqlalchemy import select, update

from db.columns import new_id
from db.database import Database
from db.enums import JobState, PrivacyRequestKind, PrivacyRequestState
from db.models import Dataset, Job, PrivacyRequest, User
from db.sessions import WriteSession
from services.ports import Storage
from services.privacy.erase_all import EraseAll
from services.privacy.steps import NotYet, Request, Worked
from services.storage.layout import export_key, photos_folder
from tests.services.privacy.test_erase_all import Office, office, office_of
from tests.services.privacy.whole_person import Whole, mentions, rows_left, whole_person
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_draft, make_job, make_photo

__all__ = ["office"]

Happening = Callable[[], Awaitable[object]]


class Interrupted(EraseAll):
    """Something happens behind each look for orders, or behind each deleting of files, while there is something."""

    behind_orders: ClassVar[list[Happening]]
    behind_files: ClassVar[list[Happening]]
    inside: ClassVar[list[Happening]]

    async def _stop_orders(self, user_id: int) -> int:
        count = await super()._stop_orders(user_id)
        await _next(self.behind_orders if count == 0 else [])
        return count

    async def files(self, request: Request) -> Worked | NotYet:
        done = await super().files(request)
        await _next(self.behind_files)
        return done

    async def _forget_work(self, session: WriteSession, user_id: int) -> int:
        if self.inside:
            await self.inside[0]()
        return await super()._forget_work(session, user_id)


async def _next(happenings: list[Happening]) -> None:
    if happenings:
        await happenings.pop(0)()


@pytest.fixture
def kind() -> type[Interrupted]:
    """With nothing to happen yet."""

    class Fresh(Interrupted):
        behind_orders: ClassVar[list[Happening]] = []
        behind_files: ClassVar[list[Happening]] = []
        inside: ClassVar[list[Happening]] = []

    return Fresh


async def send_photo(db: Database, storage: Storage, user: User) -> None:
    """A fresh draft with one photo, its file written."""
    dataset = await make_dataset(db, user)
    key = f"{photos_folder(dataset.id)}/{new_id()}.jpg"
    await storage.put(key, b"late photo")
    await make_photo(db, dataset, storage_key=key)
    await make_draft(db, user, dataset_id=dataset.id)


async def leave(office: Office, db: Database, whole: Whole) -> None:
    """Works to the end and looks for what is left."""
    await office.run()
    assert (await office.request()).state is PrivacyRequestState.DONE
    assert await mentions(db, whole.user.id) == {}
    assert await office.files() == set()


async def test_photos_sent_while_providers_are_waited_for_go(office: Office, db: Database, clock: FakeClock) -> None:
    """That takes up to an hour, in which the bot goes on taking photos."""
    whole = await whole_person(db, clock, office.storage)
    office.provider.is_reachable = False
    await office.asked(whole)
    await office.worker.tick()
    steps = (await office.request()).steps
    assert ("files" in steps, "providers" in steps) == (True, False)
    await send_photo(db, office.storage, whole.user)
    office.provider.is_reachable = True
    clock.advance(70)
    await office.worker.tick()
    assert "photo" not in await rows_left(db, whole.user.id)
    assert await office.files() == set()
    await leave(office, db, whole)


async def test_no_row_goes_before_its_file(
    db: Database, clock: FakeClock, storage: Storage, kind: type[Interrupted]
) -> None:
    """A photo that comes between the deleting of files and that of rows is deleted with its file, at each of the
    three places."""
    office = office_of(db, clock, storage, kind)
    whole = await whole_person(db, clock, storage)

    async def happens() -> None:
        await send_photo(db, storage, whole.user)

    kind.behind_files += [happens] * 5
    await office.asked(whole)
    await leave(office, db, whole)
    assert kind.behind_files == []


async def test_an_order_placed_behind_the_look_is_not_left_to_nobody(
    db: Database, clock: FakeClock, storage: Storage, kind: type[Interrupted]
) -> None:
    """It is stopped as the others, with what it is about still there."""
    office = office_of(db, clock, storage, kind)
    whole = await whole_person(db, clock, storage)
    owners = []

    async def happens() -> None:
        await make_job(db, whole.user)

    async def orders() -> list[Job]:
        async with db.read() as session:
            return list(await session.scalars(select(Job).where(Job.state == JobState.QUEUED)))

    kind.behind_orders += [happens] * 3
    await office.asked(whole)
    for _ in range(10):
        await office.worker.tick()
        owners += [job.user_id for job in await orders()]
        await office.arrive()
        clock.advance(20)
    assert kind.behind_orders == []
    assert set(owners) == {whole.user.id}
    assert await mentions(db, whole.user.id) == {}


async def test_the_person_is_locked_while_rows_go(
    postgresql_db: Database, clock: FakeClock, storage: Storage, kind: type[Interrupted]
) -> None:
    """An order, a fresh draft or a photo of that moment waits; without rows to lock SQLite has one writer anyway."""
    db = postgresql_db
    office = office_of(db, clock, storage, kind)
    whole = await whole_person(db, clock, storage)
    free = []

    async def look() -> None:
        for wanted in (
            select(User.id)
            .where(User.id == whole.user.id)
            .with_for_update(skip_locked=True, read=True, key_share=True),
            select(Dataset.id).where(Dataset.user_id == whole.user.id).with_for_update(skip_locked=True),
        ):
            async with db.write(joins_update=False) as session:
                free.append((await session.execute(wanted)).all())

    kind.inside.append(look)
    await office.asked(whole)
    await leave(office, db, whole)
    assert len(free) == 4
    assert all(rows == [] for rows in free)


async def test_an_export_that_nobody_finished_goes(office: Office, db: Database, clock: FakeClock) -> None:
    """Its process died behind the file and before the row that names it."""
    whole = await whole_person(db, clock, office.storage)
    export = PrivacyRequest(
        id=new_id(), user_id=whole.user.id, kind=PrivacyRequestKind.EXPORT, state=PrivacyRequestState.OPEN,
        language="en", steps={}, look_at=clock.now() + timedelta(days=9), created_at=clock.now(),
    )  # fmt: skip
    async with db.write() as session:
        session.add(export)
    await office.storage.put(export_key(export.id), b"half")
    await office.asked(whole)
    await leave(office, db, whole)


async def test_an_export_being_finished_is_waited_for(office: Office, db: Database, clock: FakeClock) -> None:
    """Its row goes only when no file can come any more."""
    whole = await whole_person(db, clock, office.storage)
    export = PrivacyRequest(
        id=new_id(), user_id=whole.user.id, kind=PrivacyRequestKind.EXPORT, state=PrivacyRequestState.OPEN,
        language="en", steps={}, look_at=clock.now() + timedelta(days=9), created_at=clock.now(),
    )  # fmt: skip
    export.file_key = export_key(export.id)
    async with db.write() as session:
        session.add(export)
    await office.asked(whole)
    await office.run(rounds=3)
    assert (await office.request()).state is PrivacyRequestState.WAITING
    await office.storage.put(export.file_key, b"all")
    async with db.write() as session:
        is_it = PrivacyRequest.id == export.id
        await session.execute(update(PrivacyRequest).where(is_it).values(state=PrivacyRequestState.DONE))
    await leave(office, db, whole)


async def test_the_last_message_has_its_own_day(office: Office, db: Database, clock: FakeClock) -> None:
    """Also when orders have taken longer than that day: the chat stays until it was sent."""
    whole = await whole_person(db, clock, office.storage)
    await office.asked(whole)
    async with db.write() as session:
        long_ago = clock.now() - timedelta(days=2)
        asked = PrivacyRequest.kind == PrivacyRequestKind.ERASE_ALL
        await session.execute(update(PrivacyRequest).where(asked).values(created_at=long_ago))
    await office.worker.tick()
    assert await office.message() is not None
    assert "told" not in (await office.request()).steps
    clock.advance(days=1.1)
    await office.worker.tick()
    assert (await office.request()).state is PrivacyRequestState.DONE
