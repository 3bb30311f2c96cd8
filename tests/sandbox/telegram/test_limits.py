"""What Telegram refuses, in Telegram's words: a bot that passes here does not meet them first in production."""

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, MediaUnion

from tests.sandbox.telegram.stand import Stand, keyboard, picture


async def test_longest_text_and_caption_pass_and_one_more_character_is_refused(stand: Stand) -> None:
    ann = await stand.person()
    await stand.bot.send_message(ann, "x" * 4096)
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await stand.bot.send_message(ann, "x" * 4097)
    photo = (await stand.bot.send_photo(ann, BufferedInputFile(picture(), "a.jpg"), caption="x" * 1024)).photo
    assert photo
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await stand.bot.send_photo(ann, photo[-1].file_id, caption="x" * 1025)


async def test_text_limit_counts_after_the_tags_are_taken_out(stand: Stand) -> None:
    ann = await stand.person()
    sent = await stand.bot.send_message(ann, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert sent.text == "x" * 4096


@pytest.mark.parametrize("text", ["", "   ", "<b></b>"])
async def test_empty_texts_are_refused(stand: Stand, text: str) -> None:
    ann = await stand.person()
    with pytest.raises(TelegramBadRequest, match="empty"):
        await stand.bot.send_message(ann, text, parse_mode="HTML")


async def test_callback_data_is_counted_in_bytes(stand: Stand) -> None:
    ann = await stand.person()
    await stand.bot.send_message(ann, "x", reply_markup=keyboard("я" * 32))
    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await stand.bot.send_message(ann, "x", reply_markup=keyboard("я" * 32 + "a"))


async def test_button_without_action_or_with_a_bad_address_is_refused(stand: Stand) -> None:
    ann = await stand.person()
    bare = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x")]])
    with pytest.raises(TelegramBadRequest, match="Text buttons are unallowed"):
        await stand.bot.send_message(ann, "x", reply_markup=bare)
    local = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="x", url="http://localhost/")]])
    with pytest.raises(TelegramBadRequest, match="Wrong HTTP URL"):
        await stand.bot.send_message(ann, "x", reply_markup=local)


async def test_photo_over_ten_megabytes_is_refused_and_the_same_bytes_pass_as_document(stand: Stand) -> None:
    ann = await stand.person()
    large = picture(kind="PNG") + b"\0" * (10 * 1024 * 1024)
    with pytest.raises(TelegramBadRequest, match="too big for a photo"):
        await stand.bot.send_photo(ann, BufferedInputFile(large, "a.png"))
    sent = await stand.bot.send_document(ann, BufferedInputFile(large, "a.png"))
    assert sent.document
    assert sent.document.file_size == len(large)


async def test_photo_must_be_a_picture_of_sane_sides(stand: Stand) -> None:
    ann = await stand.person()
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await stand.bot.send_photo(ann, BufferedInputFile(b"no picture", "a.jpg"))
    with pytest.raises(TelegramBadRequest, match="PHOTO_INVALID_DIMENSIONS"):
        await stand.bot.send_photo(ann, BufferedInputFile(picture(size=(2100, 100)), "a.jpg"))


@pytest.mark.parametrize("count", [1, 11])
async def test_album_has_two_to_ten_items(stand: Stand, count: int) -> None:
    ann = await stand.person()
    media: list[MediaUnion] = [InputMediaPhoto(media=BufferedInputFile(picture(n), "a.jpg")) for n in range(count)]
    with pytest.raises(TelegramBadRequest, match="messages to send as an album"):
        await stand.bot.send_media_group(ann, media)
    assert len(await stand.events(ann, "message")) == 1, "a refused album leaves nothing in the chat"


async def test_unknown_silent_and_blocking_people_are_told_apart(stand: Stand) -> None:
    silent, ann = await stand.person(started=False), await stand.person()
    for chat in (silent, 999_999):
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await stand.bot.send_message(chat, "x")
    await stand.post(f"/person/api/{ann}/block", {})
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await stand.bot.send_message(ann, "x")
    await stand.post(f"/person/api/{ann}/unblock", {})
    await stand.bot.send_message(ann, "x")
    changes = [update.my_chat_member for update in await stand.updates()]
    assert [change.new_chat_member.status for change in changes if change] == ["kicked", "member"]


async def test_wrong_token_and_unknown_method(stand: Stand) -> None:
    with pytest.raises(TelegramUnauthorizedError):
        await stand.bot_with("43:" + "A" * 35).get_me()

    class Juggle(TelegramMethod[bool]):
        __returning__ = bool
        __api_method__ = "juggle"

    with pytest.raises(TelegramNotFound, match="method not found"):
        await stand.bot(Juggle())


async def test_rate_limit_blocks_the_whole_token_for_a_while(stand: Stand) -> None:
    ann = await stand.person()
    await stand.settings(rate_limit={"per_second": 3, "retry_after": 1})
    for _ in range(3):
        await stand.bot.send_message(ann, "x")
    with pytest.raises(TelegramRetryAfter) as refused:
        await stand.bot.send_message(ann, "x")
    assert refused.value.retry_after == 1
    with pytest.raises(TelegramRetryAfter):
        await stand.bot.send_chat_action(ann, "typing")
    await stand.settings(rate_limit=None)
    await stand.bot.send_message(ann, "x")
    statuses = [c["status"] for c in await stand.get("/control/telegram/calls") if c["method"] == "sendMessage"]
    assert statuses == [200, 200, 200, 429, 200]
