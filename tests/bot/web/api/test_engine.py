"""What the Mini App is told of the engines and of photos before anything is ordered."""

from pathlib import Path

from bot.version import our_version
from db.models import ProviderStanding
from tests.bot.web.api.caller import ApiStage, api_up
from tests.support.clock import FakeClock

BOTH = {"replicate_api_token": "r8_x", "replicate_username": "ann"}


async def _hold(api: ApiStage, provider: str) -> None:
    async with api.services.db.write(joins_update=False) as session:
        session.add(ProviderStanding(provider=provider, paused_reason="no-credit", probes=1))


async def test_everything_is_online(api: ApiStage) -> None:
    """With a key and no pause; and no secret is in it."""
    reply = await (await api.caller(71)).get("/engine")
    assert reply.status == 200
    assert reply.body == {
        "training": "online", "drawing": "online", "why": None, "version": our_version(),
        "providers": [{"key": "fal", "name": "fal.ai", "state": "online"}],
    }  # fmt: skip


async def test_a_provider_that_holds_orders_pauses_the_engine(api: ApiStage) -> None:
    """Orders would be kept, so it is not called offline; why the account is held is the operator's own affair."""
    await _hold(api, "fal")
    body = (await (await api.caller(71)).get("/engine")).body
    assert (body["training"], body["drawing"], body["providers"][0]["state"]) == ("paused", "paused", "paused")
    assert "no-credit" not in str(body)


async def test_one_provider_that_works_is_enough(sqlite_url: str, tmp_path: Path, clock: FakeClock) -> None:
    """An order goes on to the other one."""
    async with api_up(sqlite_url, tmp_path, clock, **BOTH) as api:
        await _hold(api, "fal")
        body = (await (await api.caller(71)).get("/engine")).body
    assert (body["training"], body["drawing"]) == ("online", "online")
    assert {one["key"]: one["state"] for one in body["providers"]} == {"fal": "paused", "replicate": "online"}


async def test_an_admin_pauses_trainings_alone(api: ApiStage) -> None:
    """Pictures go on, and the admin's words are shown where there are any."""
    caller, rules = await api.caller(71), api.services.rules.training
    rules.paused = "Back on Monday."
    body = (await caller.get("/engine")).body
    assert (body["training"], body["drawing"], body["why"]) == ("paused", "online", "Back on Monday.")
    rules.paused = ""
    body = (await caller.get("/engine")).body
    assert (body["training"], body["why"]) == ("paused", None)


async def test_nothing_is_connected(api: ApiStage) -> None:
    """A bot without a key of any provider says so before somebody sends photos."""
    api.services.rules.training.providers = ()
    body = (await (await api.caller(71)).get("/engine")).body
    assert (body["training"], body["drawing"], body["providers"]) == ("offline", "offline", [])


async def test_photo_rules_are_those_of_this_bot(api: ApiStage) -> None:
    """The guide in the app says the same figures as the limits that photos meet."""
    limits = api.services.rules.photos
    body = (await (await api.caller(71)).get("/photo-rules")).body
    assert body == {
        "least": limits.min_count, "best_least": limits.best_min, "best_most": limits.best_max,
        "most": limits.max_count, "largest_bytes": limits.max_bytes,
    }  # fmt: skip
