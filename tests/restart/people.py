"""People who talk to the bot all the time, and know what they must have heard."""

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Mapping

from bot.demo.creating import Creating
from bot.demo.drawing import Drawing
from bot.demo.sandbox_api import SandboxApi
from bot.demo.words import Words
from db.enums import Language
from tests.restart.pushed_chat import PushedChat

PATIENCE = 9.0
"""Ten seconds in the demo are a minute and a half here: 200 people, restarts and a loaded machine lie between."""

SOON = 10.0 * PATIENCE
BEGINNING = (0.0, 60.0)
"""Seconds until somebody orders a training: some restarts meet it before, some while it runs."""


class Person(ABC):
    """`due` is how many messages the bot owes this person for all that they did; None when that is not told by what
    they did alone."""

    due: int | None = 0

    def __init__(
        self, api: SandboxApi, person_id: int, languages: Mapping[Language, Words], gate: asyncio.Semaphore | None
    ) -> None:
        self.api = api
        self.chat = PushedChat(api, person_id, gate)
        self.languages = languages
        self.words = languages[Language.EN]
        self.creating = Creating(self.chat, self.words, PATIENCE)

    async def talk(self, over: asyncio.Event) -> None:
        """Until it is over, and then to the end of what was begun."""
        while not over.is_set():
            await self.do_something()

    @abstractmethod
    async def do_something(self) -> None:
        """One small conversation. Raises NotSeenError when the bot does not do its part."""

    def owe(self, messages: int) -> None:
        """So many more are due."""
        assert self.due is not None
        self.due += messages


class Chooser(Person):
    """Changes the language to and fro: each choice is an effect that the next one must find."""

    language = Language.EN

    async def do_something(self) -> None:
        await self.chat.say("/start")
        await self.chat.see("the welcome", lambda bubble: not bubble.edited, SOON)
        await self.chat.say("/language")
        card = await self.chat.see_button(self.languages[Language.RU]("language-name"), SOON)
        self.language = Language.EN if self.language is Language.RU else Language.RU
        words = self.languages[self.language]
        await self.chat.press(card, words("language-name"))
        chosen = words("language-chosen")
        await self.chat.see(f"“{chosen}”", lambda bubble: bubble.text == chosen, SOON)
        self.owe(2)


class Drafter(Person):
    """Begins a model, names it, and gives it up: a whole conversation whose every step needs the one before."""

    rounds = 0
    name: str | None = None

    async def do_something(self) -> None:
        self.rounds += 1
        if self.rounds == 1:
            card = await self.creating.agree()
        else:
            await self.chat.say("/create")
            card = await self.chat.see_button(self.words("create-type-character"), SOON)
        self.name = f"Model {self.rounds}"
        await self.creating.describe(card, self.name)
        await self._give_up()
        self.owe(3)

    async def _give_up(self) -> None:
        await self.chat.say("/create")
        card = await self.chat.see_button(self.words("create-start-over"), SOON)
        sure = await self.chat.go(card, self.words("create-start-over"), self.words("create-discard-yes"), SOON)
        await self.chat.press(sure, self.words("create-discard-yes"))
        gone = self.words("create-discarded")
        await self.chat.see("the end of the draft", lambda bubble: bubble.text == gone, SOON)


class Trainer(Person):
    """Orders a training, waits for the model and its proofs, and draws with it: once, at a time of their own. Taps
    without thinking: an album that has come to rest brings another card, and the button wanted is on the one before."""

    due = None
    done = False

    async def do_something(self) -> None:
        if self.done:
            await asyncio.sleep(1)
            return
        await asyncio.sleep(random.uniform(*BEGINNING))
        drawing = Drawing(self.chat, self.words, PATIENCE)
        await self.creating.meet()
        card = await self.creating.describe(await self.creating.agree(), "My portrait")
        card = await self.creating.send_and_finish(card, await self.api.samples(range(1, 5)))
        await self.creating.train(card)
        await drawing.wait_for_model("My portrait")
        await drawing.see_proofs()
        await drawing.draw("in a garden", 1)
        self.done = True
