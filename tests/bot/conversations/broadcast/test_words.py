"""Which messages a broadcast may be made of."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest
from aiogram.types import Chat, Message, Sticker

from bot.conversations.broadcast.words import no_command, take
from bot.texts import Texts
from db.enums import Language
from db.models import User
from services.errors import InvalidInputError


def message(**content: Any) -> Message:
    return Message(message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"), **content)


@pytest.mark.parametrize(
    "content",
    [
        {"dice": {"emoji": "🎲", "value": 3}},
        {"pinned_message": message(text="old")},
        {"contact": {"phone_number": "1", "first_name": "Ann"}},
    ],
    ids=["dice", "pinned", "contact"],
)
async def test_what_cannot_be_copied_as_it_is_gets_refused(content: dict[str, Any]) -> None:
    """Before anything is looked up or kept: Telegram would refuse it for every receiver."""
    nothing = cast(Any, None)
    with pytest.raises(InvalidInputError, match="broadcast-uncopyable"):
        await take(message(**content), User(id=1, language=Language.EN), Texts(), nothing, nothing)


def test_a_command_is_no_part_of_a_broadcast() -> None:
    """Messages without text are."""
    sticker = Sticker(
        file_id="1", file_unique_id="1", type="regular", width=1, height=1, is_animated=False, is_video=False
    )
    assert not no_command(message(text="/help"))
    assert no_command(message(text="hello /help"))
    assert no_command(message(sticker=sticker))
