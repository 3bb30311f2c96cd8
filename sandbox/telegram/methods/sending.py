"""sendMessage, sendPhoto, sendDocument, sendMediaGroup."""

from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.keyboards import checked_markup
from sandbox.telegram.methods.content import (
    KINDS,
    caption_call,
    caption_of,
    media_of,
    quoted_of,
    text_of,
)
from sandbox.telegram.wire import Call
from sandbox.telegram.world import World

ALBUM_SIZES = range(2, 11)


async def send_message(world: World, call: Call) -> dict[str, Any]:
    """Send a text."""
    chat_id = _chat(call)
    world.person_to_write_to(chat_id)
    return deliver(world, call, chat_id, text_of(call))


async def send_photo(world: World, call: Call) -> dict[str, Any]:
    """Send a picture that Telegram re-encodes."""
    return await _send_file(world, call, "photo")


async def send_document(world: World, call: Call) -> dict[str, Any]:
    """Send a file untouched."""
    return await _send_file(world, call, "document")


async def send_media_group(world: World, call: Call) -> list[dict[str, Any]]:
    """Send 2 to 10 photos, or 2 to 10 documents, as one album."""
    chat_id = _chat(call)
    person = world.person_to_write_to(chat_id)
    items = call.json("media")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad_request("can't parse media JSON object")
    if len(items) not in ALBUM_SIZES:
        problem = "too few" if len(items) < ALBUM_SIZES.start else "too many"
        raise bad_request(f"{problem} messages to send as an album")
    kinds = {media_kind(item) for item in items}
    if len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    quoted = quoted_of(world, call, chat_id)
    contents = [{**await media_of_item(world, call, item), **caption_of(item)} for item in items]
    group = world.messages.next_group()
    sent = []
    for content in contents:
        body = world.message_body(person, from_bot=True) | {"media_group_id": group} | quoted | content
        sent.append(world.messages.add(body, from_bot=True).body)
    return sent


def media_kind(item: dict[str, Any]) -> str:
    """Type of an InputMedia object. Raises ApiError 400 for a type the sandbox does not carry."""
    kind = str(item.get("type"))
    if kind not in KINDS:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    return kind


async def media_of_item(world: World, call: Call, item: dict[str, Any]) -> dict[str, Any]:
    """The media of an InputMedia object."""
    reference = str(item.get("media") or "")
    if not reference:
        raise bad_request("can't parse InputMedia: media not found")
    return await media_of(world, call, media_kind(item), reference, "media")


def deliver(world: World, call: Call, chat_id: int, content: dict[str, Any]) -> dict[str, Any]:
    """Put one message of the bot into a chat with the call's keyboard and quote; its Message object."""
    person = world.person_to_write_to(chat_id)
    markup = checked_markup(call.json("reply_markup"))
    quoted = quoted_of(world, call, chat_id)
    inline = markup if markup and "inline_keyboard" in markup else None
    body = world.message_body(person, from_bot=True) | quoted | content
    if inline:
        body["reply_markup"] = inline
    return world.messages.add(body, from_bot=True, reply_keyboard=None if inline else markup).body


async def _send_file(world: World, call: Call, kind: str) -> dict[str, Any]:
    chat_id = _chat(call)
    world.person_to_write_to(chat_id)
    caption = caption_of(caption_call(call))
    checked_markup(call.json("reply_markup"))
    media = await media_of(world, call, kind, call.text(kind), kind)
    return deliver(world, call, chat_id, media | caption)


def _chat(call: Call) -> int:
    if not call.text("chat_id"):
        raise bad_request("chat_id is empty")
    return call.integer("chat_id")
