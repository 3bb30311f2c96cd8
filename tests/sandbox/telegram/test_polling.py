"""getUpdates: order, confirmation by offset, long poll, exclusion of two pollers and of a webhook."""

import asyncio

import pytest
from aiogram.exceptions import TelegramConflictError

from tests.sandbox.receiver import until
from tests.sandbox.telegram.stand import Hook, Stand, picture


async def test_updates_stay_until_the_offset_confirms_them(stand: Stand) -> None:
    ann = await stand.person()
    for text in ("one", "two", "three"):
        await stand.write(ann, text)
    first = await stand.bot.get_updates(offset=stand.offset, limit=2)
    again = await stand.bot.get_updates(offset=stand.offset)
    assert [update.message.text for update in first if update.message] == ["one", "two"]
    assert [update.message.text for update in again if update.message] == ["one", "two", "three"]
    assert [update.update_id for update in again] == list(range(again[0].update_id, again[0].update_id + 3))
    assert await stand.bot.get_updates(offset=again[-1].update_id + 1) == []
    assert await stand.bot.get_updates() == [], "confirmed updates are gone for good"


async def test_negative_offset_forgets_all_but_the_last(stand: Stand) -> None:
    ann = await stand.person()
    for text in ("one", "two", "three"):
        await stand.write(ann, text)
    last = await stand.bot.get_updates(offset=-1)
    assert [update.message.text for update in last if update.message] == ["three"]


async def test_long_poll_returns_as_soon_as_something_comes(stand: Stand) -> None:
    ann = await stand.person()
    waiting = asyncio.ensure_future(stand.updates(timeout=30))  # noqa: TID251 - a test waits for it
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await stand.write(ann, "/start deep_link")
    message = (await asyncio.wait_for(waiting, 25))[0].message
    assert message
    assert message.entities
    assert (message.entities[0].type, message.entities[0].length) == ("bot_command", 6)


async def test_second_poller_ends_the_first(stand: Stand) -> None:
    before = stand.sandbox.world.poller
    waiting = asyncio.ensure_future(stand.bot.get_updates(timeout=30))  # noqa: TID251 - a test waits for it
    await until(lambda: stand.sandbox.world.poller == before + 1)
    assert await stand.bot.get_updates(timeout=0) == []
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates"):
        await asyncio.wait_for(waiting, 25)


async def test_polling_with_a_webhook_set_is_a_conflict(stand: Stand, hook: Hook) -> None:
    await stand.bot.set_webhook(hook.url)
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await stand.bot.get_updates()
    await stand.bot.delete_webhook()
    assert await stand.bot.get_updates() == []


async def test_only_the_kinds_asked_for_are_delivered(stand: Stand) -> None:
    ann = await stand.person()
    await stand.bot.get_updates(offset=stand.offset, allowed_updates=["callback_query"])
    await stand.write(ann, "not wanted")
    assert await stand.updates() == []


async def test_duplicates_switch_hands_out_each_update_twice(stand: Stand) -> None:
    ann = await stand.person()
    await stand.settings(duplicate_updates=True)
    await stand.write(ann, "hello")
    found = await stand.updates()
    assert len(found) == 2
    assert found[0].update_id == found[1].update_id


async def test_press_overtakes_the_rest_of_an_album_when_polling(stand: Stand) -> None:
    ann = await stand.person()
    button = await stand.send_button(ann)
    await stand.settings(overtake=True)
    await stand.send_files(ann, [(f"{n}.jpg", picture(n, (32, 32))) for n in range(4)])
    pressed = asyncio.ensure_future(stand.press(ann, button.message_id, "go"))  # noqa: TID251 - awaited below
    kinds: list[str] = []
    while len(kinds) < 5:
        for update in await stand.updates(timeout=2):
            kinds.append(update.event_type)
            if update.callback_query:
                await stand.bot.answer_callback_query(update.callback_query.id)
    await pressed
    assert kinds == ["message", "callback_query", "message", "message", "message"]
