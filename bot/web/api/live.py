"""Jobs as they go, for every open stream of this process: one look at the rows a second, however many look on."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from bot.context import Services
from bot.nursery import Nursery
from bot.web.api.job_status import JobStatus, status_of
from bot.worker.finishing import DATABASE_ERRORS
from db.repositories.live_jobs import jobs_at_work, jobs_with_news

LOOK_SECONDS = 1.0
JUST_ENDED = timedelta(seconds=30)
"""A job that ended is looked at this much longer, so that a look that failed misses no end."""

PEOPLE_AT_ONCE = 500
MOST_STREAMS = 5
"""Of one person: a phone, a desktop, and what is about to be closed."""


@dataclass
class Stream:
    """What one open app has yet to be told: the newest status of each job that changed."""

    user_id: int
    waiting: dict[UUID, JobStatus] = field(default_factory=dict)
    told: dict[UUID, JobStatus] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    crowded_out: bool = False

    def offer(self, status: JobStatus) -> None:
        """Takes a status that may be the one that was told already."""
        if self.told.get(status.job_id) != status:
            self.told[status.job_id] = self.waiting[status.job_id] = status
            self.changed.set()

    def close(self) -> None:
        """Lets the stream end after what it has yet to tell."""
        self.crowded_out = True
        self.changed.set()

    def take(self) -> list[JobStatus]:
        """What is to be told now."""
        taken = list(self.waiting.values())
        self.waiting.clear()
        self.changed.clear()
        return taken


class LiveJobs:
    """Looks at the rows as long as a stream is open."""

    def __init__(self, services: Services, nursery: Nursery) -> None:
        self._services = services
        self._nursery = nursery
        self._streams: defaultdict[int, list[Stream]] = defaultdict(list)
        self._looking = False
        self._stopped = asyncio.Event()

    @contextmanager
    def follow(self, user_id: int) -> Iterator[Stream]:
        """A stream of this person's jobs; the oldest are closed when there are too many, each after `stop`."""
        stream = Stream(user_id)
        mine = self._streams[user_id]
        mine.append(stream)
        for one in mine if self._stopped.is_set() else mine[:-MOST_STREAMS]:
            one.close()
        if not self._looking:
            self._looking = True
            self._nursery.start(self._look_on(), "live jobs")
        try:
            yield stream
        finally:
            mine.remove(stream)
            if not mine:
                del self._streams[user_id]

    async def catch_up(self, user_id: int, after: UUID) -> list[JobStatus]:
        """The jobs to which something happened after that event."""
        async with self._services.db.read() as session:
            found = await jobs_with_news(session, user_id, after)
            return [await status_of(session, self._services, live) for live in found]

    async def at_work(self, people: Sequence[int]) -> list[tuple[int, JobStatus]]:
        """The statuses of these people's jobs that are at work or just ended, with whose they are."""
        since = self._services.clock.now() - JUST_ENDED
        async with self._services.db.read() as session:
            found = await jobs_at_work(session, people, since)
            return [(live.job.user_id, await status_of(session, self._services, live)) for live in found]

    def stop(self) -> None:
        """Ends every stream; the apps open new ones elsewhere."""
        self._stopped.set()
        for stream in [one for mine in self._streams.values() for one in mine]:
            stream.close()

    async def _look_on(self) -> None:
        try:
            while self._streams and not self._stopped.is_set():
                # A database that is away ends no stream; the next look may see more.
                with suppress(*DATABASE_ERRORS):
                    await self._look()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopped.wait(), LOOK_SECONDS)
        finally:
            self._looking = False

    async def _look(self) -> None:
        people = list(self._streams)
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            for user_id, status in await self.at_work(people[start : start + PEOPLE_AT_ONCE]):
                for stream in self._streams.get(user_id, ()):
                    stream.offer(status)
