"""Three replicas that are killed again and again, at moments and at lines that chance names."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.crash.deaths import AT_FAL
from tests.support.processes import BotProcess, bot_settings

COUNT = 3
MOMENT = (0.5, 5.0)
"""Seconds that a replica which works is left before it is killed."""

PASSAGES = 6
LINE_PATIENCE = 15.0
"""Seconds in which a replica must come to the line where it dies; else it is killed where it is."""

POINTS = sorted({death.point for death in AT_FAL})


class Replicas:
    """`kills` counts the SIGKILLs by what they were: "moment", "line" or "power cut"."""

    def __init__(self, places: Sequence[tuple[int, BotProcess]], seed: int) -> None:
        self.ports = [port for port, _ in places]
        self._processes = [process for _, process in places]
        self._chance = random.Random(seed)
        self._standing = list(self._processes)
        self.kills: Counter[str] = Counter()
        self.lines: Counter[str] = Counter()
        """At which lines they died."""

    async def start(self) -> None:
        """All of them, to live."""
        await asyncio.gather(*(process.start() for process in self._processes))

    async def kill_one_twice(self) -> None:
        """Kills a replica at a moment; started again at once, it dies at a line, perhaps before it has said that it
        runs, and is started again to live."""
        victim = self._standing.pop(self._chance.randrange(len(self._standing)))
        await asyncio.sleep(self._chance.uniform(*MOMENT))
        await self._kill(victim, "moment")
        point, passage = self._chance.choice(POINTS), self._chance.randint(1, PASSAGES)
        await victim.begins("--die-at", point, "--passage", str(passage))
        try:
            await asyncio.wait_for(victim.killed_itself(), LINE_PATIENCE)
        except TimeoutError:
            await self._kill(victim, "moment")
        else:
            self.kills["line"] += 1
            self.lines[point] += 1
        await victim.start()
        self._standing.append(victim)

    async def cut_power(self) -> None:
        """Kills all of them at once and leaves them dead; nobody else may be at work on them."""
        await asyncio.gather(*(self._kill(process, "power cut") for process in self._processes))

    async def end(self) -> None:
        """Ends them in order."""
        await asyncio.gather(*(process.terminate() for process in self._processes))

    async def kill(self) -> None:
        """Ends them in any case."""
        await asyncio.gather(*(process.kill() for process in self._processes))

    def tails(self) -> str:
        """The ends of their logs."""
        return "\n".join(process.tail(600) for process in self._processes)

    async def _kill(self, process: BotProcess, what: str) -> None:
        await process.kill()
        self.kills[what] += 1


def replicas_of(sandbox: Mapping[str, str], url: str, folder: Path, public_url: str, seed: int) -> Replicas:
    """Replicas with one database and one folder of files, none of which runs yet."""
    places = []
    for number in range(COUNT):
        own = folder / f"replica-{number}"
        own.mkdir()
        settings = bot_settings(sandbox, folder, webhook=False) | {
            "DATABASE_URL": url,
            "PUBLIC_URL": public_url,
            "MESSAGES_PER_SECOND": "1000",
            "FAL_LOOKS_PER_SECOND": "100",
            "REPLICATE_LOOKS_PER_SECOND": "100",
            "MONTHLY_BUDGET_USD": "1000000",
            "MAX_FREE_TRAINING_USD": "100",
            "TICK_FACTOR": "0.3",
        }
        program = ("tests.crash.child", "--clock", str(folder / "clock"))
        places.append((int(settings["PORT"]), BotProcess(own, settings, program)))
    return Replicas(places, seed)
