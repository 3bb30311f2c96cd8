"""Planned faults on the wire, and the log of what was asked."""

from typing import Any

import aiohttp
import pytest

from sandbox.replicate.catalogue import FLUX, TRAINER
from tests.sandbox.replicate.stand import API, FLUX_PREDICTIONS, TRAININGS, Stand

PROMPT = {"input": {"prompt": "a portrait", "seed": 1}}


async def wire(stand: Stand) -> Any:
    return (await stand.call("GET", "/control/replicate/wire")).body["requests"]


async def test_a_lost_answer_has_had_its_effect(stand: Stand) -> None:
    """The connection breaks, the training exists, and the list finds it by its data set."""
    body = await stand.training_body(trigger_word="annx")
    stand.faults.plan("replicate.submit", "lost_answer")
    with pytest.raises(aiohttp.ClientConnectionError):
        await stand.make(TRAININGS, body)
    (row,) = (await stand.call("GET", f"{API}/trainings")).body["results"]
    assert row["input"] == body["input"]
    assert [one["outcome"] for one in await wire(stand) if one["path"] == TRAININGS] == ["lost_answer"]


async def test_a_dropped_request_has_no_effect(stand: Stand) -> None:
    """The connection breaks after the body was read, and nothing exists."""
    stand.faults.plan("replicate.submit", "dropped")
    with pytest.raises(aiohttp.ClientConnectionError):
        await stand.make(FLUX_PREDICTIONS, PROMPT)
    assert await stand.jobs() == []
    await stand.make(FLUX_PREDICTIONS, PROMPT)


async def test_a_planned_status_carries_body_and_headers(stand: Stand) -> None:
    """429 and 5xx come with what was planned, also a body that is no object; `effect` does the work before."""
    stand.faults.plan("replicate.submit", "status", code=429, body={"detail": "slow"}, headers={"Retry-After": "7"})
    stand.faults.plan("replicate.submit", "status", code=502, body="bad gateway", effect=True)
    limited = await stand.call("POST", FLUX_PREDICTIONS, json=PROMPT)
    assert (limited.status, limited.body, limited.headers["Retry-After"]) == (429, {"detail": "slow"}, "7")
    assert await stand.jobs() == []
    broken = await stand.call("POST", FLUX_PREDICTIONS, json=PROMPT)
    assert (broken.status, broken.body) == (502, "bad gateway")
    assert len(await stand.jobs()) == 1


async def test_every_point_can_fail(stand: Stand) -> None:
    """Each kind of request has a point of its own; the next request of that kind is well again."""
    job = await stand.ended(await stand.make(FLUX_PREDICTIONS, PROMPT))
    requests = {
        "replicate.submit": ("POST", FLUX_PREDICTIONS, 422),
        "replicate.get": ("GET", f"{API}/predictions/{job['id']}", 200),
        "replicate.list": ("GET", f"{API}/trainings", 200),
        "replicate.cancel": ("POST", f"{API}/predictions/{job['id']}/cancel", 409),
        "replicate.files": ("GET", f"{API}/files", 200),
        "replicate.models": ("GET", f"{API}/models/{FLUX}", 200),
        "replicate.account": ("GET", f"{API}/account", 200),
        "replicate.hardware": ("GET", f"{API}/hardware", 200),
        "replicate.secret": ("GET", f"{API}/webhooks/default/secret", 200),
        "replicate.download": ("GET", job["output"][0], 200),
    }
    for point, (method, path, usual) in requests.items():
        stand.faults.plan(point, "status", code=503)
        body = {"json": {}} if method == "POST" else {}
        assert [(await stand.call(method, path, **body)).status for _ in range(2)] == [503, usual], point


async def test_a_download_can_break_off_or_bring_other_bytes(stand: Stand) -> None:
    """Half the bytes then silence; a page of the right length; and parts when asked for."""
    url = (await stand.train())["output"]["weights"]
    whole = (await stand.call("GET", url, key=False)).data
    stand.faults.plan("replicate.download", "truncated")
    with pytest.raises(aiohttp.ClientPayloadError):
        await stand.call("GET", url, key=False)
    stand.faults.plan("replicate.download", "garbled")
    garbled = (await stand.call("GET", url, key=False)).data
    assert (len(garbled), garbled == whole) == (len(whole), False)
    part = await stand.call("GET", url, key=False, headers={"Range": "bytes=10-19"})
    assert (part.status, part.data) == (206, whole[10:20])


async def test_the_wire_shows_every_request_in_order(stand: Stand) -> None:
    """Method, path, model, body of creations, id, outcome, known headers, and who carried the token."""
    body = await stand.training_body()
    job = await stand.make(TRAININGS, body)
    await stand.call("GET", f"{API}/trainings/{job['id']}")
    await stand.make(FLUX_PREDICTIONS, PROMPT, headers={"Cancel-After": "60s"})
    await stand.call("GET", "/replicate/delivery/nothing", key=False)
    rows = (await wire(stand))[-4:]
    train, get, predict, download = rows
    assert (train["method"], train["endpoint"], train["body"]) == ("POST", TRAINER, body)
    assert (train["request_id"], train["outcome"]) == (job["id"], "201")
    assert (get["request_id"], get["endpoint"], get["outcome"]) == (job["id"], TRAINER, "200")
    assert (predict["endpoint"], predict["headers"]["cancel-after"]) == (FLUX, "60s")
    assert (download["carries_key"], download["outcome"]) == (False, "404")
    assert all(row["carries_key"] for row in rows[:3])
    await stand.call("DELETE", "/control/replicate/wire")
    assert await wire(stand) == []


async def test_a_job_of_the_control_list_tells_everything(stand: Stand) -> None:
    """What tests of the product look at: kind, destination, input, webhook."""
    body = await stand.training_body()
    await stand.make(TRAININGS, body | {"webhook": stand.hooks.url, "webhook_events_filter": ["completed"]})
    (row,) = await stand.jobs()
    assert (row["kind"], row["endpoint"], row["destination"]) == ("trainings", TRAINER, body["destination"])
    assert (row["input"], row["webhook_url"]) == (body["input"], stand.hooks.url)
    assert row["webhook_events"] == ["completed"]
    (model,) = (await stand.call("GET", "/control/replicate/models")).body
    assert (model["id"], model["visibility"], model["hardware"]) == (body["destination"], "private", "gpu-t4")
