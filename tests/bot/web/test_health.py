"""/healthz and /readyz: who is told to start this process anew, and who to send to another one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.readiness import Readiness
from bot.web import health
from bot.web.app import build_app
from bot.web.health import OLDEST_HEARTBEAT, Health
from db.database import Database
from services.errors import StorageError
from services.storage.opening import open_storage
from tests.conftest import DATA_KEY

Client = TestClient[web.Request, web.Application]


class Shelf:
    """A storage that can be taken away, and counts the questions."""

    def __init__(self) -> None:
        self.there = True
        self.asked = 0

    async def exists(self, key: str) -> bool:
        self.asked += 1
        if not self.there:
            raise StorageError("storage-unavailable")
        return False


def ready() -> Readiness:
    readiness = Readiness()
    readiness.started()
    return readiness


def serve(
    db: Database,
    storage: Any = None,
    readiness: Readiness | None = None,
    heartbeat: Callable[[], float] | None = lambda: 1.0,
) -> Client:
    return TestClient(TestServer(build_app([Health(db, storage or Shelf(), readiness or ready(), heartbeat)])))


async def answer_of(client: Client, path: str) -> tuple[int, dict[str, Any]]:
    async with client.get(path) as response:
        return response.status, await response.json()


async def test_a_process_whose_database_and_worker_live_is_alive_and_ready(db: Database) -> None:
    """Both doors say so, on both databases."""
    async with serve(db) as client:
        assert await answer_of(client, "/healthz") == (200, {"status": "ok", "database": True, "worker_seconds_ago": 1})
        everything = {"status": "ok", "database": True, "storage": True, "worker": True}
        assert await answer_of(client, "/readyz") == (200, everything)


async def test_a_worker_that_stands_still_is_neither_alive_nor_ready(sqlite_db: Database) -> None:
    """Its container is started anew."""
    async with serve(sqlite_db, heartbeat=lambda: OLDEST_HEARTBEAT + 1) as client:
        assert (await answer_of(client, "/healthz"))[0] == 503
        assert (await answer_of(client, "/readyz"))[0] == 503


async def test_where_nothing_works_no_worker_is_missed(sqlite_db: Database) -> None:
    """A process that only takes in has no heartbeat."""
    async with serve(sqlite_db, heartbeat=None) as client:
        assert await answer_of(client, "/healthz") == (200, {"status": "ok", "database": True})
        assert (await answer_of(client, "/readyz"))[0] == 200


async def test_without_a_database_it_is_neither_alive_nor_ready() -> None:
    """The reason is in the answer."""
    gone = Database("postgresql://nobody@127.0.0.1:1/none")
    async with serve(gone) as client:
        for path in ("/healthz", "/readyz"):
            status, content = await answer_of(client, path)
            assert status == 503
            assert content["database"] is False
    await gone.close()


async def test_without_its_storage_a_process_is_alive_but_not_ready(sqlite_db: Database, monkeypatch: Any) -> None:
    """Starting it anew would not help; it is ready again when the storage is back."""
    monkeypatch.setattr(health, "STORAGE_TRUSTED_SECONDS", 0.0)
    shelf = Shelf()
    async with serve(sqlite_db, shelf) as client:
        shelf.there = False
        status, content = await answer_of(client, "/readyz")
        assert (status, content["storage"]) == (503, False)
        assert (await answer_of(client, "/healthz"))[0] == 200
        shelf.there = True
        assert (await answer_of(client, "/readyz"))[0] == 200


async def test_the_storage_is_not_asked_by_every_question(sqlite_db: Database) -> None:
    """Fronts ask all the time."""
    shelf = Shelf()
    async with serve(sqlite_db, shelf) as client:
        for _ in range(5):
            assert (await answer_of(client, "/readyz"))[0] == 200
    assert shelf.asked == 1


async def test_a_real_storage_is_ready_though_it_has_nothing(sqlite_db: Database, tmp_path: Path) -> None:
    """What is asked after does not exist, and that is an answer."""
    async with serve(sqlite_db, open_storage(str(tmp_path / "files"), DATA_KEY)) as client:
        assert (await answer_of(client, "/readyz"))[0] == 200


async def test_a_process_is_ready_from_its_start_until_it_drains(sqlite_db: Database) -> None:
    """It is alive all the time: nobody may start it anew while it finishes."""
    readiness = Readiness()
    async with serve(sqlite_db, readiness=readiness) as client:
        assert await answer_of(client, "/readyz") == (503, {"status": "failing", "reason": "starting"})
        readiness.started()
        assert (await answer_of(client, "/readyz"))[0] == 200
        readiness.drain()
        assert await answer_of(client, "/readyz") == (503, {"status": "failing", "reason": "draining"})
        assert (await answer_of(client, "/healthz"))[0] == 200
