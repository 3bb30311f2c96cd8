"""One person's chat with the bot, as the person sees it."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.errors import NotSeenError
from bot.demo.sandbox_api import SandboxApi

LOOK_EVERY = 0.1


@dataclass(frozen=True)
class Button:
    """A button under a message."""

    text: str
    data: str


@dataclass(frozen=True)
class Medium:
    """A picture or file; `url` is its path on the sandbox."""

    kind: str
    url: str
    name: str


@dataclass(frozen=True)
class Bubble:
    """A message as it stands; `number` is that of the event which wrote or last changed it."""

    number: int
    message_id: int
    by_bot: bool
    text: str
    rows: tuple[tuple[Button, ...], ...]
    media: tuple[Medium, ...]
    group: str | None
    edited: bool

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons, row after row."""
        return tuple(button for row in self.rows for button in row)

    def button(self, label: str) -> Button | None:
        """The button whose text is `label`, else the first whose text contains it."""
        exact = [button for button in self.buttons if button.text == label]
        return next(iter(exact or [button for button in self.buttons if label in button.text]), None)


class Chat:
    """Says, sends, presses and waits.

    `on_change` is called with every message and every edit, in order, `on_tap` with every tap and what popped up.
    `answers_may_fail`: a tap that pops up nothing at all is no failure, as when the bot dies just then.
    """

    def __init__(
        self,
        api: SandboxApi,
        person_id: int,
        on_change: Callable[[Bubble], None] | None = None,
        on_tap: Callable[[str, str | None], None] | None = None,
        *,
        answers_may_fail: bool = False,
    ) -> None:
        self._api = api
        self.person_id = person_id
        self._on_change = on_change or (lambda bubble: None)
        self._on_tap = on_tap or (lambda label, answer: None)
        self._answers_may_fail = answers_may_fail
        self.bubbles: dict[int, Bubble] = {}
        self.history: list[Bubble] = []
        self._last = 0
        self._since = 0

    async def say(self, text: str) -> None:
        """Sends a text."""
        await self._act()
        await self._api.post(f"{self._path}/message", {"text": text})

    async def send_photos(self, photos: Sequence[bytes], *, kind: str = "photo") -> None:
        """Sends JPEG files; several are one album."""
        await self._act()
        await self._api.send_files(self.person_id, photos, kind=kind)

    async def send_files(self, files: Mapping[str, bytes]) -> None:
        """Sends files by their names as they are; several are one album."""
        await self._act()
        await self._api.send_files(self.person_id, list(files.values()), kind="document", names=list(files))

    async def press(self, bubble: Bubble, label: str) -> str | None:
        """Taps a button; returns the text of the answer that pops up, if there is one.

        Raises NotSeenError when the message has no such button.
        """
        button = self.bubbles.get(bubble.message_id, bubble).button(label)
        if button is None:
            raise NotSeenError(f"no button {label!r} under {bubble.text[:60]!r}")
        await self._act()
        body = {"message_id": bubble.message_id, "data": button.data}
        answer = (await self._api.post(f"{self._path}/press", body))["answer"]
        if answer is None and not self._answers_may_fail:
            raise NotSeenError(f"the tap on {label!r} was never answered")
        text = (answer or {}).get("text") or None
        self._on_tap(button.text, text)
        return text

    async def see_button(self, label: str, seconds: float, *, anytime: bool = False) -> Bubble:
        """The bot's newest message with this button; see `see`."""
        return await self.see(f"a message with the button [{label}]", lambda b: b.button(label) is not None, seconds,
                              anytime=anytime)  # fmt: skip

    async def go(self, bubble: Bubble, label: str, then: str, seconds: float) -> Bubble:
        """Taps a button and waits for the message with the button `then`."""
        await self.press(bubble, label)
        return await self.see_button(then, seconds)

    async def see(
        self, what: str, wanted: Callable[[Bubble], bool], seconds: float, *, anytime: bool = False
    ) -> Bubble:
        """The bot's newest message that is `wanted` and came or changed since this person last did something.

        `anytime` also takes older ones. Raises NotSeenError after `seconds`, naming `what`.
        """
        until = time.monotonic() + seconds
        while True:
            await self.refresh()
            since = 0 if anytime else self._since
            for bubble in reversed(self.bot_bubbles(since)):
                if wanted(bubble):
                    return bubble
            if time.monotonic() > until:
                raise NotSeenError(f"{what} did not come within {seconds:.0f} s{self._instead(since)}")
            await asyncio.sleep(LOOK_EVERY)

    def bot_bubbles(self, since: int = 0) -> list[Bubble]:
        """The bot's messages as they stand, in the order of their last change."""
        found = [bubble for bubble in self.bubbles.values() if bubble.by_bot and bubble.number > since]
        return sorted(found, key=lambda bubble: bubble.number)

    def new_pictures(self) -> list[Bubble]:
        """The bot's messages with media that came since this person last did something, oldest first."""
        found = [bubble for bubble in self.bot_bubbles(self._since) if bubble.media]
        return sorted(found, key=lambda bubble: bubble.message_id)

    async def refresh(self) -> None:
        """Takes in what has happened in the chat."""
        news = await self._api.get(f"{self._path}/chat?after={self._last}")
        for event in news["events"]:
            self.take_in(event)

    def take_in(self, event: Mapping[str, Any]) -> None:
        """One event of the chat, in order."""
        self._last = int(event["n"])
        if event["type"] in {"message", "edit"}:
            bubble = _bubble(event)
            self.bubbles[bubble.message_id] = bubble
            self.history.append(bubble)
            self._on_change(bubble)
        elif event["type"] == "delete":
            self.bubbles.pop(int(event["message_id"]), None)

    @property
    def _path(self) -> str:
        return f"/person/api/{self.person_id}"

    async def _act(self) -> None:
        await self.refresh()
        self._since = self._last

    def _instead(self, since: int) -> str:
        came = [bubble.text[:80].replace("\n", " / ") or "a picture" for bubble in self.bot_bubbles(since)]
        return f"; came instead: {came[-3:]}" if came else "; nothing came"


def _bubble(event: Mapping[str, Any]) -> Bubble:
    return Bubble(
        number=int(event["n"]),
        message_id=int(event["message_id"]),
        by_bot=event["from"] == "bot",
        text=str(event["text"]),
        rows=tuple(
            tuple(Button(str(button["text"]), str(button["data"] or "")) for button in row) for row in event["buttons"]
        ),
        media=tuple(Medium(str(one["kind"]), str(one["url"]), str(one["name"])) for one in event["media"]),
        group=event["media_group_id"],
        edited=event["type"] == "edit",
    )
