"""answerCallbackQuery, sendChatAction, setMessageReaction, pinChatMessage, sendMessageDraft, getFile, getChat."""

from typing import Any

from sandbox.telegram.entities import TEXT_LIMIT, formatted, to_safe_html
from sandbox.telegram.errors import bad_request
from sandbox.telegram.messages import StoredMessage
from sandbox.telegram.wire import Call
from sandbox.telegram.world import World

CALLBACK_TEXT_LIMIT = 200
# How long a client shows a chat action and a draft, in seconds.
ACTION_SECONDS = 5
DRAFT_SECONDS = 30

_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


async def answer_callback_query(world: World, call: Call) -> bool:
    """Answer a press with a toast, an alert or nothing."""
    text = call.text("text")
    if len(text) > CALLBACK_TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {
        "text": text or None,
        "show_alert": call.boolean("show_alert"),
        "url": call.text("url") or None,
    }
    press = world.presses.answer(call.text("callback_query_id"), answer, world.settings.callback_lifetime)
    world.events.add(press.person_id, "press_answer", query_id=press.query_id, message_id=press.message_id, **answer)
    return True


async def send_chat_action(world: World, call: Call) -> bool:
    """Show "typing..." and the like for five seconds."""
    chat_id = call.integer("chat_id")
    world.person_to_write_to(chat_id)
    action = call.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.add(chat_id, "action", action=action, seconds=ACTION_SECONDS)
    return True


async def set_message_reaction(world: World, call: Call) -> bool:
    """Put the bot's emoji on a message; an empty list takes it away."""
    message = _message(world, call, "react")
    reactions = call.json("reaction") or []
    if not isinstance(reactions, list) or len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = [str(item.get("emoji", "")) for item in reactions]
    world.events.add(message.chat_id, "reaction", message_id=message.message_id, emoji=emoji)
    return True


async def pin_chat_message(world: World, call: Call) -> bool:
    """Pin a message."""
    message = _message(world, call, "pin")
    world.events.add(message.chat_id, "pin", message_id=message.message_id)
    return True


async def send_message_draft(world: World, call: Call) -> bool:
    """Show a text that is still being written, for at most thirty seconds."""
    chat_id = call.integer("chat_id")
    world.person_to_write_to(chat_id)
    if not call.integer("draft_id"):
        raise bad_request("draft identifier must be non-zero")
    text, entities = formatted(call.text("text"), call.text("parse_mode"), call.json("entities"))
    if len(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    world.events.add(
        chat_id,
        "draft",
        draft_id=call.integer("draft_id"),
        text=text,
        html=to_safe_html(text, entities),
        seconds=DRAFT_SECONDS,
    )
    return True


async def get_file(world: World, call: Call) -> dict[str, Any]:
    """The download path of a file of at most 20 MB."""
    stored = world.files.by_id.get(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.data) > world.settings.download_limit:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }


async def get_chat(world: World, call: Call) -> dict[str, Any]:
    """The private chat with its fields of ChatFullInfo that always exist."""
    person = world.people.by_id.get(call.integer("chat_id"))
    if person is None or not person.started:
        raise bad_request("chat not found")
    return person.chat() | {
        "accent_color_id": person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": True,
            "limited_gifts": True,
            "unique_gifts": True,
            "premium_subscription": True,
            "gifts_from_channels": True,
        },
    }


def _message(world: World, call: Call, verb: str) -> StoredMessage:
    chat_id = call.integer("chat_id")
    world.person_to_write_to(chat_id)
    message = world.messages.get(chat_id, call.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message
