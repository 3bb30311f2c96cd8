"""A chat that is told what happens instead of asking for it, so that 200 of them cost little; and that counts."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence

import aiohttp

from bot.demo.chat import Bubble, Chat
from bot.demo.sandbox_api import SandboxApi

FOREVER = aiohttp.ClientTimeout(total=None)
THOUGHT = (2.0, 12.0)
"""Seconds before somebody writes or taps: 200 people are then about 25 updates a second."""


class PushedChat(Chat):
    """With a `gate` a person thinks before each act, and acts only through the gate, which is open again when they have
    seen the answer: on a slow machine people wait before they write, and no crowd of updates waits for the database.

    `acts` counts the updates that this person made, `taps` the button presses among them, `answered` the answers to
    each of those.
    """

    def __init__(self, api: SandboxApi, person_id: int, gate: asyncio.Semaphore | None) -> None:
        # Whether every tap was answered is asked at the end: here a person would wait for ten seconds and give up.
        super().__init__(api, person_id, answers_may_fail=True)
        self.acts = 0
        self.taps = 0
        self.answered: Counter[str] = Counter()
        self._gate = gate
        self._inside = False

    async def follow(self, http: aiohttp.ClientSession) -> None:
        """Takes in everything from the beginning, until cancelled."""
        address = f"{self._api.address}/person/api/{self.person_id}/events"
        async with http.get(address, timeout=FOREVER) as stream:
            async for line in stream.content:
                if line.startswith(b"data: "):
                    self._hear(line.removeprefix(b"data: "))

    async def refresh(self) -> None:
        """What happens is taken in by `follow`."""

    async def say(self, text: str) -> None:
        """Sends a text."""
        await self._think()
        self.acts += 1
        await super().say(text)

    async def press(self, bubble: Bubble, label: str) -> str | None:
        """Taps a button."""
        await self._think()
        self.acts += 1
        self.taps += 1
        return await super().press(bubble, label)

    async def send_photos(self, photos: Sequence[bytes], *, kind: str = "photo") -> None:
        """Sends photos; each is an update of its own."""
        self.acts += len(photos)
        await super().send_photos(photos, kind=kind)

    @property
    def heard(self) -> int:
        """How many messages the bot has sent, edits not counted."""
        return sum(bubble.by_bot and not bubble.edited for bubble in self.history)

    async def see(
        self, what: str, wanted: Callable[[Bubble], bool], seconds: float, *, anytime: bool = False
    ) -> Bubble:
        """As usual, and lets somebody else act."""
        try:
            return await super().see(what, wanted, seconds, anytime=anytime)
        finally:
            if self._gate is not None and self._inside:
                self._inside = False
                self._gate.release()

    async def _think(self) -> None:
        if self._gate is None:
            return
        await asyncio.sleep(random.uniform(*THOUGHT))
        if not self._inside:
            await self._gate.acquire()
            self._inside = True

    @property
    def last(self) -> int:
        """The number of the newest event that was taken in."""
        return self._last

    def _hear(self, line: bytes) -> None:
        event = json.loads(line)
        if event["type"] == "press_answer":
            self.answered[event["query_id"]] += 1
        self.take_in(event)
