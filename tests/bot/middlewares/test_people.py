"""Whoever writes for the first time, or again, gets what could not be sent before."""

from aiogram.types import TelegramObject
from aiogram.types import User as TelegramUser

from bot.middlewares.people import PeopleMiddleware
from db.database import Database
from db.enums import OutboxKind, OutboxState
from db.models import Outbox
from tests.support.clock import FakeClock
from tests.support.rows import make_message, make_user

ADMIN = 7001


async def write(db: Database, clock: FakeClock) -> None:
    async def handler(_event: TelegramObject, _data: dict[str, object]) -> None:
        return None

    sender = TelegramUser(id=ADMIN, is_bot=False, first_name="Ada")
    await PeopleMiddleware(db, clock)(handler, TelegramObject(), {"event_from_user": sender})


async def state(db: Database, message: Outbox) -> OutboxState:
    async with db.read() as session:
        return (await session.get_one(Outbox, message.id)).state


async def test_an_admin_who_never_pressed_start_gets_the_alerts_then(db: Database, clock: FakeClock) -> None:
    alert = await make_message(db, ADMIN, kind=OutboxKind.PING, state=OutboxState.UNREACHABLE)
    await write(db, clock)
    assert await state(db, alert) is OutboxState.PENDING


async def test_who_was_reachable_all_along_gets_nothing_twice(db: Database, clock: FakeClock) -> None:
    await make_user(db, id=ADMIN)
    given_up = await make_message(db, ADMIN, kind=OutboxKind.PING, state=OutboxState.UNREACHABLE)
    await write(db, clock)
    assert await state(db, given_up) is OutboxState.UNREACHABLE
