"""The messages of all chats as Bot API objects, and how each looks to a person."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.crowd import Crowd
from sandbox.telegram.entities import to_safe_html
from sandbox.telegram.events import EventLog
from sandbox.telegram.keyboards import callback_data_of


@dataclass
class StoredMessage:
    """One message: `body` is the Bot API's Message; `reply_keyboard` is what a bot's Message omits."""

    body: dict[str, Any]
    from_bot: bool
    reply_keyboard: dict[str, Any] | None = None
    seen_data: set[str] = field(default_factory=set)

    @property
    def message_id(self) -> int:
        """Unique in the whole sandbox, as private messages are unique for a bot."""
        return int(self.body["message_id"])

    @property
    def chat_id(self) -> int:
        """The private chat, which has the person's id."""
        return int(self.body["chat"]["id"])


@dataclass
class Messages:
    """Every message that is not deleted. Each change is also an event of its chat. A crowd's are only counted."""

    events: EventLog
    crowd: Crowd = field(default_factory=Crowd)
    stored: dict[tuple[int, int], StoredMessage] = field(default_factory=dict)
    _last_id: int = 0
    _last_group: int = 0

    def next_id(self) -> int:
        """The next message id."""
        self._last_id += 1
        return self._last_id

    def next_group(self) -> str:
        """A new media_group_id."""
        self._last_group += 1
        return str(13_000_000_000_000_000 + self._last_group)

    def add(
        self, body: dict[str, Any], *, from_bot: bool, reply_keyboard: dict[str, Any] | None = None
    ) -> StoredMessage:
        """Store a message and show it in its chat."""
        message = StoredMessage(body, from_bot, reply_keyboard)
        if message.chat_id in self.crowd:
            self.crowd.receive(message.chat_id, message.message_id)
            return message
        message.seen_data = callback_data_of(body.get("reply_markup"))
        self.stored[message.chat_id, message.message_id] = message
        self.events.add(message.chat_id, "message", **view(message))
        return message

    def get(self, chat_id: int, message_id: int) -> StoredMessage | None:
        """The message, or None where it never was or is deleted."""
        return self.stored.get((chat_id, message_id))

    def edited(self, message: StoredMessage) -> None:
        """Show the change of a message in its chat."""
        message.seen_data |= callback_data_of(message.body.get("reply_markup"))
        self.events.add(message.chat_id, "edit", **view(message))

    def delete(self, message: StoredMessage) -> None:
        """Remove a message for both sides."""
        del self.stored[message.chat_id, message.message_id]
        self.events.add(message.chat_id, "delete", message_id=message.message_id)


def view(message: StoredMessage) -> dict[str, Any]:
    """A message as a person sees it: plain and safe HTML text, media by address, buttons by row."""
    body = message.body
    text = body.get("text", body.get("caption", ""))
    entities = body.get("entities", body.get("caption_entities", []))
    replied = body.get("reply_to_message")
    return {
        "message_id": message.message_id,
        "from": "bot" if message.from_bot else "person",
        "date": body["date"],
        "edited": "edit_date" in body,
        "text": text,
        "html": to_safe_html(text, entities),
        "media": media_view(body),
        "media_group_id": body.get("media_group_id"),
        "buttons": _buttons(body.get("reply_markup")),
        "reply_keyboard": message.reply_keyboard,
        "reply_to_message_id": replied["message_id"] if replied else None,
        "forwarded": "forward_origin" in body,
    }


def media_view(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The media of a message: kind, address of its bytes on the page's host, width and height."""
    if "photo" in body:
        size = body["photo"][-1]
        return [_medium("photo", size["file_id"], size["width"], size["height"], size, "photo.jpg")]
    if "document" in body:
        document = body["document"]
        thumb = document.get("thumbnail", {})
        shown = _medium(
            "document",
            document["file_id"],
            thumb.get("width"),
            thumb.get("height"),
            document,
            document["file_name"],
        )
        shown["mime"] = document["mime_type"]
        shown["thumbnail"] = f"/person/file/{thumb['file_id']}" if thumb else None
        return [shown]
    return []


def _medium(
    kind: str, file_id: str, width: int | None, height: int | None, source: dict[str, Any], name: str
) -> dict[str, Any]:
    return {
        "kind": kind,
        "url": f"/person/file/{file_id}",
        "file_id": file_id,
        "w": width,
        "h": height,
        "size": source["file_size"],
        "name": name,
    }


def _buttons(markup: dict[str, Any] | None) -> list[list[dict[str, Any]]]:
    rows = (markup or {}).get("inline_keyboard", [])
    return [
        [
            {
                "text": button["text"],
                "data": button.get("callback_data"),
                "url": button.get("url"),
                "app": button.get("web_app", {}).get("url"),
                "copy": button.get("copy_text", {}).get("text"),
                "style": button.get("style"),
            }
            for button in row
        ]
        for row in rows
    ]
