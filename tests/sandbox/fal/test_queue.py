"""States, line, deadlines and cancels of the queue."""

import asyncio
import json
from typing import Any

from tests.sandbox.fal.stand import FAST, FLUX, Stand
from tests.sandbox.photo_zip import photo_zip

PROMPT = {"prompt": "a portrait", "seed": 1}
KLEIN = "fal-ai/flux-2/klein/9b/base/lora"


async def state(stand: Stand, job: Any) -> tuple[int, str]:
    answer = await stand.call("GET", job["status_url"])
    return answer.status, answer.body["status"]


async def test_two_run_and_the_others_wait_in_line(slow_stand: Stand) -> None:
    """At most two requests are in progress; the rest have positions and move up."""
    jobs = [await slow_stand.submit(FLUX, PROMPT) for _ in range(4)]
    assert [job["queue_position"] for job in jobs] == [0, 0, 0, 1]
    states = [await slow_stand.call("GET", job["status_url"]) for job in jobs]
    assert [answer.body["status"] for answer in states] == ["IN_PROGRESS"] * 2 + ["IN_QUEUE"] * 2
    assert [answer.body.get("queue_position") for answer in states] == [None, None, 0, 1]
    assert {answer.status for answer in states} == {202}
    slow_stand.clock.advance(9)
    for ended in jobs[:2]:
        await slow_stand.ended(ended)
    assert await state(slow_stand, jobs[3]) == (202, "IN_PROGRESS")
    await slow_stand.settings(concurrency=5)


async def test_more_runners_start_what_waits(slow_stand: Stand) -> None:
    """Raising `concurrency` takes effect at once."""
    jobs = [await slow_stand.submit(FLUX, PROMPT) for _ in range(3)]
    await slow_stand.settings(concurrency=3)
    assert await state(slow_stand, jobs[2]) == (202, "IN_PROGRESS")


async def test_addresses_keep_owner_and_alias_only(stand: Stand) -> None:
    """The sub-path of the endpoint works in the submit alone."""
    job = await stand.submit(KLEIN, PROMPT)
    base = f"{stand.base}/fal/queue/fal-ai/flux-2/requests/{job['request_id']}"
    assert job["response_url"] == base
    assert (job["status_url"], job["cancel_url"]) == (f"{base}/status", f"{base}/cancel")
    wrong = await stand.call("GET", f"/fal/queue/{KLEIN}/requests/{job['request_id']}/status")
    assert wrong.status == 405
    other = await stand.call("GET", f"/fal/queue/{FLUX}/requests/{job['request_id']}/status")
    assert other.status == 404


async def test_a_result_before_the_end_is_refused(slow_stand: Stand) -> None:
    """The result address does not wait."""
    job = await slow_stand.submit(FLUX, PROMPT)
    answer = await slow_stand.call("GET", job["response_url"])
    assert (answer.status, answer.body) == (400, {"detail": "Request is still in progress"})


async def test_a_job_that_cannot_start_in_time_ends(slow_stand: Stand) -> None:
    """The start deadline counts the wait in line, not the work: 504 request_timeout."""
    headers = {"X-Fal-Request-Timeout": "30.0"}
    running = [await slow_stand.submit(FAST, await training(slow_stand), headers=headers) for _ in range(2)]
    waiting = await slow_stand.submit(FLUX, PROMPT, headers=headers)
    slow_stand.clock.advance(31)
    result = await slow_stand.ended(waiting)
    assert (result.status, result.body["error_type"]) == (504, "request_timeout")
    assert result.headers["X-Fal-Request-Timeout-Type"] == "user"
    status = (await slow_stand.call("GET", waiting["status_url"])).body
    assert (status["status"], status["error_type"]) == ("COMPLETED", "request_timeout")
    assert await state(slow_stand, running[0]) == (202, "IN_PROGRESS")


async def test_cancel_of_a_waiting_a_running_an_ended_and_an_unknown_job(slow_stand: Stand) -> None:
    """202, 202, 400, 404; a cancelled job ends as client_cancelled and frees its runner."""
    jobs = [await slow_stand.submit(FLUX, PROMPT) for _ in range(4)]
    for job in (jobs[2], jobs[0]):
        answer = await slow_stand.call("PUT", job["cancel_url"])
        assert (answer.status, answer.body) == (202, {"status": "CANCELLATION_REQUESTED"})
        result = await slow_stand.ended(job)
        assert (result.status, result.body["error_type"]) == (499, "client_cancelled")
    assert await state(slow_stand, jobs[3]) == (202, "IN_PROGRESS")
    again = await slow_stand.call("PUT", jobs[0]["cancel_url"])
    assert (again.status, again.body) == (400, {"status": "ALREADY_COMPLETED"})
    unknown = await slow_stand.call("PUT", f"/fal/queue/{FLUX}/requests/nobody/cancel")
    assert (unknown.status, unknown.body) == (404, {"status": "NOT_FOUND"})


async def test_cancel_may_come_too_late(slow_stand: Stand) -> None:
    """With `cancel_running` "ignored" a running job finishes all the same, and is billed."""
    await slow_stand.settings(cancel_running="ignored")
    job = await slow_stand.submit(FLUX, PROMPT)
    assert (await slow_stand.call("PUT", job["cancel_url"])).status == 202
    slow_stand.clock.advance(9)
    assert (await slow_stand.ended(job)).status == 200


async def test_logs_come_only_when_asked_for(stand: Stand) -> None:
    """`logs` is null without logs=1 or logs=true; the metrics come with the end."""
    job = await stand.submit(FAST, await training(stand))
    await stand.ended(job)
    bare = (await stand.call("GET", job["status_url"])).body
    assert bare["logs"] is None
    assert bare["metrics"]["inference_time"] >= 600
    for wanted in ("1", "true"):
        logs = (await stand.call("GET", job["status_url"], params={"logs": wanted})).body["logs"]
        assert {"message", "timestamp", "level", "source"} == logs[0].keys()


async def test_the_stream_ends_with_the_job(stand: Stand) -> None:
    """Server-sent events carry status objects; the last one is COMPLETED."""
    job = await stand.submit(FLUX, PROMPT)
    answer = await stand.call("GET", job["status_url"] + "/stream")
    events = [json.loads(part.removeprefix("data: ")) for part in answer.data.decode().split("\n\n") if part]
    assert events[-1]["status"] == "COMPLETED"


async def test_the_direct_run_answers_with_the_output_or_429(slow_stand: Stand) -> None:
    """fal.run gives the output itself, and never queues."""
    first = asyncio.gather(*(slow_stand.call("POST", f"/fal/run/{FLUX}", json=PROMPT) for _ in range(2)))
    for _ in range(5000):
        if len((await slow_stand.call("GET", "/control/fal/jobs")).body) == 2:
            break
        await asyncio.sleep(0.01)
    full = await slow_stand.call("POST", f"/fal/run/{FLUX}", json=PROMPT)
    assert (full.status, full.headers["X-Fal-Error-Type"]) == (429, "concurrent_requests_limit")
    slow_stand.clock.advance(9)
    assert [answer.body["seed"] for answer in await first] == [1, 1]


async def test_a_result_without_stored_payloads_is_gone_after_an_hour(stand: Stand) -> None:
    """X-Fal-Store-IO: 0 keeps the result about an hour, the default thirty days."""
    stored = await stand.submit(FLUX, PROMPT)
    unstored = await stand.submit(FLUX, PROMPT, headers={"X-Fal-Store-IO": "0"})
    assert (await stand.ended(stored)).status == (await stand.ended(unstored)).status == 200
    stand.clock.advance(3700)
    assert (await stand.call("GET", unstored["response_url"])).status == 404
    assert (await stand.call("GET", stored["response_url"])).status == 200
    stand.clock.advance(30 * 24 * 3600)
    assert (await stand.call("GET", stored["response_url"])).status == 404


async def test_a_long_queue_can_be_refused(slow_stand: Stand) -> None:
    """fal_max_queue_length answers 429 where more than that many wait."""
    for _ in range(4):
        await slow_stand.submit(FLUX, PROMPT)
    answer = await slow_stand.call("POST", f"/fal/queue/{FLUX}?fal_max_queue_length=1", json=PROMPT)
    assert answer.status == 429


async def training(stand: Stand) -> dict[str, Any]:
    return {"images_data_url": await stand.upload(photo_zip(4)), "steps": 500}
