"""Opening a session and keeping it."""

import pytest

from db.models import User
from tests.bot.web.api.caller import ApiStage, Caller, init_data

MINUTE = 60.0


async def test_a_launch_becomes_a_session_and_a_person(api: ApiStage) -> None:
    """Who never wrote to the bot can begin in the app, in their language."""
    caller = await api.caller(71, "Анна", "ru")
    me = await caller.get("/me")
    assert (me.status, me.body["id"], me.body["first_name"], me.body["language"]) == (200, 71, "Анна", "ru")
    assert me.headers["Cache-Control"] == "no-store"


async def test_a_bearer_lasts_a_quarter_of_an_hour_and_is_renewed_for_twelve(api: ApiStage) -> None:
    """A stolen bearer is soon worth nothing, and nobody is thrown out while they use the app."""
    caller = await api.caller(71)
    api.clock.advance(14 * MINUTE)
    reply = await caller.post("/session/renew")
    assert reply.status == 200
    api.clock.advance(2 * MINUTE)
    assert (await caller.get("/me")).status == 401
    hours = 0.25
    while reply.status == 200:
        younger = Caller(api.client, {"Authorization": f"Bearer {reply.body['bearer']}"})
        api.clock.advance(12 * MINUTE)
        hours += 12 / 60
        reply = await younger.post("/session/renew")
    assert reply.code == "session-over"
    assert 11.7 < hours < 12.3


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Bearer x.y", "Basic abc", "tma {launch}", "Bearer é.é"])
async def test_what_is_no_bearer_opens_nothing(api: ApiStage, header: str) -> None:
    """Neither does Telegram's launch itself: it is good for one thing only."""
    shown = header.format(launch=init_data(api.clock.now(), 71))
    reply = await api.stranger.ask("GET", "/me", headers={"Authorization": shown} if shown else {})
    assert (reply.status, reply.code) == (401, "session-over")
    assert reply.headers["WWW-Authenticate"] == "Bearer"
    assert reply.headers["Content-Type"].startswith("application/problem+json")


async def test_a_changed_bearer_is_not_taken(api: ApiStage) -> None:
    """Another id in it needs another signature."""
    mine, other = await api.caller(71), await api.caller(72)
    text = mine.headers["Authorization"].split(".")[0]
    signature = other.headers["Authorization"].split(".")[1]
    assert (await Caller(api.client, {"Authorization": f"{text}.{signature}"}).get("/me")).status == 401


async def test_who_is_banned_is_turned_away_at_once(api: ApiStage) -> None:
    """A session that is open does not outlive the ban."""
    caller = await api.caller(71)
    async with api.services.db.write() as session:
        (await session.get_one(User, 71)).banned_at = api.clock.now()
    assert (await caller.get("/me")).code == "banned"
    reply = await api.stranger.post("/session", {"init_data": init_data(api.clock.now(), 71)})
    assert (reply.status, reply.code) == (403, "banned")


async def test_who_had_everything_deleted_is_unknown(api: ApiStage) -> None:
    """An old bearer does not bring a person back."""
    caller = await api.caller(71)
    async with api.services.db.write() as session:
        await session.delete(await session.get_one(User, 71))
    assert (await caller.get("/me")).status == 401


async def test_a_request_is_told_in_the_persons_language(api: ApiStage) -> None:
    """Problems are for people, too."""
    caller = await api.caller(71, "Анна", "ru")
    reply = await caller.get("/nothing-here")
    assert (reply.status, reply.code) == (404, "not-found")
    reply = await caller.patch("/me/consent", {"retention": "days_30"})
    assert (reply.status, reply.code) == (409, "consent-missing")
    assert any("а" <= letter <= "я" for letter in reply.body["detail"].lower())


async def test_other_methods_are_named(api: ApiStage) -> None:
    """405 with what the path can do."""
    reply = await (await api.caller(71)).ask("PUT", "/me")
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, PATCH")


async def test_a_launch_is_not_shown_for_ever_at_once(api: ApiStage) -> None:
    """Each opening writes; who has a bearer is counted by it, who opens by the launch."""
    launch = {"init_data": init_data(api.clock.now(), 71)}
    replies = [await api.stranger.post("/session", launch) for _ in range(40)]
    assert {one.status for one in replies[:30]} == {200}
    assert (replies[-1].status, replies[-1].code) == (429, "too-fast")
    assert int(replies[-1].headers["Retry-After"]) >= 1
    assert (await api.stranger.post("/session", {"init_data": init_data(api.clock.now(), 72)})).status == 200
