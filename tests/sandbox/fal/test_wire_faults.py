"""Planned faults on the wire, and the log of what was asked."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from tests.sandbox.fal.stand import FAST, FLUX, Stand
from tests.sandbox.photo_zip import photo_zip

PROMPT = {"prompt": "a portrait", "seed": 1}


async def wire(stand: Stand) -> Any:
    return (await stand.call("GET", "/control/fal/wire")).body["requests"]


async def test_a_lost_answer_has_had_its_effect(stand: Stand) -> None:
    """The connection breaks, the job exists, and the request list finds it by its input."""
    stand.faults.plan("fal.submit", "lost_answer")
    with pytest.raises(aiohttp.ClientConnectionError):
        await stand.submit(FLUX, PROMPT)
    jobs = (await stand.call("GET", "/control/fal/jobs")).body
    assert [job["input"] for job in jobs] == [PROMPT]
    path = "/fal/api/v1/models/requests/by-endpoint"
    rows = (await stand.call("GET", path, params={"endpoint_id": FLUX, "expand": "payloads"})).body["items"]
    assert [(row["request_id"], row["json_input"]) for row in rows] == [(jobs[0]["request_id"], PROMPT)]
    assert (await wire(stand))[0]["outcome"] == "lost_answer"


async def test_a_dropped_request_has_no_effect(stand: Stand) -> None:
    """The connection breaks after the body was read, and nothing exists."""
    stand.faults.plan("fal.submit", "dropped")
    with pytest.raises(aiohttp.ClientConnectionError):
        await stand.submit(FLUX, PROMPT)
    assert (await stand.call("GET", "/control/fal/jobs")).body == []
    await stand.submit(FLUX, PROMPT)


async def test_a_planned_status_carries_body_and_headers(stand: Stand) -> None:
    """429 and 5xx come with what was planned; `effect` makes them come after the work was done."""
    body = {"detail": "Too many requests"}
    stand.faults.plan("fal.submit", "status", code=429, body=body, headers={"Retry-After": "7"})
    stand.faults.plan("fal.submit", "status", code=502, effect=True)
    limited = await stand.call("POST", f"/fal/queue/{FLUX}", json=PROMPT)
    assert (limited.status, limited.body, limited.headers["Retry-After"]) == (429, body, "7")
    assert (await stand.call("GET", "/control/fal/jobs")).body == []
    assert (await stand.call("POST", f"/fal/queue/{FLUX}", json=PROMPT)).status == 502
    assert len((await stand.call("GET", "/control/fal/jobs")).body) == 1


async def test_a_delay_is_real_time(stand: Stand) -> None:
    """The answer comes so many real seconds later."""
    stand.faults.plan("fal.submit", "delay", seconds=0.15)
    started = time.monotonic()
    await stand.submit(FLUX, PROMPT)
    assert time.monotonic() - started >= 0.15


async def test_a_caller_who_gives_up_on_a_delayed_answer_has_submitted(stand: Stand) -> None:
    """The job exists although the answer was never read; the log says so."""
    stand.faults.plan("fal.submit", "delay", seconds=60)
    with pytest.raises(TimeoutError):
        await stand.submit(FLUX, PROMPT, timeout=aiohttp.ClientTimeout(total=2))
    assert len((await stand.call("GET", "/control/fal/jobs")).body) == 1
    for _ in range(3000):
        if (await wire(stand))[0]["outcome"] == "abandoned":
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the log does not show that the caller hung up")


@pytest.mark.parametrize("point", ["fal.status", "fal.result", "fal.cancel", "fal.list", "fal.upload", "fal.token"])
async def test_every_point_can_fail(stand: Stand, point: str) -> None:
    """Each kind of request has a point of its own; the next request of that kind is well again."""
    job = await stand.submit(FLUX, PROMPT)
    await stand.ended(job)
    requests = {
        "fal.status": ("GET", job["status_url"], 200),
        "fal.result": ("GET", job["response_url"], 200),
        "fal.cancel": ("PUT", job["cancel_url"], 400),
        "fal.list": ("GET", f"/fal/api/v1/models/requests/by-endpoint?endpoint_id={FLUX}", 200),
        "fal.upload": ("POST", "/fal/cdn/files/upload", 401),
        "fal.token": ("POST", "/fal/rest/storage/auth/token", 200),
    }
    method, path, usual = requests[point]
    stand.faults.plan(point, "status", code=503)
    assert [(await stand.call(method, path)).status for _ in range(2)] == [503, usual]


async def test_a_download_can_break_off_or_bring_other_bytes(stand: Stand) -> None:
    """Half the bytes then silence; and a page of the right length that is no weights file."""
    url = (await stand.train()).body["diffusers_lora_file"]["url"]
    whole = (await stand.call("GET", url, key=False)).data
    stand.faults.plan("fal.download", "truncated")
    with pytest.raises(aiohttp.ClientPayloadError):
        await stand.call("GET", url, key=False)
    stand.faults.plan("fal.download", "garbled")
    garbled = (await stand.call("GET", url, key=False)).data
    assert (len(garbled), garbled == whole) == (len(whole), False)


async def test_the_wire_shows_every_request_in_order(stand: Stand) -> None:
    """Method, path, endpoint, body of submits, id, outcome, fal's headers, and who carried the key."""
    url = await stand.upload(photo_zip(4))
    body = {"images_data_url": url, "steps": 100}
    headers = {"X-Fal-Request-Timeout": "600.0"}
    job = await stand.submit(FAST, body, headers=headers, params={"fal_webhook": stand.hooks.url})
    await stand.call("GET", job["status_url"])
    await stand.call("GET", "/fal/elsewhere")
    rows = await wire(stand)
    assert [row["path"].rsplit("/", 1)[1] for row in rows][:2] == ["token", "upload"]
    assert [row["carries_key"] for row in rows[:3]] == [True, False, True]
    submit, status, elsewhere = rows[2:]
    assert (submit["method"], submit["endpoint"], submit["body"]) == ("POST", FAST, body)
    assert (submit["request_id"], submit["outcome"]) == (job["request_id"], "200")
    assert submit["headers"] == {"x-fal-request-timeout": "600.0"}
    assert submit["query"] == {"fal_webhook": stand.hooks.url}
    assert (status["request_id"], status["endpoint"]) == (job["request_id"], FAST)
    assert elsewhere["outcome"] == "404"
