"""Button presses: the answer reaches the person, late and unknown answers are refused."""

import asyncio

import pytest
from aiogram.exceptions import TelegramBadRequest

from tests.sandbox.telegram.stand import Stand, keyboard


async def _press_and_get_id(stand: Stand, person: int) -> tuple["asyncio.Future[object]", str]:
    button = await stand.send_button(person)
    pressed = asyncio.ensure_future(stand.press(person, button.message_id, "go"))  # noqa: TID251 - the test awaits it
    query = (await stand.updates(timeout=2))[0].callback_query
    assert query
    assert query.message
    assert (query.data, query.from_user.id, query.message.message_id) == ("go", person, button.message_id)
    return pressed, query.id


async def test_answer_reaches_the_person(stand: Stand) -> None:
    ann = await stand.person()
    pressed, query_id = await _press_and_get_id(stand, ann)
    await stand.bot.answer_callback_query(query_id, text="done", show_alert=True)
    assert await pressed == {"answer": {"text": "done", "show_alert": True, "url": None}}
    assert (await stand.events(ann, "press_answer"))[0]["text"] == "done"


async def test_answer_of_more_than_200_characters_is_refused(stand: Stand) -> None:
    ann = await stand.person()
    pressed, query_id = await _press_and_get_id(stand, ann)
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await stand.bot.answer_callback_query(query_id, text="x" * 201)
    await stand.bot.answer_callback_query(query_id, text="x" * 200)
    await pressed


async def test_late_or_unknown_answer_is_refused(stand: Stand) -> None:
    ann = await stand.person()
    pressed, query_id = await _press_and_get_id(stand, ann)
    await stand.settings(callback_lifetime=0.01)
    await asyncio.sleep(0.05)
    for late in (query_id, "12345"):
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await stand.bot.answer_callback_query(late)
    pressed.cancel()


async def test_button_is_found_by_its_text_and_an_old_button_can_still_be_pressed(stand: Stand) -> None:
    ann = await stand.person()
    card = await stand.bot.send_message(ann, "x", reply_markup=keyboard("old"))
    await stand.bot.edit_message_text(
        "y", chat_id=ann, message_id=card.message_id, reply_markup=keyboard("new", "Again")
    )
    for body, data in (({"button": "Again"}, "new"), ({"data": "old"}, "old")):
        pressed = asyncio.ensure_future(  # noqa: TID251 - awaited below
            stand.post(f"/person/api/{ann}/press", {"message_id": card.message_id, **body})
        )
        query = (await stand.updates(timeout=2))[0].callback_query
        assert query
        assert query.data == data
        await stand.bot.answer_callback_query(query.id)
        await pressed


async def test_a_button_that_never_was_cannot_be_pressed_unless_forged(stand: Stand) -> None:
    ann = await stand.person()
    button = await stand.send_button(ann)
    body = {"message_id": button.message_id, "data": "other"}
    await stand.post(f"/person/api/{ann}/press", body, status=400)
    assert await stand.updates() == []
    stand.sandbox.world.nursery.start(stand.press(ann, button.message_id, "other", forged=True), "press")
    query = (await stand.updates(timeout=2))[0].callback_query
    assert query
    assert query.data == "other"
