"""A person in a chat with the bot, through the sandbox's person API: writes, sends photos, presses, waits to see."""

import asyncio
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import aiohttp

from sandbox.person.samples import draw

PATIENCE = 60.0
"""Seconds until something that should be seen counts as missing."""

ARRIVING = "I am still looking at the others"

Message = dict[str, Any]


@dataclass
class Person:
    """What is seen counts from the person's last action; `settle` makes what came so far old."""

    http: aiohttp.ClientSession
    id: int
    since: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)

    async def say(self, text: str) -> None:
        """Sends a text or a command."""
        await self.settle()
        await self._post("message", {"text": text})

    async def send_photos(
        self, *photos: bytes | int, kind: str = "photo", names: tuple[str, ...] = (), caption: str = ""
    ) -> None:
        """Sends an album (or a single one): bytes, or numbers of the sandbox's sample photos (1 to 20)."""
        form = aiohttp.FormData({"as": kind, "caption": caption})
        for index, photo in enumerate(photos):
            # In a thread: the product runs in this loop too, and ten drawings would hold it up for seconds.
            data = await asyncio.to_thread(sample, photo) if isinstance(photo, int) else photo
            form.add_field("file", data, filename=names[index] if names else f"{index}.jpg")
        await self.settle()
        async with self.http.post(f"/person/api/{self.id}/photos", data=form) as answer:
            assert answer.status == 200, await answer.text()

    async def press(self, button: str, *, message: Message | None = None, is_answered: bool = True) -> str | None:
        """Presses the newest button of that text (or the one on `message`) once it is there; what the answer says.

        Without `is_answered` no answer is missed: Telegram's clients wait some seconds, a busy bot may need more.
        """
        target = message or await self._with_button(button)
        await self.settle()
        data = next(b["data"] for row in target["buttons"] for b in row if b["text"] == button)
        answer = await self._post("press", {"message_id": target["message_id"], "data": data})
        assert answer["answer"] is not None or not is_answered, f"nobody answered the button {button}"
        text: str | None = (answer["answer"] or {}).get("text")
        return text

    async def see(
        self, text: str, *, below: Message | None = None, without: str | None = None, seconds: float = PATIENCE
    ) -> Message:
        """Waits until a message that came or changed since the last action contains `text`; gives it as it stands.

        With `below` only messages further down than that one count, with `without` only those that do not say that.
        """
        above = below["message_id"] if below else 0
        end = asyncio.get_running_loop().time() + seconds
        while True:
            await self._look()
            for event in reversed(self.new()):
                said = event.get("text", "")
                if text in said and event["message_id"] > above and not (without and without in said):
                    return self.messages.get(event["message_id"], event)
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(f"not seen within {seconds} s: {text!r}; seen: {self.texts()}")
            await asyncio.sleep(0.05)

    async def see_rested(self, text: str) -> Message:
        """Waits for the card of photos that are all in; while an album is taken in it shows what is known so far."""
        return await self.see(text, without=ARRIVING)

    async def see_pictures(self, count: int = 1, *, seconds: float = PATIENCE) -> list[Message]:
        """Waits until that many messages with media came since the last action."""
        end = asyncio.get_running_loop().time() + seconds
        while len(found := [event for event in self.new() if event["type"] == "message" and event["media"]]) < count:
            assert asyncio.get_running_loop().time() < end, f"{len(found)} of {count} pictures came: {self.texts()}"
            await asyncio.sleep(0.05)
            await self._look()
        return found

    async def settle(self) -> None:
        """What came so far is old."""
        await self._look()
        self.since = self.events[-1]["n"] if self.events else 0

    def new(self) -> list[dict[str, Any]]:
        """The bot's messages and edits since the last action, as they looked then."""
        return [e for e in self.events if e["n"] > self.since and e.get("from") == "bot"]

    def posted(self) -> list[str]:
        """What the bot wrote since the last action, edits left out."""
        return [event.get("text", "") for event in self.new() if event["type"] == "message"]

    def texts(self) -> list[str]:
        """What the bot wrote or changed since the last action."""
        return [event.get("text", "") for event in self.new()]

    def buttons(self, message: Message) -> list[str]:
        """The buttons of a message as it stands."""
        return [b["text"] for row in self.messages[message["message_id"]]["buttons"] for b in row]

    async def _with_button(self, button: str) -> Message:
        end = asyncio.get_running_loop().time() + PATIENCE
        while True:
            await self._look()
            for message in reversed(self.messages.values()):
                if message["from"] == "bot" and any(b["text"] == button for row in message["buttons"] for b in row):
                    return message
            assert asyncio.get_running_loop().time() < end, f"no message has the button {button!r}: {self.texts()}"
            await asyncio.sleep(0.05)

    async def _look(self) -> None:
        after = self.events[-1]["n"] if self.events else 0
        async with self.http.get(f"/person/api/{self.id}/chat", params={"after": after}) as answer:
            found = (await answer.json())["events"]
        for event in found:
            self.events.append(event)
            if event["type"] in ("message", "edit"):
                self.messages[event["message_id"]] = event
            if event["type"] == "delete":
                self.messages.pop(event["message_id"], None)

    async def _post(self, what: str, body: dict[str, Any]) -> Any:
        async with self.http.post(f"/person/api/{self.id}/{what}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()


@cache
def sample(number: int) -> bytes:
    """The sandbox's sample photo with that number, 1 to 20."""
    return draw(number)
