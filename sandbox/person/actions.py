"""What a person can do in a private chat with the bot: write, send files, press, block."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.callbacks import Press
from sandbox.telegram.entities import TEXT_LIMIT, typed_entities
from sandbox.telegram.messages import StoredMessage
from sandbox.telegram.people import Person
from sandbox.telegram.pictures import BadDimensions, NotAPhoto
from sandbox.telegram.updates import queue_of_membership, queue_of_message, queue_of_press
from sandbox.telegram.wire import Upload
from sandbox.telegram.world import World

# A client splits more files than this into several albums.
ALBUM = 10
# After a press was delivered the held rest of an album follows this much later, in real seconds.
AFTER_PRESS = 0.3


class CannotDo(ValueError):
    """The person's client would not let this happen; the text says why.

    `code` names a reason that the chat page words in the person's language, `about` the file it is about.
    """

    def __init__(self, text: str, code: str = "", about: str = "") -> None:
        super().__init__(text)
        self.code = code
        self.about = about


@dataclass
class _Held:
    """Messages of an album that wait for a press to overtake them."""

    messages: list[StoredMessage]
    release: asyncio.Event = field(default_factory=asyncio.Event)


class Actions:
    """People's side of every chat."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._held: dict[int, list[_Held]] = {}

    def person(self, person_id: int) -> Person:
        """The person with this id. Raises KeyError."""
        return self._world.people.by_id[person_id]

    def write(self, person: Person, text: str, reply_to: int | None = None) -> StoredMessage:
        """Send a text. Raises CannotDo for an empty or too long text, or a blocked bot."""
        self._check_not_blocked(person)
        message = self._add(person, _typed(text), reply_to)
        self._flush(person.id)
        self._push_message(message)
        return message

    def rewrite(self, person: Person, message_id: int, text: str) -> None:
        """Edit an own text. Raises CannotDo for anything else, and as `write` does."""
        self._check_not_blocked(person)
        message = self._world.messages.get(person.id, message_id)
        if message is None or message.from_bot or "text" not in message.body:
            raise CannotDo("there is no such text of this person")
        kept = {name: value for name, value in message.body.items() if name != "entities"}
        message.body = kept | _typed(text) | {"edit_date": self._world.now()}
        self._world.messages.edited(message)
        self._flush(person.id)
        self._world.updates.push("edited_message", message.body, queue_of_message(person.id))

    async def send_files(
        self, person: Person, uploads: list[Upload], *, as_photo: bool, caption: str = ""
    ) -> list[StoredMessage]:
        """Send files; two or more become albums of at most ten, one update for each file.

        Raises CannotDo for nothing to send, for an empty file, or for a photo that is no picture.
        """
        self._check_not_blocked(person)
        if not uploads:
            raise CannotDo("there is no file to send")
        contents = [await self._media(upload, as_photo) for upload in uploads]
        if caption:
            contents[0]["caption"] = caption
        sent = []
        for start in range(0, len(contents), ALBUM):
            part = contents[start : start + ALBUM]
            if len(part) > 1:
                group = self._world.messages.next_group()
                part = [{**content, "media_group_id": group} for content in part]
            messages = [self._add(person, content) for content in part]
            self._push_album(person, messages)
            sent += messages
        return sent

    def press(self, person: Person, message_id: int, data: str, *, forged: bool = False) -> Press:
        """Press a button that the message has or had; `forged` sends any data, as a bad client can.

        Raises CannotDo for an unknown message or for data that was never on it.
        """
        self._check_not_blocked(person)
        message = self._world.messages.get(person.id, message_id)
        if message is None or not message.from_bot:
            raise CannotDo("there is no such message of the bot")
        if data not in message.seen_data and not forged:
            raise CannotDo("this message has no such button")
        press = self._world.presses.add(person.id, message_id)
        payload = {
            "id": press.query_id,
            "from": person.user(),
            "message": message.body,
            "chat_instance": str(-(person.id << 20)),
            "data": data,
        }
        self._world.updates.push(
            "callback_query",
            payload,
            queue_of_press(person.id),
            self._world.settings.callback_lifetime,
            lambda: self._release(person.id),
        )
        return press

    def data_of_button(self, person: Person, message_id: int, label: str) -> dict[str, Any]:
        """The button of a message whose text is `label`. Raises CannotDo where there is none."""
        message = self._world.messages.get(person.id, message_id)
        markup = message.body.get("reply_markup", {}) if message else {}
        for row in markup.get("inline_keyboard", []):
            for button in row:
                if button["text"] == label:
                    return dict(button)
        raise CannotDo("this message has no such button")

    def set_blocked(self, person: Person, blocked: bool) -> None:
        """Block or unblock the bot; the bot is told by my_chat_member."""
        people = self._world.settings.blocked_users
        if (person.id in people) == blocked:
            return
        (people.add if blocked else people.discard)(person.id)
        status = {True: "kicked", False: "member"}
        payload = {
            "chat": person.chat(),
            "from": person.user(),
            "date": self._world.now(),
            "old_chat_member": self._membership(status[not blocked]),
            "new_chat_member": self._membership(status[blocked]),
        }
        self._world.updates.push("my_chat_member", payload, queue_of_membership(person.id))
        self._world.events.add(person.id, "blocked" if blocked else "unblocked")

    def let_write(self, person: Person) -> None:
        """Say yes to an app that asks whether its bot may write; the bot is told unless it may already."""
        if person.started and person.id not in self._world.settings.blocked_users:
            return
        self.set_blocked(person, False)
        person.started = True
        told = {"write_access_allowed": {"from_request": True}}
        body = self._world.message_body(person, from_bot=False) | told
        self._world.updates.push("message", body, queue_of_message(person.id))
        self._world.events.add(person.id, "may_write")

    def _membership(self, status: str) -> dict[str, Any]:
        extra = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": self._world.bot_user(), **extra}

    def _check_not_blocked(self, person: Person) -> None:
        if person.id in self._world.settings.blocked_users:
            raise CannotDo("the bot is blocked", "blocked")

    async def _media(self, upload: Upload, as_photo: bool) -> dict[str, Any]:
        if not upload.data:
            raise CannotDo(f"{upload.name} is empty", "file_empty", upload.name)
        if not as_photo:
            return dict(await self._world.files.add_document(upload.name, upload.data))
        try:
            return dict(await self._world.files.add_photo(upload.data))
        except BadDimensions:
            text = f"{upload.name} is too large or too narrow to be sent as photo"
            raise CannotDo(text, "file_shape", upload.name) from None
        except NotAPhoto:
            text = f"{upload.name} is no picture, it can only be sent as file"
            raise CannotDo(text, "file_kind", upload.name) from None

    def _add(self, person: Person, content: dict[str, Any], reply_to: int | None = None) -> StoredMessage:
        person.started = True
        body = self._world.message_body(person, from_bot=False) | content
        quoted = self._world.messages.get(person.id, reply_to) if reply_to else None
        if quoted is not None:
            body["reply_to_message"] = {k: v for k, v in quoted.body.items() if k != "reply_to_message"}
        return self._world.messages.add(body, from_bot=False)

    def _push_message(self, message: StoredMessage) -> None:
        self._world.updates.push("message", message.body, queue_of_message(message.chat_id))

    def _push_album(self, person: Person, messages: list[StoredMessage]) -> None:
        self._flush(person.id)
        if not self._world.settings.overtake or len(messages) == 1:
            for message in messages:
                self._push_message(message)
            return
        self._push_message(messages[0])
        held = _Held(messages[1:])
        self._held.setdefault(person.id, []).append(held)
        self._world.nursery.start(self._push_later(held), "rest of an album")

    async def _push_later(self, held: _Held) -> None:
        try:
            async with asyncio.timeout(self._world.settings.overtake_hold):
                await held.release.wait()
            await asyncio.sleep(AFTER_PRESS)
        except TimeoutError:
            held.release.set()
        self._push_held(held)

    def _push_held(self, held: _Held) -> None:
        while held.messages:
            self._push_message(held.messages.pop(0))

    def _release(self, person_id: int) -> None:
        for held in self._held.get(person_id, []):
            held.release.set()

    def _flush(self, person_id: int) -> None:
        """Only presses overtake: what the person sends later stays behind the held album."""
        for held in self._held.pop(person_id, []):
            self._push_held(held)
            held.release.set()


def _typed(text: str) -> dict[str, Any]:
    text = text.strip()
    if not text:
        raise CannotDo("the text is empty")
    if len(text) > TEXT_LIMIT:
        raise CannotDo(f"a client sends at most {TEXT_LIMIT} characters in one message", "text_length")
    entities = typed_entities(text)
    return {"text": text, **({"entities": entities} if entities else {})}
