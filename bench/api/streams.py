"""Many open streams of live events, and how long a change takes to arrive in the right one."""

import asyncio
import json
import time
from collections.abc import Sequence

from bench.api.people import Somebody


class Streams:
    """One open stream for each of these people."""

    def __init__(self, port: int, people: Sequence[Somebody]) -> None:
        self._port = port
        self._people = people
        self._tasks: list[asyncio.Task[None]] = []
        self._arrived: dict[tuple[str, int], asyncio.Future[float]] = {}
        self.open = 0

    async def begin(self) -> None:
        """Opens all, until each has told of the training at work."""
        for person in self._people:
            self._tasks.append(asyncio.get_running_loop().create_task(self._listen(person)))
            if len(self._tasks) % 50 == 0:
                await asyncio.sleep(0.1)
        while self.open < len(self._people):
            await asyncio.sleep(0.05)
            for task in self._tasks:
                if task.done():
                    task.result()
                    raise AssertionError("the measurement is void: a stream has ended")

    def expect(self, person: Somebody, progress: int) -> "asyncio.Future[float]":
        """When the stream of this person will have told of so much progress."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._arrived[str(person.job_id), progress] = future
        return future

    async def close(self) -> None:
        """Hangs up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self, person: Somebody) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            writer.write(person.get("/events"))
            told = False
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    if not told:
                        told, self.open = True, self.open + 1
                    self._hear(json.loads(line[6:]))
        finally:
            writer.close()

    def _hear(self, job: dict[str, object]) -> None:
        future = self._arrived.pop((str(job.get("job_id")), int(str(job.get("progress", 0)))), None)
        if future is not None:
            future.set_result(time.perf_counter())
