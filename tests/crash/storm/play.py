"""The storm from the first order to the calm, and what it left."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.demo.sandbox_api import SandboxApi
from db.database import Database
from tests.crash.child import let_pass
from tests.crash.journey import DAY, HOURS, LEASES, LONG
from tests.crash.storm import chaos
from tests.crash.storm.books import ENDED, Books
from tests.crash.storm.calls import Paid, calls_of, judged
from tests.crash.storm.chats import Heard, heard_by
from tests.crash.storm.orders import GRANTED, Customers
from tests.crash.storm.replicas import COUNT, Replicas, replicas_of
from tests.restart.front import front_before
from tests.support.processes import SandboxProcess, free_port

PEOPLE = 50
SPEED = 200.0
"""A training of ten minutes takes three seconds."""

AT_WORK = 30
"""Trainings that wait or run at a time; the next one is ordered when there is room, or after a while: the dead hold
some of them until their leases have run out."""

ORDER_PATIENCE = 1.0
LOOK_SECONDS = 0.3
PATIENCE = 400.0
"""Seconds that any one thing may take on a busy machine."""

OPEN = """
SELECT count(*) FROM job
WHERE kind = 'training' AND state IN ('queued', 'submitting', 'running', 'finalising')
"""
WAITING_FOR_NOTHING = """
SELECT count(*) FROM job p
WHERE p.state = 'validating' AND NOT EXISTS (SELECT 1 FROM job c WHERE c.parent_id = p.id AND c.state = 'uncertain')
"""


@dataclass(frozen=True)
class Size:
    """`kills` is the least number of SIGKILLs."""

    trainings: int
    kills: int
    seed: int


@dataclass(frozen=True)
class Told:
    """What there is to judge: everything but the figures at the top should be empty or 0."""

    size: Size
    seconds: float
    kills: Counter[str]
    lines: Counter[str]
    states: Counter[str]
    calls: int
    paid: Paid
    ledger: list[str]
    heard: Heard
    stuck: int
    quarantined: int
    lost_updates: int


class Storm:
    """Everybody who takes part."""

    def __init__(self, size: Size, http: aiohttp.ClientSession, api: SandboxApi, replicas: Replicas, books: Books,
                 customers: Customers, clock: Path) -> None:  # fmt: skip
        self._size = size
        self._http = http
        self._api = api
        self._replicas = replicas
        self._books = books
        self._customers = customers
        self._clock = clock

    async def rage(self) -> None:
        """Orders and kills side by side, with a power cut in the middle and one at the end."""
        await self._prepare()
        await chaos.unleash(self._api, self._size.seed, SPEED)
        half = self._size.trainings // 2
        turns = -(-max(0, self._size.kills - 2 * COUNT) // 2)
        for trainings, times in ((half, turns // 2), (self._size.trainings - half, turns - turns // 2)):
            await self._rage_for(trainings, times)
            await self._replicas.cut_power()
            let_pass(self._clock, LEASES)
            await self._replicas.start()

    async def calm(self) -> None:
        """Everything outside works; what is open comes to its end, hours and a day later what nobody can find."""
        await chaos.calm(self._http, self._api)
        await self._until(self._is_found, "every call is found")
        let_pass(self._clock, HOURS)
        await self._until(lambda: self._is_quiet(but={"review"}), "nothing is uncertain")
        let_pass(self._clock, DAY)
        await self._until(self._is_quiet, "all has ended")

    async def tell(self, seconds: float) -> Told:
        """What is left."""
        books, customers = self._books, self._customers
        jobs, calls = await books.jobs(), await calls_of(self._api)
        spent: Counter[int] = Counter()
        for order in customers.orders:
            job = jobs[order.job_id]
            spent[order.person_id] += order.price if job.state == "succeeded" and not job.in_review else 0
        granted = {chat.person_id: GRANTED for chat in customers.chats}
        return Told(
            size=self._size,
            seconds=seconds,
            kills=self._replicas.kills,
            lines=self._replicas.lines,
            states=Counter(f"{job.kind} {job.state}" for job in jobs.values()),
            calls=len(calls),
            paid=judged(calls, jobs),
            ledger=await books.ledger_faults(granted, spent),
            heard=await heard_by(customers.chats, customers.orders, jobs, await books.cards()),
            stuck=sum(job.state not in ENDED for job in jobs.values()),
            quarantined=await books.number("SELECT count(*) FROM tg_update WHERE quarantined_at IS NOT NULL"),
            lost_updates=customers.written - await books.number("SELECT count(*) FROM tg_update"),
        )

    async def _prepare(self) -> None:
        api = self._api
        await api.post("/control/telegram/settings", {"retry_scale": 0.1})
        await api.post("/control/fal/settings", {"concurrency": 60})
        wide = {"concurrency": 60, "creates_per_minute": 100_000, "training_seconds": 600.0}
        long = dict.fromkeys(("output_seconds", "weights_seconds", "file_seconds"), LONG)
        await api.post("/control/replicate/settings", wide | long)
        await self._replicas.start()
        await self._customers.come(PEOPLE)
        await self._until(self._everybody_is_known, "everybody is known")
        await self._customers.agree()

    async def _rage_for(self, trainings: int, turns: int) -> None:
        """Kills as the orders go on, so that a slow machine has no fewer of them."""
        first = len(self._customers.orders)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._order(trainings))
            for turn in range(1, turns + 1):
                await self._customers.until_ordered(first + trainings * turn // (turns + 1))
                await self._replicas.kill_one_twice()

    async def _order(self, trainings: int) -> None:
        for _ in range(trainings):
            await self._within(ORDER_PATIENCE, self._has_room)
            await self._customers.order()

    async def _has_room(self) -> bool:
        return await self._books.number(OPEN) < AT_WORK

    async def _everybody_is_known(self) -> bool:
        return await self._books.number('SELECT count(*) FROM "user"') == PEOPLE

    async def _is_found(self) -> bool:
        """Whether all that is open are calls that no provider has taken, and those who wait for them."""
        if not await self._is_quiet(but={"uncertain", "review", "validating"}):
            return False
        taken = {call.ref for call in await calls_of(self._api)}
        return await self._books.number(WAITING_FOR_NOTHING) == 0 and taken <= await self._books.known_calls()

    async def _is_quiet(self, but: frozenset[str] | set[str] = frozenset()) -> bool:
        if set(await self._books.states()) - ENDED - but:
            return False
        return await self._books.unsent() == 0 and await self._books.unhandled() == 0

    async def _until(self, true: Callable[[], Awaitable[bool]], what: str) -> None:
        if not await self._within(PATIENCE, true):
            states = json.dumps(dict(await self._books.states()))
            raise AssertionError(f"not within {PATIENCE:.0f} s: {what}; jobs {states}\n{self._replicas.tails()}")

    async def _within(self, seconds: float, true: Callable[[], Awaitable[bool]]) -> bool:
        until = time.monotonic() + seconds
        while not await true():
            if time.monotonic() > until:
                return False
            await asyncio.sleep(LOOK_SECONDS)
        return True


async def play(size: Size, url: str, folder: Path) -> Told:
    """A whole storm on the migrated PostgreSQL database at `url`."""
    begun = time.monotonic()
    sandbox = await SandboxProcess.start(speed=SPEED)
    port = free_port()
    replicas = replicas_of(sandbox.settings, url, folder, f"http://127.0.0.1:{port}", size.seed)
    db = Database(url)
    try:
        async with aiohttp.ClientSession() as http, front_before(replicas.ports, port):
            api = SandboxApi(http, sandbox.address)
            customers = Customers(api, db, str(folder / "files"))
            storm = Storm(size, http, api, replicas, Books(url), customers, folder / "clock")
            await storm.rage()
            await storm.calm()
            told = await storm.tell(time.monotonic() - begun)
            await replicas.end()
        return told
    finally:
        await db.close()
        await replicas.kill()
        await sandbox.stop()
