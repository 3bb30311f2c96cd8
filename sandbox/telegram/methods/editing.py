"""editMessageText, -Caption, -Media, -ReplyMarkup, deleteMessage, deleteMessages."""

from typing import Any

from sandbox.telegram.errors import bad_request, not_modified
from sandbox.telegram.keyboards import checked_markup
from sandbox.telegram.messages import StoredMessage
from sandbox.telegram.methods.content import caption_call, caption_of, text_of
from sandbox.telegram.methods.sending import media_kind, media_of_item
from sandbox.telegram.wire import Call
from sandbox.telegram.world import World

# A message can be deleted by a bot for 48 hours.
DELETE_WITHIN = 48 * 3600
_CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "document")


async def edit_message_text(world: World, call: Call) -> dict[str, Any]:
    """Replace text, entities and keyboard; a keyboard that is not named again disappears."""
    message = _editable(world, call)
    content = text_of(call)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _apply(world, call, message, content)


async def edit_message_caption(world: World, call: Call) -> dict[str, Any]:
    """Replace the caption of a photo or document."""
    message = _editable(world, call)
    caption = caption_of(caption_call(call))
    if "text" in message.body:
        raise bad_request("there is no caption in the message to edit")
    media = {name: message.body[name] for name in ("photo", "document") if name in message.body}
    return _apply(world, call, message, media | caption)


async def edit_message_media(world: World, call: Call) -> dict[str, Any]:
    """Replace the file, or a text by a file; inside an album only by the same type."""
    message = _editable(world, call)
    item = call.json("media")
    if not isinstance(item, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    if "media_group_id" in message.body and media_kind(item) not in message.body:
        raise bad_request("message can't be edited: the type of an album's item stays")
    content = await media_of_item(world, call, item)
    return _apply(world, call, message, content | caption_of(item))


async def edit_message_reply_markup(world: World, call: Call) -> dict[str, Any]:
    """Replace or remove the inline keyboard."""
    message = _editable(world, call)
    content = {name: message.body[name] for name in _CONTENT if name in message.body}
    return _apply(world, call, message, content)


async def delete_message(world: World, call: Call) -> bool:
    """Delete one message for both sides."""
    chat_id = call.integer("chat_id")
    world.person_to_write_to(chat_id)
    message = world.messages.get(chat_id, call.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if world.now() - int(message.body["date"]) > DELETE_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    world.messages.delete(message)
    return True


async def delete_messages(world: World, call: Call) -> bool:
    """Delete 1 to 100 messages; those that cannot be found or deleted are skipped."""
    chat_id = call.integer("chat_id")
    world.person_to_write_to(chat_id)
    ids = call.json("message_ids")
    if not isinstance(ids, list) or not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    if chat_id in world.crowd:
        world.crowd.take_back(chat_id, ids)
    for message_id in ids:
        message = world.messages.get(chat_id, int(message_id))
        if message is not None and world.now() - int(message.body["date"]) <= DELETE_WITHIN:
            world.messages.delete(message)
    return True


def _editable(world: World, call: Call) -> StoredMessage:
    if call.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    if not call.integer("message_id"):
        raise bad_request("message identifier is not specified")
    chat_id = call.integer("chat_id")
    world.person_to_write_to(chat_id)
    message = world.messages.get(chat_id, call.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.reply_keyboard is not None or "forward_origin" in message.body:
        raise bad_request("message can't be edited")
    return message


def _apply(world: World, call: Call, message: StoredMessage, content: dict[str, Any]) -> dict[str, Any]:
    markup = checked_markup(call.json("reply_markup"), inline_only=True)
    if markup == {"inline_keyboard": []}:
        markup = None
    before = {name: message.body[name] for name in _CONTENT if name in message.body}
    if before == content and message.body.get("reply_markup") == markup:
        raise not_modified()
    body = {name: value for name, value in message.body.items() if name not in (*_CONTENT, "reply_markup")}
    body |= content
    if markup:
        body["reply_markup"] = markup
    body["edit_date"] = world.now()
    message.body = body
    world.messages.edited(message)
    return body
