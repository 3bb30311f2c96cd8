"""Webhooks: what is told when, how it is signed, how often it is tried, and the planned faults."""

import asyncio
import json
import time
from typing import Any

import pytest
from replicate.webhook import InvalidSignatureError, InvalidTimestampError, Webhooks, WebhookSigningSecret

from tests.sandbox.receiver import until
from tests.sandbox.replicate.shapes import check
from tests.sandbox.replicate.stand import API, FLUX_PREDICTIONS, TRAININGS, Stand

PROMPT = {"prompt": "a portrait", "seed": 1}


async def hooked(stand: Stand, *events: str, path: str = FLUX_PREDICTIONS) -> Any:
    body = await stand.training_body() if path == TRAININGS else {"input": PROMPT}
    filtered = {"webhook_events_filter": list(events)} if events else {}
    return await stand.make(path, {**body, "webhook": stand.hooks.url, **filtered})


async def verify(stand: Stand, delivery: tuple[dict[str, str], bytes]) -> None:
    secret = WebhookSigningSecret(key=(await stand.call("GET", f"{API}/webhooks/default/secret")).body["key"])
    Webhooks.validate(headers=delivery[0], body=delivery[1].decode(), secret=secret, tolerance=300)


async def deliveries(stand: Stand, least: int) -> Any:
    """All tries, once so many are noted; a try is noted after the receiver has answered."""
    deadline = time.monotonic() + 60
    while True:
        rows = (await stand.call("GET", "/control/replicate/webhooks")).body["deliveries"]
        if len(rows) >= least:
            return rows
        assert time.monotonic() < deadline, f"only {len(rows)} of {least} tries came"
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(("path", "kind"), [(FLUX_PREDICTIONS, "predictions"), (TRAININGS, "trainings")])
async def test_the_end_is_told_with_the_bare_object(stand: Stand, path: str, kind: str) -> None:
    """The body is what GET answers, signed so that the SDK believes it, with our query on the address."""
    job = await hooked(stand, "completed", path=path)
    await stand.hooks.wait(1)
    body = json.loads(stand.hooks.got[0][1])
    assert body == (await stand.call("GET", f"{API}/{kind}/{job['id']}")).body
    check("training_response" if kind == "trainings" else "prediction_response", body)
    await verify(stand, stand.hooks.got[0])
    (delivery,) = await deliveries(stand, 1)
    assert (delivery["url"], delivery["event"], delivery["status"]) == (stand.hooks.url, "completed", 200)


async def test_without_a_filter_every_event_is_told(slow_stand: Stand) -> None:
    """start, logs, output and completed, each with a message id of its own; a filter leaves the others out."""
    await hooked(slow_stand, path=TRAININGS)
    await slow_stand.hooks.wait(1)
    slow_stand.clock.advance(600)
    await until(lambda: any(b"flux_train_replicate: " in body for _, body in slow_stand.hooks.got))
    slow_stand.clock.advance(601)
    await until(lambda: sum(b'"status": "succeeded"' in body for _, body in slow_stand.hooks.got) == 2)
    told = [delivery["event"] for delivery in await deliveries(slow_stand, len(slow_stand.hooks.got))]
    assert set(told) == {"start", "logs", "output", "completed"}
    assert [told.count(event) for event in ("start", "output", "completed")] == [1, 1, 1]
    ids = [headers["webhook-id"] for headers, _ in slow_stand.hooks.got]
    assert len(set(ids)) == len(ids)
    for delivery in slow_stand.hooks.got:
        await verify(slow_stand, delivery)


async def test_a_filter_leaves_events_out(stand: Stand) -> None:
    """Only the start is told here, and nothing without an address."""
    job = await hooked(stand, "start")
    await stand.ended(job)
    await stand.ended(await stand.make(FLUX_PREDICTIONS, {"input": PROMPT}))
    await stand.hooks.wait(1)
    assert [delivery["event"] for delivery in await deliveries(stand, 1)] == ["start"]
    assert json.loads(stand.hooks.got[0][1])["status"] == "processing"


async def test_a_start_can_be_left_out_alone(stand: Stand) -> None:
    """Then nobody hears of the call before it has ended."""
    stand.faults.plan("replicate.webhook_start", "never")
    await stand.ended(await hooked(stand, "start", "completed"))
    await stand.hooks.wait(1)
    assert [delivery["event"] for delivery in await deliveries(stand, 1)] == ["completed"]


async def test_the_end_is_tried_for_about_a_minute(slow_stand: Stand) -> None:
    """Five tries with one message id, the last a minute after the first; then never again."""
    slow_stand.hooks.statuses = [500] * 9
    await slow_stand.settings(generation_seconds=0)
    await hooked(slow_stand, "completed")
    for tries, delay in enumerate((4, 8, 16, 32), start=1):
        await deliveries(slow_stand, tries)
        slow_stand.clock.advance(delay - 1)
        assert len(await deliveries(slow_stand, tries)) == tries
        slow_stand.clock.advance(1)
    await deliveries(slow_stand, 5)
    slow_stand.clock.advance(100_000)
    assert len(await deliveries(slow_stand, 5)) == 5
    assert len({headers["webhook-id"] for headers, _ in slow_stand.hooks.got}) == 1


@pytest.mark.parametrize(("status", "tries"), [(404, 2), (302, 1), (204, 1)])
async def test_only_refusals_are_tried_again(stand: Stand, status: int, tries: int) -> None:
    """4xx is repeated; a redirect is not followed and ends it."""
    stand.hooks.statuses = [status]
    await stand.ended(await hooked(stand, "completed"))
    await deliveries(stand, tries)
    stand.clock.advance(1000)
    assert [row["status"] for row in await deliveries(stand, tries)] == ([status] if tries == 1 else [status, 200])


async def test_other_events_are_told_once(stand: Stand) -> None:
    """A refused start is not repeated."""
    stand.hooks.statuses = [500]
    await stand.ended(await hooked(stand, "start", "completed"))
    await stand.hooks.wait(2)
    events = [json.loads(body)["status"] for _, body in stand.hooks.got]
    assert sorted(events) == ["processing", "succeeded"]


async def test_failures_and_aborts_are_told_as_the_end(stand: Stand) -> None:
    """Every end is "completed", whatever it is."""
    stand.faults.plan("replicate.job", "aborted")
    await hooked(stand, "completed")
    stand.faults.plan("replicate.job", "fail")
    await hooked(stand, "completed")
    await stand.hooks.wait(2)
    assert [json.loads(body)["status"] for _, body in stand.hooks.got] == ["aborted", "failed"]


async def test_an_early_webhook_comes_before_the_answer(slow_stand: Stand) -> None:
    """The receiver knows the end before the caller knows the id."""
    slow_stand.faults.plan("replicate.webhook", "early")
    job = await hooked(slow_stand, "completed")
    assert [json.loads(body)["id"] for _, body in slow_stand.hooks.got] == [job["id"]]
    assert json.loads(slow_stand.hooks.got[0][1])["status"] == "succeeded"


async def test_twice_never_and_late(slow_stand: Stand) -> None:
    """The same message again; nothing at all; after the planned wait."""
    await slow_stand.settings(generation_seconds=0)
    slow_stand.faults.plan("replicate.webhook", "twice")
    await slow_stand.ended(await hooked(slow_stand, "completed"))
    await slow_stand.hooks.wait(2)
    assert slow_stand.hooks.got[0][1] == slow_stand.hooks.got[1][1]
    assert len({headers["webhook-id"] for headers, _ in slow_stand.hooks.got}) == 1
    slow_stand.faults.plan("replicate.webhook", "never")
    await slow_stand.ended(await hooked(slow_stand, "completed"))
    slow_stand.faults.plan("replicate.webhook", "late", seconds=500)
    await slow_stand.ended(await hooked(slow_stand, "completed"))
    slow_stand.clock.advance(400)
    assert len(await deliveries(slow_stand, 2)) == 2
    slow_stand.clock.advance(101)
    await slow_stand.hooks.wait(3)


@pytest.mark.parametrize("path", [FLUX_PREDICTIONS, TRAININGS])
@pytest.mark.parametrize(("kind", "error"), [("forged", InvalidSignatureError), ("stale", InvalidTimestampError)])
async def test_false_webhooks_are_seen_through(stand: Stand, path: str, kind: str, error: type[Exception]) -> None:
    """They plant an output, the SDK refuses them, and the genuine one follows unless that is switched off."""
    stand.faults.plan("replicate.webhook", kind)
    await hooked(stand, "completed", path=path)
    await stand.hooks.wait(2)
    assert b"planted" in stand.hooks.got[0][1]
    with pytest.raises(error):
        await verify(stand, stand.hooks.got[0])
    await verify(stand, stand.hooks.got[1])
    stand.faults.plan("replicate.webhook", kind, genuine=False)
    kinds = "trainings" if path == TRAININGS else "predictions"
    await stand.ended(await hooked(stand, "completed", path=path), kinds)
    assert [row["kind"] for row in await deliveries(stand, 3)] == [kind, "genuine", kind]


async def test_a_genuine_signature_stands_beside_another(stand: Stand) -> None:
    """Two signatures, as while a secret is replaced; one of them fits."""
    await hooked(stand, "completed")
    await stand.hooks.wait(1)
    signatures = stand.hooks.got[0][0]["webhook-signature"].split(" ")
    assert [signature[:3] for signature in signatures] == ["v1,", "v1,"]
