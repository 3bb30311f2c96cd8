"""Jobs: their states, the list, cancelling, deadlines, and holding the answer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.replicate.catalogue import FLUX, LANGUAGE
from tests.sandbox.replicate.shapes import check
from tests.sandbox.replicate.stand import API, FLUX_PREDICTIONS, TRAININGS, WORDS, Stand

PROMPT = {"input": {"prompt": "a portrait", "seed": 1}}
PREDICTIONS = f"{API}/predictions"


async def status_of(stand: Stand, job: Any, kind: str = "predictions") -> str:
    return str((await stand.call("GET", f"{API}/{kind}/{job['id']}")).body["status"])


async def test_a_prediction_starts_runs_and_succeeds(slow_stand: Stand) -> None:
    """The published object in every state; official models hide their version."""
    await slow_stand.settings(concurrency=1)
    first, second = [await slow_stand.make(FLUX_PREDICTIONS, PROMPT) for _ in range(2)]
    check("prediction_response", first)
    assert (first["status"], second["status"]) == ("processing", "starting")
    assert (second["logs"], "started_at" in second, "metrics" in second) == ("", False, False)
    assert (first["version"], first["model"], first["data_removed"]) == ("hidden", FLUX, False)
    slow_stand.clock.advance(9)
    ended = await slow_stand.ended(first)
    check("prediction_response", ended)
    assert (ended["status"], len(ended["output"])) == ("succeeded", 1)
    assert 8 <= ended["metrics"]["predict_time"] < 12
    assert await status_of(slow_stand, second) == "processing"
    slow_stand.clock.advance(9)
    assert (await slow_stand.ended(second))["metrics"]["total_time"] >= 17


async def test_every_form_of_a_version_runs(stand: Stand) -> None:
    """owner/name:id and the id alone run a trained version, owner/name an official model; nothing else runs."""
    version = (await stand.train())["output"]["version"]
    for form in (version, version.split(":")[1], FLUX):
        answer = await stand.call("POST", PREDICTIONS, json=PROMPT | {"version": form})
        assert answer.status == 201, answer.body
    model = version.split(":")[0]
    for wrong in (model, f"{model}:{'0' * 64}", f"other/name:{version.split(':')[1]}", "0" * 64):
        answer = await stand.call("POST", PREDICTIONS, json=PROMPT | {"version": wrong})
        assert (answer.status, answer.body["title"]) == (422, "Invalid version or not permitted")
    assert (await stand.call("POST", f"{API}/models/{model}/predictions", json=PROMPT)).status == 404


async def test_a_job_is_found_under_its_own_kind(stand: Stand) -> None:
    """404 for a prediction among trainings, and for ids that nobody has."""
    job = await stand.make(FLUX_PREDICTIONS, PROMPT)
    for path in (f"{API}/trainings/{job['id']}", f"{PREDICTIONS}/x"):
        for method, end in (("GET", ""), ("POST", "/cancel")):
            assert (await stand.call(method, path + end)).status == 404


async def test_the_answer_is_held_on_request(stand: Stand) -> None:
    """Prefer: wait gives 201 with the output, or 202 when the time is over before."""
    done = await stand.call("POST", FLUX_PREDICTIONS, json=PROMPT, headers={"Prefer": "wait"})
    assert (done.status, done.body["status"]) == (201, "succeeded")
    await stand.settings(generation_seconds=1e9)
    late = await stand.call("POST", FLUX_PREDICTIONS, json=PROMPT, headers={"Prefer": "wait=1"})
    assert (late.status, late.body["status"]) == (202, "processing")
    for wrong in ("wait=0", "wait=61", "respond-async"):
        refused = await stand.call("POST", FLUX_PREDICTIONS, json=PROMPT, headers={"Prefer": wrong})
        assert refused.status == 422


async def test_trainings_are_listed_with_their_input(stand: Stand) -> None:
    """Newest first, with the input by which a lost answer is found again; predictions are not among them."""
    trainings = [await stand.make(TRAININGS, await stand.training_body(trigger_word=word)) for word in ("a", "b")]
    await stand.make(FLUX_PREDICTIONS, PROMPT)
    body = (await stand.call("GET", f"{API}/trainings")).body
    assert [row["id"] for row in body["results"]] == [trainings[1]["id"], trainings[0]["id"]]
    assert body["results"][1]["input"] == trainings[0]["input"]
    assert (body["next"], body["previous"]) == (None, None)
    check("training_response", body["results"][0])


async def test_lists_have_pages_of_a_hundred(slow_stand: Stand) -> None:
    """next and previous are whole addresses that lead through all jobs and keep the question."""
    jobs = [await slow_stand.make(FLUX_PREDICTIONS, PROMPT) for _ in range(101)]
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    first = (await slow_stand.call("GET", PREDICTIONS, params={"created_after": since})).body
    assert first["next"].startswith(f"{slow_stand.base}{PREDICTIONS}?")
    assert "created_after" in first["next"]
    second = (await slow_stand.call("GET", first["next"])).body
    assert [row["id"] for row in first["results"] + second["results"]] == [job["id"] for job in reversed(jobs)]
    assert (len(first["results"]), first["previous"], second["next"]) == (100, None, None)
    assert (await slow_stand.call("GET", second["previous"])).body["results"][0]["id"] == jobs[-1]["id"]
    assert (await slow_stand.call("GET", PREDICTIONS, params={"cursor": "?"})).status == 400


async def test_predictions_are_listed_between_two_moments(stand: Stand) -> None:
    """created_after is included, created_before is not; a moment without a zone is UTC."""
    job = await stand.make(FLUX_PREDICTIONS, PROMPT)
    at = datetime.fromisoformat(job["created_at"])
    tick = timedelta(microseconds=1)

    async def found(**params: Any) -> int:
        times = {name: value.isoformat() for name, value in params.items()}
        return len((await stand.call("GET", PREDICTIONS, params=times)).body["results"])

    assert await found(created_after=at, created_before=at + tick) == 1
    assert await found(created_after=at + tick) == 0
    assert await found(created_before=at) == 0
    assert await found(created_after=at.replace(tzinfo=None)) == 1
    assert (await stand.call("GET", PREDICTIONS, params={"created_after": "now"})).status == 400


@pytest.mark.parametrize(("kind", "path"), [("predictions", FLUX_PREDICTIONS), ("trainings", TRAININGS)])
async def test_a_running_job_is_cancelled(slow_stand: Stand, kind: str, path: str) -> None:
    """It ends as canceled, without output; a second cancel is 409."""
    job = await slow_stand.make(path, await slow_stand.training_body() if kind == "trainings" else PROMPT)
    one = f"{API}/{kind}/{job['id']}"
    assert (await slow_stand.call("POST", f"{one}/cancel")).status == 200
    ended = await slow_stand.ended(job, kind)
    assert (ended["status"], ended["output"], ended["error"]) == ("canceled", None, None)
    assert (await slow_stand.call("POST", f"{one}/cancel")).status == 409


@pytest.mark.parametrize("ending", ["aborted", "canceled"])
async def test_a_waiting_job_that_is_cancelled_never_starts(slow_stand: Stand, ending: str) -> None:
    """The API's text allows two words for its end, so there is a switch; there is no run time."""
    await slow_stand.settings(concurrency=1, cancel_waiting=ending)
    _, waiting = [await slow_stand.make(FLUX_PREDICTIONS, PROMPT) for _ in range(2)]
    answer = await slow_stand.call("POST", f"{PREDICTIONS}/{waiting['id']}/cancel")
    assert (answer.body["status"], "started_at" in answer.body) == (ending, False)
    assert "predict_time" not in answer.body["metrics"]


async def test_a_cancel_may_be_ignored(slow_stand: Stand) -> None:
    """With the switch the job goes on to its end."""
    await slow_stand.settings(cancel_running="ignored")
    job = await slow_stand.make(FLUX_PREDICTIONS, PROMPT)
    assert (await slow_stand.call("POST", f"{PREDICTIONS}/{job['id']}/cancel")).body["status"] == "processing"
    slow_stand.clock.advance(9)
    assert (await slow_stand.ended(job))["status"] == "succeeded"


async def test_a_deadline_aborts_a_waiting_job_and_cancels_a_running_one(slow_stand: Stand) -> None:
    """Cancel-After counts from the creation."""
    await slow_stand.settings(concurrency=1, generation_seconds=10_000)
    running, waiting = [
        await slow_stand.make(FLUX_PREDICTIONS, PROMPT, headers={"Cancel-After": text}) for text in ("1h1m30s", "90")
    ]
    assert "deadline" in running
    slow_stand.clock.advance(60)
    assert [await status_of(slow_stand, job) for job in (running, waiting)] == ["processing", "starting"]
    slow_stand.clock.advance(31)
    assert (await slow_stand.ended(waiting))["status"] == "aborted"
    assert await status_of(slow_stand, running) == "processing"
    slow_stand.clock.advance(3600)
    assert (await slow_stand.ended(running))["status"] == "canceled"
    for wrong in ("4s", "", "soon"):
        answer = await slow_stand.call("POST", FLUX_PREDICTIONS, json=PROMPT, headers={"Cancel-After": wrong})
        assert answer.status == 422


async def test_a_planned_abort_ends_a_job_before_it_starts(stand: Stand) -> None:
    """The status that the SDK does not know, in the answer, in the object and in the list."""
    stand.faults.plan("replicate.job", "aborted")
    job = await stand.make(TRAININGS, await stand.training_body())
    assert job["status"] == "aborted"
    (row,) = (await stand.call("GET", f"{API}/trainings")).body["results"]
    assert (row["status"], row["output"], "started_at" in row) == ("aborted", None, False)


async def test_a_planned_failure_fails_a_job_on_its_way(slow_stand: Stand) -> None:
    """It comes at the planned share of the run with the planned text."""
    slow_stand.faults.plan("replicate.job", "fail", text="the GPU is on holiday", at=0.25)
    job = await slow_stand.make(TRAININGS, await slow_stand.training_body())
    slow_stand.clock.advance(250)
    assert await status_of(slow_stand, job, "trainings") == "processing"
    slow_stand.clock.advance(60)
    ended = await slow_stand.ended(job, "trainings")
    assert (ended["status"], ended["error"], ended["output"]) == ("failed", "the GPU is on holiday", None)
    assert 300 <= ended["metrics"]["predict_time"] < 400


async def test_the_language_model_is_always_awake(slow_stand: Stand) -> None:
    """It waits for no runner, gives its answer in pieces, and takes no place from others."""
    await slow_stand.settings(concurrency=1, completion_seconds=0)
    await slow_stand.make(FLUX_PREDICTIONS, PROMPT)
    body = {"input": {"prompt": "⟦1⟧ на пляже", "system_prompt": "Translate."}}
    answer = await slow_stand.call("POST", WORDS, json=body, headers={"Prefer": "wait"})
    assert (answer.status, answer.body["status"], answer.body["model"]) == (201, "succeeded", LANGUAGE)
    assert answer.body["output"] == ["⟦1⟧", " on", " beach"]
    check("prediction_response", answer.body)
    wrong: list[dict[str, Any]] = [{}, {"prompt": "a", "temperature": 9}, {"prompt": "a", "model": "x"}]
    for values in wrong:
        assert (await slow_stand.call("POST", WORDS, json={"input": values})).status == 422
    slow_stand.faults.plan("replicate.submit", "status", code=503)
    assert (await slow_stand.call("POST", WORDS, json=body)).status == 503
