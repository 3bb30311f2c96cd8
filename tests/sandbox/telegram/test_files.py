"""Files with real bytes both ways: albums, documents, downloads."""

import io

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, MediaUnion
from PIL import Image

from tests.sandbox.telegram.stand import Stand, picture


async def _download(stand: Stand, file_id: str) -> bytes:
    out = io.BytesIO()
    await stand.bot.download(file_id, out)
    return out.getvalue()


async def test_album_of_ten_from_a_person_is_ten_updates_with_ten_pictures(stand: Stand) -> None:
    ann = await stand.person()
    await stand.send_files(ann, [(f"{n}.jpg", picture(n, (1600, 1200))) for n in range(10)], caption="me")
    messages = [update.message for update in await stand.updates()]
    assert len(messages) == 10
    assert len({m.media_group_id for m in messages if m}) == 1
    assert [m.caption for m in messages if m] == ["me"] + [None] * 9
    seen = set()
    for message in messages:
        assert message
        assert message.photo
        sizes = [(size.width, size.height) for size in message.photo]
        assert sizes == [(90, 68), (320, 240), (800, 600), (1280, 960)]
        data = await _download(stand, message.photo[-1].file_id)
        assert len(data) == message.photo[-1].file_size
        assert Image.open(io.BytesIO(data)).size == (1280, 960)
        seen.add(data)
    assert len(seen) == 10


async def test_album_of_ten_from_the_bot_reaches_the_person_with_real_bytes(stand: Stand) -> None:
    ann = await stand.person()
    media: list[MediaUnion] = [
        InputMediaPhoto(media=BufferedInputFile(picture(n), f"{n}.jpg"), caption=f"<b>{n}</b>", parse_mode="HTML")
        for n in range(10)
    ]
    sent = await stand.bot.send_media_group(ann, media)
    assert len({message.media_group_id for message in sent}) == 1
    shown = (await stand.events(ann, "message"))[1:]
    assert [event["html"] for event in shown] == [f"<b>{n}</b>" for n in range(10)]
    for event in shown:
        async with stand.http.get(event["media"][0]["url"]) as answer:
            assert Image.open(io.BytesIO(await answer.read())).size == (640, 480)


async def test_more_than_ten_files_become_two_albums(stand: Stand) -> None:
    ann = await stand.person()
    await stand.send_files(ann, [(f"{n}.jpg", picture(n, (64, 64))) for n in range(12)])
    groups = [update.message.media_group_id for update in await stand.updates() if update.message]
    assert len(groups) == 12
    assert len(set(groups)) == 2


async def test_photo_loses_exif_and_is_turned_upright_while_a_document_keeps_every_byte(stand: Stand) -> None:
    ann = await stand.person()
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    source = picture(size=(400, 200), exif=exif)
    await stand.send_files(ann, [("a.jpg", source)])
    await stand.send_files(ann, [("a.jpg", source), ("b.heic", b"ftypheic")], kind="document")
    photo, document, heic = [update.message for update in await stand.updates()]
    assert photo
    assert photo.photo
    assert document
    assert document.document
    assert heic
    assert heic.document
    small = Image.open(io.BytesIO(await _download(stand, photo.photo[-1].file_id)))
    assert small.size == (200, 400)
    assert not small.getexif()
    assert await _download(stand, document.document.file_id) == source
    assert (document.document.mime_type, heic.document.mime_type) == ("image/jpeg", "image/heic")
    assert document.media_group_id == heic.media_group_id is not None


async def test_file_over_twenty_megabytes_cannot_be_fetched(stand: Stand) -> None:
    ann = await stand.person()
    await stand.send_files(ann, [("a.bin", b"\1" * (20 * 1024 * 1024 + 1))], kind="document")
    message = (await stand.updates())[0].message
    assert message
    assert message.document
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await stand.bot.get_file(message.document.file_id)
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await stand.bot.get_file("AgAC-unknown")


async def test_documents_and_photos_do_not_mix_and_kinds_are_kept(stand: Stand) -> None:
    ann = await stand.person()
    photo = InputMediaPhoto(media=BufferedInputFile(picture(), "a.jpg"))
    document = InputMediaDocument(media=BufferedInputFile(b"x", "a.txt"))
    with pytest.raises(TelegramBadRequest, match="can't be mixed"):
        await stand.bot.send_media_group(ann, [photo, document])
    sent = await stand.bot.send_photo(ann, BufferedInputFile(picture(), "a.jpg"))
    assert sent.photo
    with pytest.raises(TelegramBadRequest, match="can't use file of type Photo as Document"):
        await stand.bot.send_document(ann, sent.photo[-1].file_id)
    again = await stand.bot.send_photo(ann, sent.photo[-1].file_id)
    assert again.photo == sent.photo


async def test_a_client_does_not_send_a_text_file_as_photo(stand: Stand) -> None:
    ann = await stand.person()
    answer = await stand.send_files(ann, [("a.txt", b"hello")])
    assert answer["status"] == 400
    assert await stand.updates() == []


async def test_copies_and_forwards(stand: Stand) -> None:
    ann, ben = await stand.person(), await stand.person()
    media: list[MediaUnion] = [InputMediaPhoto(media=BufferedInputFile(picture(n), "a.jpg")) for n in range(2)]
    album = await stand.bot.send_media_group(ann, media)
    await stand.bot.copy_messages(ben, ann, [message.message_id for message in album])
    await stand.bot.copy_message(ben, ann, album[0].message_id, caption="copied")
    forwarded = await stand.bot.forward_message(ben, ann, album[0].message_id)
    assert forwarded.forward_origin
    shown = (await stand.events(ben, "message"))[1:]
    assert shown[0]["media_group_id"] == shown[1]["media_group_id"] != album[0].media_group_id
    assert [event["text"] for event in shown] == ["", "", "copied", ""]
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await stand.bot.copy_message(ben, ann, 10_000)
