"""Edits and deletions as a bot meets them."""

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MediaUnion,
    ReplyKeyboardMarkup,
)

from tests.sandbox.telegram.stand import Stand, keyboard, picture


async def test_edit_shows_in_place_and_the_same_edit_again_is_refused(stand: Stand) -> None:
    ann = await stand.person()
    card = await stand.bot.send_message(ann, "10 %", reply_markup=keyboard())
    for text in ("50 %", "<b>50 %</b>"):
        await stand.bot.edit_message_text(
            text, chat_id=ann, message_id=card.message_id, parse_mode="HTML", reply_markup=keyboard()
        )
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await stand.bot.edit_message_text(
            "<b>50 %</b>", chat_id=ann, message_id=card.message_id, parse_mode="HTML", reply_markup=keyboard()
        )
    edits = await stand.events(ann, "edit")
    assert [event["html"] for event in edits] == ["50 %", "<b>50 %</b>"]
    assert edits[-1]["message_id"] == card.message_id
    assert edits[-1]["buttons"][0][0]["data"] == "go"


async def test_edit_without_keyboard_takes_the_keyboard_away(stand: Stand) -> None:
    ann = await stand.person()
    card = await stand.send_button(ann)
    await stand.bot.edit_message_text("done", chat_id=ann, message_id=card.message_id)
    assert (await stand.events(ann, "edit"))[-1]["buttons"] == []
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await stand.bot.edit_message_reply_markup(chat_id=ann, message_id=card.message_id)


async def test_what_cannot_be_edited(stand: Stand) -> None:
    ann = await stand.person()
    own = await stand.write(ann, "mine")
    with_keys = await stand.bot.send_message(
        ann, "x", reply_markup=ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Yes")]])
    )
    for message_id in (own, with_keys.message_id):
        with pytest.raises(TelegramBadRequest, match="message can't be edited"):
            await stand.bot.edit_message_text("y", chat_id=ann, message_id=message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await stand.bot.edit_message_text("y", chat_id=ann, message_id=10_000)
    photo = await stand.bot.send_photo(ann, BufferedInputFile(picture(), "a.jpg"))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await stand.bot.edit_message_text("y", chat_id=ann, message_id=photo.message_id)
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await stand.bot.edit_message_caption(
            caption="y", chat_id=ann, message_id=(await stand.send_button(ann)).message_id
        )


async def test_media_and_caption_are_replaced(stand: Stand) -> None:
    ann = await stand.person()
    sent = await stand.bot.send_photo(ann, BufferedInputFile(picture(1), "a.jpg"), caption="one")
    await stand.bot.edit_message_caption(caption="two", chat_id=ann, message_id=sent.message_id)
    edited = await stand.bot.edit_message_media(
        InputMediaPhoto(media=BufferedInputFile(picture(2, (320, 320)), "b.jpg"), caption="three"),
        chat_id=ann,
        message_id=sent.message_id,
    )
    assert not isinstance(edited, bool)
    assert edited.photo
    assert (edited.photo[-1].width, edited.caption) == (320, "three")
    assert [event["text"] for event in await stand.events(ann, "edit")] == ["two", "three"]


async def test_item_of_an_album_stays_of_its_kind(stand: Stand) -> None:
    ann = await stand.person()
    media: list[MediaUnion] = [InputMediaPhoto(media=BufferedInputFile(picture(n), "a.jpg")) for n in range(2)]
    album = await stand.bot.send_media_group(ann, media)
    with pytest.raises(TelegramBadRequest, match="can't be edited"):
        await stand.bot.edit_message_media(
            InputMediaDocument(media=BufferedInputFile(b"x", "a.txt")),
            chat_id=ann,
            message_id=album[0].message_id,
        )


async def test_delete_one_and_many(stand: Stand) -> None:
    ann = await stand.person()
    ids = [(await stand.bot.send_message(ann, "x")).message_id for _ in range(3)]
    await stand.bot.delete_message(ann, ids[0])
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await stand.bot.delete_message(ann, ids[0])
    await stand.bot.delete_messages(ann, ids)
    assert [event["message_id"] for event in await stand.events(ann, "delete")] == ids


async def test_person_edits_an_own_text(stand: Stand) -> None:
    ann = await stand.person()
    own = await stand.write(ann, "frist")
    await stand.post(f"/person/api/{ann}/edit", {"message_id": own, "text": "first"})
    await stand.post(f"/person/api/{ann}/edit", {"message_id": 10_000, "text": "x"}, status=400)
    sent, edited = await stand.updates()
    assert sent.message
    assert edited.edited_message
    assert (sent.message.text, edited.edited_message.text) == ("frist", "first")
    assert edited.edited_message.message_id == own
