"""The measurements, each with the check that it measured what it says."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bench.webhook.fake_telegram import FakeTelegram
from bench.webhook.load import FIRST_CHAT, Load, updates_of
from bench.webhook.process import Subject, subject_up
from bench.webhook.rows import count_rows, require
from bench.webhook.subjects import Place

CONNECTIONS = 32
OPEN_CONNECTIONS = 100
OPEN_RATE = 1000.0
KNOWN = range(FIRST_CHAT, FIRST_CHAT + 500)
"""The chats of people who have written before."""

WARM = 1000
REST_SECONDS = 0.5
ANSWER_SECONDS = 120.0


@dataclass(frozen=True)
class Figure:
    """Updates a second from the first request until everything was done, acknowledgements in seconds, and seconds of
    processor for one update."""

    rate: float
    seconds: Sequence[float]
    processor: float


@dataclass(frozen=True)
class Bench:
    """What the measurements share: how many updates, and the stand-in for Telegram."""

    updates: int
    telegram: FakeTelegram

    async def floor(self, place: Place) -> Figure:
        """How fast this client drives a server that does nothing."""
        async with subject_up("floor", place) as subject:
            return await self._run(subject)

    async def echo(self, place: Place) -> Figure:
        """aiogram's own: acknowledged once the answer is sent."""
        async with subject_up("echo", place) as subject:
            figure = await self._run(subject)
            self._require_answers()
            return figure

    async def acknowledged(self, place: Place) -> Figure:
        """Ours with nobody working: stored, deduplicated, answered."""
        async with subject_up("ours", place) as subject:
            figure = await self._run(subject)
            await self._require_stored(place, subject)
            return figure

    async def at_a_pace(self, place: Place) -> Figure:
        """The same at 1,000 updates a second, whatever happens."""
        async with subject_up("ours", place) as subject:
            figure = await self._run(subject, connections=OPEN_CONNECTIONS, pace=OPEN_RATE)
            await self._require_stored(place, subject)
            return figure

    async def answered(self, place: Place) -> Figure:
        """Ours, all of it: `/start` of many chats, until Telegram has every answer. The chats are known already."""
        return await self._whole(replace(place, working=True), KNOWN)

    async def answered_strangers(self, place: Place) -> Figure:
        """The same with people who never wrote before, one update each."""
        strangers = [2 * FIRST_CHAT + number for number in range(self.updates)]
        return await self._whole(replace(place, working=True), strangers)

    async def _whole(self, place: Place, chats: Sequence[int]) -> Figure:
        async with subject_up("ours", place) as subject:
            figure = await self._run(subject, chats=chats, until_answered=True)
            await self._require_handled(place, len({*KNOWN, *chats}))
            self._require_answers()
            return figure

    async def _run(
        self, subject: Subject, *, chats: Sequence[int] = KNOWN, connections: int = CONNECTIONS,
        pace: float | None = None, until_answered: bool = False,
    ) -> Figure:  # fmt: skip
        """Warms up, then measures."""
        self.telegram.forget()
        load = Load(subject.port, connections)
        await load.open()
        try:
            warm = await load.closed_loop(updates_of(KNOWN, range(1, WARM + 1)))
            require(not warm.refused, "updates were refused")
            if until_answered:
                await self.telegram.received(WARM, ANSWER_SECONDS)
            updates = updates_of(chats, range(WARM + 1, WARM + self.updates + 1))
            await asyncio.sleep(REST_SECONDS)
            before = subject.processor_seconds()
            taken = await (load.open_loop(updates, pace) if pace else load.closed_loop(updates))
            ended = taken.ended
            if until_answered:
                await self.telegram.received(WARM + self.updates, ANSWER_SECONDS)
                ended = max(ended, self.telegram.last_at)
            used = subject.processor_seconds() - before
        finally:
            load.close()
        require(not taken.refused, f"{taken.refused} updates were refused")
        require(len(taken.seconds) == self.updates, "not every update was acknowledged")
        return Figure(self.updates / (ended - taken.began), taken.seconds, used / self.updates)

    async def _require_stored(self, place: Place, subject: Subject) -> None:
        """Every update is a row; some of them once more change nothing."""
        expected = WARM + self.updates
        for again in (False, True):
            if again:
                load = Load(subject.port, CONNECTIONS)
                await load.open()
                await load.closed_loop(updates_of(KNOWN, range(1, WARM + 1)))
                load.close()
            rows = await count_rows(place.database)
            require((rows.updates, rows.lanes) == (expected, len(KNOWN)), f"{expected} were sent, found {rows}")
            require(rows.handled == 0, f"somebody was working: {rows}")
        require(self.telegram.total == 0, "somebody answered")

    async def _require_handled(self, place: Place, chats: int) -> None:
        """Every update was handled at the first try. The last mark is written just after the last answer."""
        deadline = time.monotonic() + ANSWER_SECONDS
        expected = WARM + self.updates
        while (rows := await count_rows(place.database)).handled < expected:
            require(time.monotonic() < deadline, f"{expected} were sent, found {rows}")
            await asyncio.sleep(0.1)
        require((rows.updates, rows.failures, rows.lanes) == (expected, 0, chats), f"found {rows}")

    def _require_answers(self) -> None:
        """One message for every update, in the right chat."""
        telegram = self.telegram
        require(telegram.unknown == 0, "messages without a chat")
        require(telegram.total == WARM + self.updates, f"{telegram.total} messages for {WARM + self.updates} updates")
        most = max(telegram.sent.values())
        fair = -(-WARM // len(KNOWN)) + -(-self.updates // len(KNOWN))
        require(most <= fair, f"a chat got {most} messages, {fair} at most were asked for")
