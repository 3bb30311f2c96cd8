"""One life of a bot that dies once and is started again, while a person goes on and the sandbox keeps the books."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.demo.chat import Bubble, Chat
from bot.demo.creating import Creating
from bot.demo.drawing import Drawing
from bot.demo.sandbox_api import SandboxApi
from bot.demo.words import Words
from tests.crash.child import let_pass
from tests.crash.deaths import Death
from tests.crash.oracle import Books
from tests.support.processes import BotProcess, SandboxProcess, bot_settings

SPEED = 600.0
"""A training of ten minutes takes a second."""
PATIENCE = 10.0
"""Everything may take this much longer than in the demo: a restart lies between."""
QUIET = 300.0
HOURS = 3 * 3600.0
"""Longer than any call of unknown fate is looked for before the credits go back."""
DAY = 25 * 3600.0
"""Longer than a review."""
LEASES = 210.0
"""Longer than any lease, and within the five minutes in which a webhook's time is believed."""
LONG = 1e9
NAME = "My portrait"


@dataclass(frozen=True)
class Told:
    """What there is to judge afterwards. `jobs`: kind, state and error code of each, oldest first; `faults` of the
    database."""

    jobs: list[tuple[str, str, str | None]]
    faults: list[str]
    wire: dict[str, Any]
    bubbles: list[Bubble]
    died: bool


class Journey:
    """A sandbox, a bot on the database `url` that will die, and a person."""

    def __init__(self, death: Death, folder: Path, url: str) -> None:
        self._death = death
        self._folder = folder
        self._clock = folder / "clock"
        self._books = Books(url)

    async def go(self) -> Told:
        """Plays the death's story. Raises NotSeenError when the person waits in vain."""
        self._sandbox = await SandboxProcess.start(speed=SPEED)
        settings = bot_settings(self._sandbox.settings, self._folder)
        settings |= {"DATABASE_URL": self._books.url, "TRAINING_PROVIDER": self._death.provider}
        self._bot = BotProcess(self._folder, settings, ("tests.crash.child", "--clock", str(self._clock)))
        try:
            async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
                self._api = SandboxApi(http, self._sandbox.address)
                # Telegram repeats an update that met a dead bot at ever longer intervals.
                await self._api.post("/control/telegram/settings", {"retry_scale": 0.1})
                # Replicate's files live for an hour, which at this speed is less than a restart takes.
                long = dict.fromkeys(("output_seconds", "weights_seconds", "file_seconds"), LONG)
                await self._api.post("/control/replicate/settings", long)
                await self._bot.start("--die-at", self._death.point, "--passage", str(self._death.passage))
                reborn = group.create_task(self._reborn())
                told = await self._play(reborn)
                reborn.cancel()
            return told
        finally:
            await self._bot.kill()
            await self._sandbox.stop()

    async def _reborn(self) -> None:
        """On SQLite whoever starts frees the leases, because nobody else can hold one; others wait for their end."""
        await self._bot.killed_itself()
        if self._death.database == "postgresql":
            let_pass(self._clock, LEASES)
        await self._bot.start()

    async def _play(self, reborn: "asyncio.Task[None]") -> Told:
        person = await self._api.new_person("Anna")
        self._chat = Chat(self._api, person, answers_may_fail=True)
        words = Words()
        self._creating = Creating(self._chat, words, PATIENCE)
        self._drawing = Drawing(self._chat, words, PATIENCE)
        self._words = words
        stories: dict[str, Callable[[], Awaitable[None]]] = {
            "whole": self._whole,
            "never left": self._never_left,
            "nobody knows": self._nobody_knows,
            "a proof is missing": self._proof_missing,
            "lost answer": self._lost_answer,
            "cancel": self._cancel,
        }
        await stories[self._death.story]()
        await self._until(self._books.is_quiet, "rest")
        await asyncio.sleep(0.5)
        await self._chat.refresh()
        wire = await self._api.get(f"/control/{self._death.provider}/wire")
        jobs, faults = await self._books.jobs(), await self._books.faults()
        return Told(jobs, faults, wire, self._chat.history, died=reborn.done())

    async def _order(self) -> None:
        await self._creating.meet()
        card = await self._creating.describe(await self._creating.agree(), NAME)
        card = await self._creating.send_and_finish(card, await self._api.samples(range(1, 5)))
        await self._creating.train(card)

    async def _finish(self) -> None:
        await self._drawing.see_proofs()
        await self._drawing.draw("in a garden", 1)

    async def _whole(self) -> None:
        await self._order()
        await self._finish()

    async def _never_left(self) -> None:
        """The call was never made, which nobody can know: hours later the person is told, and trains anew while the
        first order is in review, which a day later ends it."""
        await self._order()
        await self._let_hours_pass()
        again = await self._chat.see_button(self._words("training-try-again"), QUIET)
        await self._chat.press(again, self._words("training-try-again"))
        await self._finish()
        await self._until(self._all_is_known, "known outcome")
        let_pass(self._clock, DAY)

    async def _nobody_knows(self) -> None:
        """The same where the call was made and did not arrive."""
        await self._api.post("/control/faults", {"point": f"{self._death.provider}.submit", "fault": "dropped"})
        await self._never_left()

    async def _proof_missing(self) -> None:
        """The same with a proof: the model is completed without it."""
        await self._order()
        await self._let_hours_pass()
        await self._drawing.see_proofs(least=2)
        await self._drawing.draw("in a garden", 1)

    async def _lost_answer(self) -> None:
        at = self._death.provider
        await self._api.post("/control/faults", {"point": f"{at}.submit", "fault": "lost_answer"})
        # Webhooks would tell whose call it was before anybody has to look for it; Replicate sends two.
        for webhook in ("webhook", "webhook_start"):
            await self._api.post("/control/faults", {"point": f"{at}.{webhook}", "fault": "never"})
        await self._whole()

    async def _cancel(self) -> None:
        await self._api.post("/control/clock", {"speed": 1.0})
        await self._order()
        card = await self._chat.see("a training at work", lambda b: "%" in b.text and bool(b.buttons), QUIET)
        await self._chat.press(card, self._words("training-cancel"))
        sure = await self._chat.see_button(self._words("training-cancel-yes"), QUIET)
        await self._chat.press(sure, self._words("training-cancel-yes"))

    async def _let_hours_pass(self) -> None:
        await self._until(self._books.has_uncertain, "an uncertain job")
        let_pass(self._clock, HOURS)

    async def _all_is_known(self) -> bool:
        return not await self._books.has_uncertain()

    async def _until(self, true: Callable[[], Awaitable[bool]], what: str) -> None:
        until = time.monotonic() + QUIET
        while not await true():
            jobs = await self._books.jobs()
            assert time.monotonic() < until, f"no {what} within {QUIET:.0f} s: {jobs} {self._bot.tail()}"
            await asyncio.sleep(0.1)
