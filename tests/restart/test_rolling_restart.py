"""Twenty restarts, one replica after the other, while 200 people talk: nothing is lost, refused or done twice."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import aiohttp
import pytest

from bot.demo.sandbox_api import SandboxApi
from bot.demo.words import Words
from db.enums import Language
from tests.restart.books import books_of
from tests.restart.front import Front, front_before
from tests.restart.people import SOON, Chooser, Drafter, Person, Trainer
from tests.support.processes import BotProcess, SandboxProcess, bot_settings, free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

RESTARTS = 20
PEOPLE = {Chooser: 110, Drafter: 84, Trainer: 6}
SPEED = 120.0
AT_ONCE = 24
"""People who wait for an answer at the same time. Where nothing else runs there are about five."""


@dataclass
class World:
    """Two replicas behind a front, and everybody."""

    sandbox: SandboxProcess
    api: SandboxApi
    front: Front
    replicas: Sequence[tuple[int, BotProcess]]
    people: Sequence[Person]

    async def restart_all_the_time(self) -> list[tuple[float, float]]:
        """Restarts the replicas in turn, each as a deployment does; returns the seconds of each stop and each start."""
        took = []
        for number in range(RESTARTS):
            port, replica = self.replicas[number % 2]
            other, _ = self.replicas[(number + 1) % 2]
            await self.front.until(other, ready=True)
            stopped = await replica.terminate()
            begun = time.monotonic()
            await replica.start()
            await self.front.until(port, ready=True)
            took.append((stopped, time.monotonic() - begun))
        return took


async def test_a_rolling_restart_is_noticed_by_nobody(postgresql_url: str, tmp_path: Path) -> None:
    """Every update is handled once, every conversation has every answer it must have, and no call is paid twice."""
    async with world(postgresql_url, tmp_path) as stage:
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            talks = [group.create_task(person.talk(over)) for person in stage.people]
            took = await stage.restart_all_the_time()
            over.set()
            await asyncio.gather(*talks)
        await quiet(postgresql_url, stage)
        books = await books_of(postgresql_url)
        jobs = await stage.api.get("/control/fal/jobs")
    acts = sum(person.chat.acts for person in stage.people)
    stops, starts = (sorted(column) for column in zip(*took, strict=True))
    print(
        f"\n{RESTARTS} restarts in {sum(stops) + sum(starts):.0f} s (stop: median {median(stops):.1f}, at most "
        f"{stops[-1]:.1f} s; start: median {median(starts):.1f}, at most {starts[-1]:.1f} s), {len(stage.people)} "
        f"people, {acts} updates, {stage.front.sent} requests through the front, {stage.front.lost} asked again"
    )
    assert books.updates == acts, "every update was stored, and once"
    assert (books.waiting, books.failures, books.quarantined) == (0, 0, 0)
    for person in stage.people:
        assert len(person.chat.answered) == person.chat.taps, "a tap was not answered"
        assert set(person.chat.answered.values()) <= {1}, "a tap was answered twice"
        assert person.due in (None, person.chat.heard)
        if isinstance(person, Chooser):
            assert books.languages[person.chat.person_id] == person.language
    trainings = ["train" in job["endpoint"] for job in jobs]
    assert (sum(trainings), len(trainings)) == (PEOPLE[Trainer], 5 * PEOPLE[Trainer])
    assert books.jobs == Counter({"succeeded": 5 * PEOPLE[Trainer]})
    assert books.unsure == 0


@asynccontextmanager
async def world(url: str, folder: Path) -> AsyncIterator[World]:
    """Everything started, everybody in their chats, both replicas ready."""
    sandbox = await SandboxProcess.start(speed=SPEED)
    port = free_port()
    replicas = [_replica(sandbox, url, folder, name, f"http://127.0.0.1:{port}") for name in ("one", "two")]
    try:
        async with AsyncExitStack() as stack:
            connector = aiohttp.TCPConnector(limit=0)
            http = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
            api = SandboxApi(http, sandbox.address)
            await api.post("/control/telegram/settings", {"retry_scale": 0.1})
            front = await stack.enter_async_context(front_before([place for place, _ in replicas], port))
            await asyncio.gather(*(replica.start() for _, replica in replicas))
            await asyncio.gather(*(front.until(place, ready=True) for place, _ in replicas))
            languages = {language: Words(language) for language in Language}
            gate = asyncio.Semaphore(AT_ONCE)
            people = [
                kind(
                    api, await api.new_person(f"{kind.__name__} {number}"), languages, None if kind is Trainer else gate
                )
                for kind, count in PEOPLE.items()
                for number in range(count)
            ]
            group = await stack.enter_async_context(asyncio.TaskGroup())
            ears = [group.create_task(person.chat.follow(http)) for person in people]
            yield World(sandbox, api, front, replicas, people)
            for ear in ears:
                ear.cancel()
            for _, replica in replicas:
                await replica.terminate()
    finally:
        for _, replica in replicas:
            await replica.kill()
        await sandbox.stop()


def _replica(sandbox: SandboxProcess, url: str, folder: Path, name: str, public_url: str) -> tuple[int, BotProcess]:
    (folder / name).mkdir()
    settings = bot_settings(sandbox.settings, folder, webhook=False) | {
        "DATABASE_URL": url,
        "PUBLIC_URL": public_url,
        "MESSAGES_PER_SECOND": "1000",
        "TICK_FACTOR": "0.3",
        "TRAINING_PROVIDER": "fal",
    }
    return int(settings["PORT"]), BotProcess(folder / name, settings)


async def quiet(url: str, stage: World) -> None:
    """Waits until nothing waits any more, and everybody has heard of what happened."""
    async with asyncio.timeout(SOON):
        while True:
            if not (await books_of(url)).busy and await _all_has_been_heard(stage):
                return
            await asyncio.sleep(0.5)


async def _all_has_been_heard(stage: World) -> bool:
    for person in stage.people:
        news = await stage.api.get(f"/person/api/{person.chat.person_id}/chat?after={person.chat.last}")
        if news["events"]:
            return False
    return True
