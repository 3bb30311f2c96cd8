"""Requests that are no requests: each is told where it is wrong, and none gets to a handler."""

import pytest
from sqlalchemy.exc import OperationalError

from db.repositories import lora_lists
from tests.bot.web.api.caller import ApiStage

BAD_BODIES = {
    "nothing": b"",
    "no json": b"{",
    "no utf-8": b'{"language": "\xff"}',
    "a list": b"[]",
    "a number": b"7",
    "nan": b'{"language": NaN}',
    "deep": b"[" * 990 + b"]" * 990,
    "deeper": b"[" * 30_000,
    "deep inside": b'{"language": ' + b"[" * 900 + b"]" * 900 + b"}",
    "a NUL": b'{"language": "e\\u0000n"}',
    "half a letter": b'{"language": "\\ud800"}',
    "a field more": b'{"language": "en", "user_id": 1}',
    "another type": b'{"language": 7}',
    "not one of them": b'{"language": "xx"}',
    "a huge number": b'{"language": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("name", BAD_BODIES)
async def test_a_body_that_is_none_is_told_so(api: ApiStage, name: str) -> None:
    """400, whatever it is, with a pointer to the place."""
    caller = await api.caller(71)
    reply = await caller.ask("PATCH", "/me", data=BAD_BODIES[name])
    assert (reply.status, reply.code) == (400, "request-bad")
    assert reply.body["errors"]


async def test_a_body_without_end_is_cut_off(api: ApiStage) -> None:
    """413 before it is read whole."""
    caller = await api.caller(71)
    reply = await caller.ask("PATCH", "/me", data=b" " * 100_000)
    assert (reply.status, reply.code) == (413, "body-too-large")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=1&limit=2", "offset=-1", "unknown=1", "search=%00", "sort=age"]
)
async def test_a_query_that_is_none_is_told_so(api: ApiStage, query: str) -> None:
    """What is not known is refused, so that nobody relies on it in vain."""
    reply = await (await api.caller(71)).get(f"/loras?{query}")
    assert (reply.status, reply.code) == (400, "request-bad")


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with space 1", "ключ-ключ"])
async def test_an_order_needs_a_key(api: ApiStage, key: str) -> None:
    """Without one a repeated order would be another order."""
    caller = await api.caller(71)
    reply = await caller.ask("POST", "/loras", json={}, headers={"Idempotency-Key": key})
    assert (reply.status, reply.code) == (400, "request-bad")
    assert "Idempotency-Key" in reply.body["errors"][0]["message"]


async def test_who_asks_too_fast_waits(api: ApiStage) -> None:
    """A burst passes; what comes on top is told how long to wait, and others are not held up."""
    ann, bob = await api.caller(71), await api.caller(72)
    statuses = [(await ann.patch("/me", {"language": "en"})).status for _ in range(70)]
    assert statuses[:50] == [200] * 50
    reply = await ann.patch("/me", {"language": "en"})
    assert (reply.status, reply.code) == (429, "too-fast")
    assert int(reply.headers["Retry-After"]) >= 1
    assert (await ann.get("/me")).status == 200
    assert (await bob.patch("/me", {"language": "en"})).status == 200


async def test_a_body_that_is_packed_wrongly_is_a_problem_too(api: ApiStage) -> None:
    """Clients read one kind of error, whoever found it."""
    caller = await api.caller(71)
    reply = await caller.ask("PATCH", "/me", data=b"not packed", headers={"Content-Encoding": "gzip"})
    assert (reply.status, reply.code) == (400, "request-bad")
    assert reply.headers["Content-Type"].startswith("application/problem+json")


async def test_a_database_that_is_away_is_a_problem_too(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked again in a moment; nothing of the inside is told."""
    caller = await api.caller(71)

    async def away(*asked: object) -> None:
        raise OperationalError("select secret", {}, Exception("away"))

    monkeypatch.setattr(lora_lists, "outlines_of", away)
    reply = await caller.get("/loras")
    assert (reply.status, reply.code, reply.body["retry"]) == (503, "away", "later")
    assert reply.headers["Retry-After"]
    assert "select" not in str(reply.body)
