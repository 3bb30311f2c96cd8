"""The first half of the story: from /start to a training that runs."""

from collections.abc import Sequence

from bot.demo.chat import Bubble, Chat
from bot.demo.words import Words

SOON = 30.0
"""Seconds until the bot has answered."""
ALBUM = 60.0
"""Seconds until an album of ten has been fetched, cleaned, stored and settled."""


class Creating:
    """What a person does to get a model."""

    def __init__(self, chat: Chat, words: Words, patience: float = 1.0) -> None:
        self._chat = chat
        self._words = words
        self._patience = patience

    async def meet(self) -> Bubble:
        """/start and the welcome."""
        await self._chat.say("/start")
        return await self._chat.see("the welcome", lambda bubble: True, SOON * self._patience)

    async def agree(self) -> Bubble:
        """/create and the agreement about photos; returns the question after it."""
        await self._chat.say("/create")
        card = await self._see("create-agree-days-30")
        return await self._go(card, "create-agree-days-30", "create-type-character")

    async def describe(self, card: Bubble, name: str) -> Bubble:
        """A person, a woman, and the name; returns the question for photos."""
        card = await self._go(card, "create-type-character", "class-woman")
        await self._chat.press(card, self._words("class-woman"))
        await self._chat.see("the question for a name", lambda b: bool(b.buttons), SOON * self._patience)
        await self._chat.say(name)
        return await self._see("create-done")

    async def send_and_finish(self, card: Bubble, photos: Sequence[bytes]) -> Bubble:
        """An album, and Done at once, which may arrive before the last photos; returns the confirm card."""
        await self._chat.send_photos(photos)
        await self._chat.press(card, self._words("create-done"))
        train = self._words("create-train")
        return await self._chat.see_button(train, ALBUM * self._patience)

    async def change_trigger(self, card: Bubble, trigger: str) -> Bubble:
        """Another trigger word; returns the confirm card that shows it."""
        await self._chat.press(card, self._words("create-trigger-button"))
        await self._chat.see("the question for a trigger word", lambda b: b.edited, SOON * self._patience)
        await self._chat.say(trigger)
        train = self._words("create-train")
        return await self._chat.see(
            f"the confirm card with {trigger}",
            lambda b: trigger in b.text and b.button(train) is not None,
            SOON * self._patience,
        )

    async def train(self, card: Bubble) -> None:
        """Orders the training."""
        await self._chat.press(card, self._words("create-train"))

    async def _see(self, key: str) -> Bubble:
        return await self._chat.see_button(self._words(key), SOON * self._patience)

    async def _go(self, card: Bubble, key: str, then: str) -> Bubble:
        return await self._chat.go(card, self._words(key), self._words(then), SOON * self._patience)
