"""The built product behind its own web application, without ticks and without Telegram; and people who call its API."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp.test_utils import TestClient, TestServer

from bot.bootstrap import Parts, build
from bot.context import Services
from bot.settings import Settings
from bot.web.api.launch_data import sign_launch
from tests.conftest import DATA_KEY
from tests.support.clock import FakeClock

TOKEN = "1234567:" + "t" * 35
ADMIN = 900


@dataclass(frozen=True)
class Reply:
    """What came back; `body` is None without one."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> str:
        """The problem's code."""
        code: str = self.body["code"]
        return code


@dataclass(frozen=True)
class Caller:
    """Somebody with an open session, or with none."""

    client: TestClient[Any, Any]
    headers: Mapping[str, str]

    async def ask(self, method: str, path: str, **how: Any) -> Reply:
        """One request below /api/v1."""
        headers = {**self.headers, **how.pop("headers", {})}
        async with self.client.request(method, f"/api/v1{path}", headers=headers, **how) as answer:
            text = await answer.text()
            is_json = answer.content_type.endswith("json")
            return Reply(answer.status, json.loads(text) if is_json and text else None, answer.headers)

    async def get(self, path: str, **query: Any) -> Reply:
        """GET with a query."""
        return await self.ask("GET", path, params={name: str(value) for name, value in query.items()})

    async def post(self, path: str, body: object = None, *, key: str | None = None) -> Reply:
        """POST with a JSON body; `key` as Idempotency-Key."""
        return await self.ask("POST", path, json=body, headers={"Idempotency-Key": key} if key else {})

    async def patch(self, path: str, body: object) -> Reply:
        """PATCH with a JSON body."""
        return await self.ask("PATCH", path, json=body)

    async def delete(self, path: str) -> Reply:
        """DELETE."""
        return await self.ask("DELETE", path)


@dataclass(frozen=True)
class ApiStage:
    """The product and its web application."""

    parts: Parts
    client: TestClient[Any, Any]
    clock: FakeClock

    @property
    def services(self) -> Services:
        """The facades, for rows that a test needs."""
        return self.parts.engine_side.services

    @property
    def stranger(self) -> Caller:
        """Somebody without a session."""
        return Caller(self.client, {})

    async def caller(self, user_id: int, name: str = "Ann", language: str = "en") -> Caller:
        """Somebody who has just opened the Mini App."""
        data = init_data(self.clock.now(), user_id, name, language)
        reply = await self.stranger.post("/session", {"init_data": data})
        assert reply.status == 200, reply
        return Caller(self.client, {"Authorization": f"Bearer {reply.body['bearer']}"})


@asynccontextmanager
async def api_up(url: str, folder: Path, clock: FakeClock, **settings: Any) -> AsyncIterator[ApiStage]:
    """The product on a migrated database; `settings` by field name replace those of the test."""
    values: dict[str, Any] = {"database_url": url, "storage_url": str(folder / "files"), "data_key": DATA_KEY}
    values |= {"bot_token": TOKEN, "access": "open", "fal_key": "k:s", "admin_ids": (ADMIN,)}
    parts = build(Settings(_env_file=None, **(values | settings)), clock)
    async with TestClient(TestServer(parts.app)) as client:
        yield ApiStage(parts, client, clock)
    await parts.nursery.drain(5)
    await parts.engine_side.close()
    if parts.worker is not None:
        await parts.worker.bot.session.close()


def init_data(now: datetime, user_id: int, name: str = "Ann", language: str = "en", token: str = TOKEN) -> str:
    """What Telegram gives the Mini App of this bot when this person opens it."""
    user = json.dumps({"id": user_id, "first_name": name, "language_code": language})
    return signed({"auth_date": str(int(now.timestamp())), "query_id": "AAE", "user": user}, token)


def signed(fields: dict[str, str], token: str = TOKEN) -> str:
    """These fields with the hash that Telegram would give them."""
    return urlencode({**fields, "hash": sign_launch(fields, token)})
