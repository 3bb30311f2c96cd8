"""Conversation storage: a state and a draft id, in the database, and nothing else."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey

from bot.fsm import ConversationStorage
from bot.standing import Standing, standing
from db.database import Database, joins_next_write
from db.enums import DraftKind
from db.repositories.visitors import Visitor
from db.sessions import WriteSession
from tests.support.rows import make_draft, make_user


class Steps(StatesGroup):
    name = State()


def context(db: Database, chat_id: int = 7) -> FSMContext:
    return FSMContext(ConversationStorage(db), StorageKey(bot_id=42, chat_id=chat_id, user_id=chat_id))


async def test_state_and_draft_survive_a_restart(db: Database) -> None:
    """Another storage object on the same database reads what the first one wrote."""
    user = await make_user(db)
    draft = await make_draft(db, user, kind=DraftKind.CREATE)
    await context(db).set_state(Steps.name)
    await context(db).update_data(draft_id=draft.id)
    assert await context(db).get_state() == "Steps:name"
    assert await context(db).get_data() == {"draft_id": draft.id}


async def test_a_draft_id_may_come_as_text(db: Database) -> None:
    draft_id = uuid.uuid4()
    await context(db).set_data({"draft_id": str(draft_id)})
    assert await context(db).get_data() == {"draft_id": draft_id}


async def test_clearing_ends_the_conversation(db: Database) -> None:
    await context(db).set_state(Steps.name)
    await context(db).set_data({"draft_id": uuid.uuid4()})
    await context(db).clear()
    assert await context(db).get_state() is None
    assert await context(db).get_data() == {}


async def test_chats_do_not_mix(db: Database) -> None:
    await context(db, 7).set_state(Steps.name)
    assert await context(db, 8).get_state() is None


async def test_other_data_is_refused(db: Database) -> None:
    with pytest.raises(ValueError, match="draft_id"):
        await context(db).update_data(prompt="a secret wish")


async def test_a_change_of_state_does_not_mark_the_update_handled(db: Database) -> None:
    """Only the handler's own rows are the effect of an update."""
    joined: list[str] = []

    async def join(_session: object) -> None:
        joined.append("joined")

    joins_next_write.set(join)
    await context(db).set_state(Steps.name)
    await context(db).set_data({})
    assert joined == []
    assert joins_next_write.get() is not None
    joins_next_write.set(None)


@contextmanager
def handling(known: Standing) -> Iterator[None]:
    """As if an update of this chat were being handled, which has had no effect yet."""

    async def mark(_session: WriteSession) -> None:
        pass

    token, joined = standing.set(known), joins_next_write.set(mark)
    try:
        yield
    finally:
        joins_next_write.reset(joined)
        standing.reset(token)


async def test_what_came_with_the_update_is_not_asked_for_again(sqlite_db: Database) -> None:
    """The state and the draft were read in the transaction that made the chat ours."""
    draft_id = uuid.uuid4()
    with handling(Standing(7, Visitor(state="Steps:name", draft_id=draft_id))):
        assert await context(sqlite_db).get_state() == "Steps:name"
        assert await context(sqlite_db).get_data() == {"draft_id": draft_id}
        assert await context(sqlite_db, chat_id=8).get_state() is None, "another chat's"


async def test_an_end_that_changes_nothing_is_not_written(sqlite_db: Database) -> None:
    """Most commands end a conversation that never began: that costs two commits for nothing."""
    await context(sqlite_db).set_state(Steps.name)
    with handling(Standing(7, Visitor())):
        await context(sqlite_db).clear()
    assert await context(sqlite_db).get_state() == "Steps:name", "written although nothing was to be ended"


async def test_a_conversation_that_has_moved_is_asked_about(sqlite_db: Database) -> None:
    """What came with the update is history then, and an end is written."""
    with handling(Standing(7, Visitor())):
        await context(sqlite_db).set_state(Steps.name)
        assert await context(sqlite_db).get_state() == "Steps:name"
        await context(sqlite_db).clear()
    assert await context(sqlite_db).get_state() is None


async def test_after_an_effect_the_database_is_asked(sqlite_db: Database) -> None:
    """An order may have ended the conversation in its own transaction."""
    await context(sqlite_db).set_state(Steps.name)
    with handling(Standing(7, Visitor())):
        async with sqlite_db.write():
            pass
        assert await context(sqlite_db).get_state() == "Steps:name"
        await context(sqlite_db).clear()
    assert await context(sqlite_db).get_state() is None
