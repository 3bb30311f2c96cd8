"""Nobody but admins is heard: every command, button and step of the admin chat, found by walking its routers."""

import itertools
from collections.abc import Iterator
from enum import Enum
from typing import Any
from uuid import UUID

from aiogram import Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.fsm.state import State
from sqlalchemy import func, select

from bot.conversations.admin.router import router
from db.models import Audit, OperatorChoice, OperatorRequest
from db.repositories.conversations import put_state
from tests.bot.conversations.admin.conftest import Office
from tests.bot.conversations.outside import tap

STEP_LEFT = "This button belongs to an earlier step. Please use the newest message."


def handlers(found: Router, event: str) -> Iterator[HandlerObject]:
    yield from found.observers[event].handlers
    for part in found.sub_routers:
        yield from handlers(part, event)


def filters_of(handler: HandlerObject, kind: type) -> list[Any]:
    return [one.callback for one in handler.filters or () if isinstance(one.callback, kind)]


def buttons() -> dict[str, list[str]]:
    """What every button of the admin chat may carry, by the name of its class."""
    found: dict[str, list[str]] = {}
    for handler in handlers(router(), "callback_query"):
        [press] = filters_of(handler, CallbackQueryFilter)
        found[press.callback_data.__name__] = [one.pack() for one in samples(press.callback_data)]
    return found


def samples(press: type[CallbackData]) -> Iterator[CallbackData]:
    """Every member of every choice, on and off."""
    values = [list(_values(field.annotation)) for field in press.model_fields.values()]
    for combination in itertools.product(*values):
        yield press(**dict(zip(press.model_fields, combination, strict=True)))


def _values(kind: Any) -> list[Any]:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)
    return {bool: [False, True], int: [1001], str: ["fal"], UUID: [UUID(int=1001)]}[kind]


def commands() -> list[str]:
    return [
        str(name)
        for handler in handlers(router(), "message")
        for command in filters_of(handler, Command)
        for name in command.commands
    ]


def steps() -> list[str]:
    return [str(state.state) for handler in handlers(router(), "message") for state in filters_of(handler, State)]


async def traces(office: Office) -> list[int]:
    """Rows that any change by an admin leaves."""
    async with office.stage.services.db.read() as session:
        return [
            await session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Audit, OperatorChoice, OperatorRequest)
        ]


def test_every_handler_is_known() -> None:
    """The walk finds each one by its button, command or step; a new kind of filter would slip through."""
    messages = list(handlers(router(), "message"))
    assert len(messages) == len(commands()) + len(steps())
    assert {"admin", "broadcast", "ban", "unban", "grant"} == set(commands())
    assert len(buttons()) >= 10
    for name in ("AdminGo", "AdminConfirm", "AdminPerson", "AdminCase", "AdminLimit", "AdminPrice", "AdminTrainer"):
        assert buttons()[name]


async def test_a_persons_taps_are_answered_as_unknown(office: Office) -> None:
    """With whatever a bad client puts into a button; nothing is changed and nothing is told."""
    await office.ann.say("/help")
    message = await office.ann.see("How it works")
    answers = {data: await tap(office.ann, message, data) for packed in buttons().values() for data in packed}
    assert {data: answer for data, answer in answers.items() if answer != STEP_LEFT} == {}
    assert await traces(office) == [0, 0, 0]


async def test_a_persons_commands_and_words_are_answered_as_unknown(office: Office) -> None:
    """Also in a step that somebody was in while they were an admin."""
    ann = office.ann
    for command in commands():
        await ann.say(f"/{command} {office.ann.id} 5")
        await ann.see("I did not get that one.")
    for step in steps():
        async with office.stage.services.db.write(joins_update=False) as session:
            await put_state(session, ann.id, step)
        await ann.say("100")
        await ann.see("I did not get that one.")
    assert await traces(office) == [0, 0, 0]


async def test_an_admins_menu_answers(office: Office) -> None:
    """The same taps lead somewhere for an admin, so that the silence above is the door's."""
    await office.boss.say("/help")
    message = await office.boss.see("How it works")
    for data in buttons()["AdminGo"]:
        assert await tap(office.boss, message, data) != STEP_LEFT, data
