"""Somebody who talks to a bot that is a process of its own, on a machine that has other things to do."""

from bot.demo.chat import Chat
from bot.demo.creating import Creating
from bot.demo.drawing import Drawing
from bot.demo.sandbox_api import SandboxApi
from bot.demo.words import Words

NAME = "My portrait"
PATIENCE = 10.0
"""How many times longer than in the demo a step may take."""


class Visitor:
    """A person who makes a model and draws with it. What a tap pops up may come too late for the sandbox; what it does
    is waited for."""

    def __init__(self, api: SandboxApi, person_id: int) -> None:
        self.api = api
        words = Words()
        self.chat = Chat(api, person_id, answers_may_fail=True)
        self.creating = Creating(self.chat, words, PATIENCE)
        self.drawing = Drawing(self.chat, words, PATIENCE)

    async def order(self) -> None:
        """From /start to Train."""
        await self.creating.meet()
        card = await self.creating.describe(await self.creating.agree(), NAME)
        await self.creating.train(await self.creating.send_and_finish(card, await self.api.samples(range(1, 5))))

    async def draw(self) -> bytes:
        """One picture by free text."""
        _, pictures = await self.drawing.draw("in a garden", 1)
        return await self.api.read(pictures[0].media[0].url)
