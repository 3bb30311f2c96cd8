"""The table of trainers over the API."""

from pathlib import Path

from tests.bot.web.api.caller import ApiStage, api_up
from tests.support.clock import FakeClock


async def test_the_trainers_on_offer_with_prices_and_bounds(api: ApiStage) -> None:
    """Only those of providers with a key, each with what a form needs."""
    caller = await api.caller(71)
    reply = await caller.get("/trainers")
    items = reply.body["items"]
    assert (reply.status, {one["provider"] for one in items}) == (200, {"fal"})
    flux = items[0]
    assert (flux["key"], flux["title"], flux["base_model"], flux["min_photos"]) == (
        "flux-lora-fast-training", "FLUX", "flux-1", 4,
    )  # fmt: skip
    assert flux["qualities"] == [
        {"quality": "quick", "usd": "1.0000", "minutes": 5, "values": {"steps": 500}},
        {"quality": "standard", "usd": "2.0000", "minutes": 10, "values": {"steps": 1000}},
    ]
    assert (reply.body["price"], reply.body["who_pays"]) == (0, "operator")
    api.services.rules.training.price = 3
    paid = (await caller.get("/trainers")).body
    assert (paid["price"], paid["who_pays"]) == (3, "you")
    steps = flux["settings"][0]
    shown = {name: steps[name] for name in ("key", "kind", "default", "min", "max", "step", "choices")}
    assert shown == {
        "key": "steps", "kind": "whole", "default": 1000, "min": 1, "max": 10_000, "step": 1, "choices": [],
    }  # fmt: skip


async def test_numbers_and_choices_are_told_apart(sqlite_url: str, tmp_path: Path, clock: FakeClock) -> None:
    """A learning rate has no steps, a resolution has words; and both providers' trainers are there with both keys."""
    keys = {"replicate_api_token": "r8_x", "replicate_username": "ann"}
    async with api_up(sqlite_url, tmp_path, clock, **keys) as api:
        items = (await (await api.caller(71)).get("/trainers")).body["items"]
    assert {one["provider"] for one in items} == {"fal", "replicate"}
    kinds = {(one["key"], one["kind"]) for item in items for one in item["settings"]}
    assert {("steps", "whole"), ("learning_rate", "number"), ("resolution", "choice")} <= kinds
    for one in (setting for item in items for setting in item["settings"]):
        assert bool(one["choices"]) == (one["kind"] == "choice")
        assert (one["step"] is None) == (one["kind"] != "whole")


async def test_what_the_operator_switched_off_is_not_offered(api: ApiStage) -> None:
    """At once, also for an app that is open."""
    caller = await api.caller(71)
    rules = api.services.rules.training
    rules.trainers_off = frozenset({"flux-lora-fast-training"})
    keys = [one["key"] for one in (await caller.get("/trainers")).body["items"]]
    assert keys
    assert "flux-lora-fast-training" not in keys
