"""copyMessage, copyMessages, forwardMessage between the private chats of the bot."""

from typing import Any

from sandbox.telegram.errors import bad_request
from sandbox.telegram.messages import StoredMessage
from sandbox.telegram.methods.content import caption_call, caption_of
from sandbox.telegram.methods.sending import deliver
from sandbox.telegram.wire import Call
from sandbox.telegram.world import World

_COPIED = ("text", "entities", "caption", "caption_entities", "photo", "document")
_CAPTION = ("caption", "caption_entities")


async def copy_message(world: World, call: Call) -> dict[str, Any]:
    """Send the content of a message again, without a link to it, with another caption where given."""
    chat_id = call.integer("chat_id")
    world.person_to_write_to(chat_id)
    content = _content(_source(world, call, "copy"))
    if "caption" in call.params and "text" not in content:
        content = {name: value for name, value in content.items() if name not in _CAPTION}
        content |= caption_of(caption_call(call))
    return {"message_id": deliver(world, call, chat_id, content)["message_id"]}


async def copy_messages(world: World, call: Call) -> list[dict[str, Any]]:
    """Copy 1 to 100 messages; albums stay albums, unknown messages are skipped."""
    chat_id, source_id = call.integer("chat_id"), call.integer("from_chat_id")
    person = world.person_to_write_to(chat_id)
    ids = call.json("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise bad_request("message identifiers are not specified")
    found = [message for number in ids if (message := world.messages.get(source_id, int(number)))]
    if not found:
        raise bad_request("there are no messages to copy")
    groups: dict[str, str] = {}
    copied = []
    for message in found:
        content = _content(message)
        if call.boolean("remove_caption"):
            content = {name: value for name, value in content.items() if name not in _CAPTION}
        if group := message.body.get("media_group_id"):
            content["media_group_id"] = groups.setdefault(group, world.messages.next_group())
        body = world.message_body(person, from_bot=True) | content
        copied.append({"message_id": world.messages.add(body, from_bot=True).message_id})
    return copied


async def forward_message(world: World, call: Call) -> dict[str, Any]:
    """Send a message again with its origin."""
    chat_id = call.integer("chat_id")
    world.person_to_write_to(chat_id)
    source = _source(world, call, "forward")
    origin = {"type": "user", "sender_user": source.body["from"], "date": source.body["date"]}
    return deliver(world, call, chat_id, _content(source) | {"forward_origin": origin})


def _source(world: World, call: Call, verb: str) -> StoredMessage:
    message = world.messages.get(call.integer("from_chat_id"), call.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def _content(message: StoredMessage) -> dict[str, Any]:
    return {name: message.body[name] for name in _COPIED if name in message.body}
