"""Delivery to a webhook by the rules of Telegram's own server."""

import asyncio

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiohttp import MultipartWriter, web

from tests.sandbox.receiver import until
from tests.sandbox.telegram.stand import Hook, Stand, picture


async def _messages(stand: Stand, person: int, count: int) -> None:
    for number in range(count):
        await stand.write(person, f"message {number}")


async def test_update_comes_with_the_secret_and_any_2xx_ends_it(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    hook.answer = lambda number: web.Response(status=204)
    await stand.bot.set_webhook(hook.url, secret_token="s" * 32)
    await stand.write(ann, "hello")
    await hook.wait_for(1)
    assert hook.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s" * 32
    assert hook.received[0]["message"]["text"] == "hello"
    await until(lambda: not stand.sandbox.world.updates.pending)
    info = await stand.bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == (hook.url, 0)
    assert len(hook.received) == 1


async def test_one_update_of_a_chat_at_a_time_but_chats_run_side_by_side(stand: Stand, hook: Hook) -> None:
    ann, ben = await stand.person(), await stand.person()
    hook.work_seconds = 0.05
    await stand.bot.set_webhook(hook.url)
    await asyncio.gather(_messages(stand, ann, 4), _messages(stand, ben, 4))
    await hook.wait_for(8)
    assert hook.most_open[ann] == hook.most_open[ben] == 1
    assert hook.most_open[-1] == 2
    for person in (ann, ben):
        texts = [u["message"]["text"] for u in hook.received if u["message"]["chat"]["id"] == person]
        assert texts == [f"message {number}" for number in range(4)]


async def test_max_connections_bounds_the_chats_served_at_once(stand: Stand, hook: Hook) -> None:
    people = [await stand.person() for _ in range(4)]
    hook.work_seconds = 0.05
    await stand.bot.set_webhook(hook.url, max_connections=2)
    await asyncio.gather(*(_messages(stand, person, 2) for person in people))
    await hook.wait_for(8)
    assert hook.most_open[-1] == 2


async def test_failures_are_sent_again_at_once_then_with_growing_waits(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    await stand.settings(retry_scale=0.05)
    hook.answer = lambda number: web.Response(status=500 if number < 4 else 200)
    await stand.bot.set_webhook(hook.url)
    await stand.write(ann, "again")
    await stand.write(ann, "next")
    await hook.wait_for(6)
    assert len(set(hook.ids()[:5])) == 1, "the next message waits until the failed one is through"
    gaps = [later - earlier for earlier, later in zip(hook.times, hook.times[1:4], strict=False)]
    assert gaps[0] < 0.08
    assert gaps[1] >= 0.1, "2 seconds, scaled"
    assert gaps[2] >= 0.2, "4 seconds, scaled"
    info = await stand.bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_retry_after_is_honoured(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    await stand.settings(retry_scale=0.0)
    hook.answer = lambda number: web.Response(status=503 if number == 0 else 200, headers={"Retry-After": "1"})
    await stand.bot.set_webhook(hook.url)
    await stand.write(ann, "later")
    await hook.wait_for(2)
    assert 0.95 <= hook.times[1] - hook.times[0] < 1.6


async def test_answer_that_takes_too_long_is_sent_again(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    await stand.settings(webhook_timeout=0.1, retry_scale=0.01)
    hook.work_seconds = 0.3
    await stand.bot.set_webhook(hook.url)
    await stand.write(ann, "slow")
    await hook.wait_for(2)
    assert hook.ids()[0] == hook.ids()[1]
    assert (await stand.bot.get_webhook_info()).last_error_message == "Read timeout expired"


async def test_expired_press_is_not_delivered_any_more(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    button = await stand.send_button(ann)
    await stand.settings(callback_lifetime=0.2, retry_scale=0.05)
    hook.answer = lambda number: web.Response(status=500)
    await stand.bot.set_webhook(hook.url)
    stand.sandbox.world.nursery.start(stand.press(ann, button.message_id, "go"), "press")
    await hook.wait_for(2)
    await until(lambda: not stand.sandbox.world.updates.pending)
    tries = len(hook.received)
    assert (await stand.bot.get_webhook_info()).pending_update_count == 0
    await asyncio.sleep(0.3)
    assert len(hook.received) == tries


async def test_duplicates_switch_delivers_the_same_update_twice(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    await stand.settings(duplicate_updates=True)
    await stand.bot.set_webhook(hook.url)
    await _messages(stand, ann, 2)
    await hook.wait_for(4)
    ids = hook.ids()
    assert ids == [ids[0], ids[0], ids[0] + 1, ids[0] + 1]


async def test_press_overtakes_the_rest_of_an_album(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    button = await stand.send_button(ann)
    await stand.settings(overtake=True)
    await stand.bot.set_webhook(hook.url)
    await stand.send_files(ann, [(f"{n}.jpg", picture(n, (32, 32))) for n in range(10)])
    stand.sandbox.world.nursery.start(stand.press(ann, button.message_id, "go"), "press")
    await hook.wait_for(11)
    kinds = ["message" if "message" in update else "callback_query" for update in hook.received]
    assert kinds == ["message", "callback_query"] + ["message"] * 9


async def test_album_comes_whole_when_no_press_follows_it(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    await stand.settings(overtake=True, overtake_hold=0.2)
    await stand.bot.set_webhook(hook.url)
    await stand.send_files(ann, [(f"{n}.jpg", picture(n, (32, 32))) for n in range(4)])
    await hook.wait_for(4)
    assert hook.times[1] - hook.times[0] >= 0.1
    assert hook.ids() == sorted(hook.ids())


async def test_a_text_never_overtakes_the_album_before_it(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    await stand.settings(overtake=True)
    await stand.bot.set_webhook(hook.url)
    await stand.send_files(ann, [(f"{n}.jpg", picture(n, (32, 32))) for n in range(3)])
    await stand.write(ann, "done")
    await hook.wait_for(4)
    assert ["photo" in update["message"] for update in hook.received] == [True, True, True, False]


async def test_press_is_delivered_while_a_message_of_the_same_person_is_in_work(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    button = await stand.send_button(ann)
    hook.work_seconds = 0.3
    await stand.bot.set_webhook(hook.url)
    await stand.write(ann, "slow")
    stand.sandbox.world.nursery.start(stand.press(ann, button.message_id, "go"), "press")
    await hook.wait_for(2)
    assert hook.times[1] - hook.times[0] < 0.25


async def test_pending_updates_wait_for_the_webhook_or_are_dropped(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    await stand.write(ann, "before")
    await stand.bot.set_webhook(hook.url)
    await hook.wait_for(1)
    await stand.bot.delete_webhook()
    await stand.write(ann, "dropped")
    await stand.bot.set_webhook(hook.url, drop_pending_updates=True)
    await stand.write(ann, "after")
    await hook.wait_for(2)
    assert [update["message"]["text"] for update in hook.received] == ["before", "after"]


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "https://example.org/hook", "http://10.0.0.1/"])
async def test_webhook_never_leaves_this_machine(stand: Stand, url: str) -> None:
    with pytest.raises(TelegramBadRequest, match="webhook"):
        await stand.bot.set_webhook(url)


async def test_setting_and_deleting_again_says_so(stand: Stand, hook: Hook) -> None:
    said = []
    for method in ("setWebhook", "setWebhook", "deleteWebhook", "deleteWebhook"):
        path = f"/telegram/bot{stand.sandbox.world.token}/{method}"
        said.append((await stand.post(path, {"url": hook.url} if method == "setWebhook" else {}))["description"])
    assert said == ["Webhook was set", "Webhook is already set", "Webhook was deleted", "Webhook is already deleted"]


async def test_secret_has_telegrams_alphabet(stand: Stand, hook: Hook) -> None:
    with pytest.raises(TelegramBadRequest, match="unallowed characters"):
        await stand.bot.set_webhook(hook.url, secret_token="not allowed")


async def test_method_in_the_answer_is_carried_out_unless_switched_off(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()
    hook.answer = lambda number: web.json_response(
        {"method": "sendMessage", "chat_id": ann, "text": f"answer {number}"}
    )
    await stand.bot.set_webhook(hook.url)
    await stand.write(ann, "one")
    await hook.wait_for(1)
    await until(lambda: not stand.sandbox.world.updates.pending)
    await stand.settings(execute_webhook_answers=False)
    await stand.write(ann, "two")
    await hook.wait_for(2)
    await until(lambda: not stand.sandbox.world.updates.pending)
    texts = [event["text"] for event in await stand.events(ann, "message") if event["from"] == "bot"]
    assert texts == ["answer 0"]


async def test_multipart_answer_as_aiogram_writes_it_is_carried_out(stand: Stand, hook: Hook) -> None:
    ann = await stand.person()

    def answer(number: int) -> web.Response:
        writer = MultipartWriter("form-data")
        for name, value in {"method": "sendMessage", "chat_id": str(ann), "text": "by multipart"}.items():
            writer.append(value).set_content_disposition("form-data", name=name)
        return web.Response(body=writer)

    hook.answer = answer
    await stand.bot.set_webhook(hook.url)
    await stand.write(ann, "one")
    await hook.wait_for(1)
    await until(lambda: not stand.sandbox.world.updates.pending)
    texts = [event["text"] for event in await stand.events(ann, "message") if event["from"] == "bot"]
    assert texts == ["by multipart"]
