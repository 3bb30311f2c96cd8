"""POST /telegram/webhook: only Telegram gets in, nothing is lost, nothing is kept twice."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.inbox import Inbox, RawUpdate
from bot.nursery import Nursery
from bot.web.app import build_app
from bot.web.telegram_inbox import BODY_LIMIT, PATH, SECRET_HEADER, TelegramInbox
from db.database import Database
from db.models import ChatLane, TgUpdate
from tests.bot.fakes import person_update, press_update
from tests.support.clock import FakeClock

SECRET = "s" * 40
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(db: Database, clock: FakeClock) -> AsyncIterator[Client]:
    async with serve(Inbox(db, clock, Nursery())) as client:
        yield client


def serve(inbox: Inbox) -> Client:
    return TestClient(TestServer(build_app([TelegramInbox(inbox, SECRET)])))


async def post(client: Client, update: Any, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with client.post(PATH, data=json.dumps(update), headers=headers) as response:
        return response.status


async def kept(db: Database) -> list[TgUpdate]:
    async with db.read() as session:
        return list((await session.execute(select(TgUpdate))).scalars())


async def test_an_update_is_stored_before_it_is_acknowledged(client: Client, db: Database) -> None:
    assert await post(client, person_update(1, chat_id=7)) == 200
    [row] = await kept(db)
    assert (row.update_id, row.lane, row.handled_at) == (1, 7, None)
    assert json.loads(row.body or "") == person_update(1, chat_id=7)
    async with db.read() as session:
        lane = await session.get(ChatLane, 7)
    assert lane is not None
    assert lane.due_at is not None


@pytest.mark.parametrize("secret", [None, "", "wrong", "s" * 39, "ключ" * 10, "s" * 41])
async def test_without_the_secret_nobody_gets_in(client: Client, db: Database, secret: str | None) -> None:
    """Also with a secret beyond ASCII, on which a careless comparison raises."""
    raw = secret.encode().decode("latin-1") if secret else secret
    assert await post(client, person_update(1), raw) == 403
    assert await kept(db) == []


async def test_the_secret_is_checked_before_the_body(client: Client) -> None:
    """A stranger's broken or huge body is not even looked at."""
    async with client.post(PATH, data=b"x" * (BODY_LIMIT + 1), headers={SECRET_HEADER: "wrong"}) as response:
        assert response.status == 403


async def test_the_same_update_again_is_kept_once(client: Client, db: Database) -> None:
    assert [await post(client, person_update(1)) for _ in range(3)] == [200, 200, 200]
    assert len(await kept(db)) == 1


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_groups_are_acknowledged_and_ignored(client: Client, db: Database, kind: str) -> None:
    update = person_update(1, chat={"id": -100, "type": kind, "title": "Friends"})
    assert await post(client, update) == 200
    assert await kept(db) == []


async def test_a_tap_joins_the_lane_of_its_chat(client: Client, db: Database) -> None:
    assert await post(client, press_update(2, chat_id=9)) == 200
    assert [row.lane for row in await kept(db)] == [9]


async def test_kinds_that_were_not_asked_for_are_ignored(client: Client, db: Database) -> None:
    assert await post(client, {"update_id": 3, "poll": {"id": "1"}}) == 200
    assert await kept(db) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"{}", b'{"update_id": "1"}', b'{"update_id": true}'])
async def test_what_is_no_update_is_refused(client: Client, body: bytes) -> None:
    async with client.post(PATH, data=body, headers={SECRET_HEADER: SECRET}) as response:
        assert response.status == 400


async def test_endless_nesting_is_no_update(client: Client) -> None:
    """Answered like any other rubbish: an error of ours would make Telegram bring it again and again."""
    async with client.post(
        PATH, data=b'{"update_id":1,"a":' + b"[" * 200_000, headers={SECRET_HEADER: SECRET}
    ) as reply:
        assert reply.status == 400


async def test_a_text_that_is_no_unicode_is_stored_like_any_other(client: Client, db: Database) -> None:
    """Half a character or a NUL, which databases refuse, must hold up neither the chat nor polling."""
    update = person_update(1, text="half \ud83d and \x00")
    assert await post(client, update) == 200
    [row] = await kept(db)
    assert json.loads(row.body or "") == update


async def test_a_body_over_a_megabyte_is_refused(client: Client) -> None:
    async with client.post(PATH, data=b" " * (BODY_LIMIT + 1), headers={SECRET_HEADER: SECRET}) as response:
        assert response.status == 413


class DownInbox(Inbox):
    """An inbox whose database is gone."""

    async def keep(self, raw: RawUpdate) -> bool:
        raise ConnectionRefusedError


async def test_with_the_database_down_telegram_is_asked_to_come_again(db: Database, clock: FakeClock) -> None:
    async with serve(DownInbox(db, clock, Nursery())) as client:
        headers = {SECRET_HEADER: SECRET}
        async with client.post(PATH, data=json.dumps(person_update(1)), headers=headers) as response:
            assert response.status == 503
            assert int(response.headers["Retry-After"]) > 0


def test_an_empty_secret_refuses_to_start(sqlite_db: Database, clock: FakeClock) -> None:
    with pytest.raises(ValueError, match="empty"):
        TelegramInbox(Inbox(sqlite_db, clock, Nursery()), "")
