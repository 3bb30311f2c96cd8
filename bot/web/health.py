"""GET /healthz and GET /readyz: whether this process lives, and whether it takes work right now."""

import asyncio
import time
from collections.abc import Callable, Mapping

from aiohttp import web

from bot.readiness import Readiness
from db.database import Database
from db.repositories.health import NO_ANSWER, ping
from services.errors import LoragramError
from services.ports import Storage

ANSWER_SECONDS = 3.0
"""How long database and storage may take; a front asks again."""

OLDEST_HEARTBEAT = 60.0
STORAGE_TRUSTED_SECONDS = 10.0
"""Fronts ask every second or two, and a bucket may bill every question."""

NO_FILE = "readiness"


class Health:
    """`heartbeat` returns the seconds since a worker last finished looking for work; None where nothing works."""

    def __init__(
        self, db: Database, storage: Storage, readiness: Readiness, heartbeat: Callable[[], float] | None
    ) -> None:
        self._db = db
        self._storage = storage
        self._readiness = readiness
        self._heartbeat = heartbeat
        self._storage_well = False
        self._storage_asked: float | None = None

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get("/healthz", self.alive)
        app.router.add_get("/readyz", self.ready)

    async def alive(self, _request: web.Request) -> web.Response:
        """200 when the database answers and the worker lives, 503 otherwise, with the reasons. Who asks this may
        start the process anew when it fails."""
        database, age = await self._database_answers(), self._age()
        content: dict[str, float] = {"database": database}
        if age is not None:
            content["worker_seconds_ago"] = round(age, 1)
        return _answer(database and _is_fresh(age), content)

    async def ready(self, _request: web.Request) -> web.Response:
        """200 when this process can do its work right now: started and not stopping, database, storage and worker
        well. 503 otherwise: a front sends to others."""
        reason = self._readiness.reason_against
        if reason is not None:
            return _answer(False, {"reason": reason})
        database, storage = await asyncio.gather(self._database_answers(), self._storage_answers())
        well = {"database": database, "storage": storage, "worker": _is_fresh(self._age())}
        return _answer(all(well.values()), well)

    def _age(self) -> float | None:
        return None if self._heartbeat is None else self._heartbeat()

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._db.read() as session:
                await ping(session)
        except NO_ANSWER:
            return False
        return True

    async def _storage_answers(self) -> bool:
        """What is asked after is not there; that the storage says so is enough."""
        now = time.monotonic()
        if self._storage_asked is None or now - self._storage_asked > STORAGE_TRUSTED_SECONDS:
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    await self._storage.exists(NO_FILE)
                self._storage_well = True
            except (LoragramError, OSError, TimeoutError):
                self._storage_well = False
            self._storage_asked = now
        return self._storage_well


def _is_fresh(age: float | None) -> bool:
    return age is None or age <= OLDEST_HEARTBEAT


def _answer(well: bool, content: Mapping[str, object]) -> web.Response:
    return web.json_response({"status": "ok" if well else "failing", **content}, status=200 if well else 503)
