"""The language model: asked at once or through the queue, it puts a prompt into English."""

from typing import Any

import jsonschema
import pytest

from sandbox.contracts import load_contracts
from tests.sandbox.fal.stand import FAST, Stand
from tests.sandbox.photo_zip import photo_zip

MODEL = "openrouter/router"
QUESTION = {"prompt": "⟦1⟧ на пляже", "system_prompt": "Translate.", "model": "google/gemini-2.5-flash"}


async def test_the_answer_comes_at_once_and_is_billed_by_the_request(stand: Stand) -> None:
    """The direct call answers with the published shape; the header names what is billed."""
    answer = await stand.call("POST", f"/fal/run/{MODEL}", json=QUESTION)
    assert (answer.status, answer.body["output"], answer.body["error"]) == (200, "⟦1⟧ on beach", None)
    assert answer.headers["X-Fal-Billable-Units"] == "1"
    jsonschema.validate(answer.body, load_contracts()[MODEL]["output"])


async def test_the_queue_answers_too(stand: Stand) -> None:
    """Submit, status and result work as for every other endpoint."""
    result = await stand.ended(await stand.submit(MODEL, QUESTION))
    assert result.body["output"] == "⟦1⟧ on beach"


@pytest.mark.parametrize(
    "body",
    [
        {"model": "google/gemini-2.5-flash"},
        {"prompt": "a"},
        {"prompt": "a", "model": "m", "temperature": 3},
        {"prompt": "a", "model": "m", "system": "b"},
    ],
)
async def test_a_wrong_question_is_refused(stand: Stand, body: dict[str, Any]) -> None:
    """Missing, unknown and wrong fields meet 422."""
    assert (await stand.call("POST", f"/fal/run/{MODEL}", json=body)).status == 422


async def test_a_planned_failure_fails_it(stand: Stand) -> None:
    """A fault at the direct call, or in the job, is what the caller sees."""
    stand.faults.plan("fal.run", "status", code=503)
    stand.faults.plan("fal.job", "fail", error="runner_server_error")
    answers = [await stand.call("POST", f"/fal/run/{MODEL}", json=QUESTION) for _ in range(3)]
    assert [answer.status for answer in answers] == [503, 500, 200]


async def test_full_runners_do_not_stop_it(slow_stand: Stand) -> None:
    """It is always awake: trainings and pictures take no place from it, and it takes none from them."""
    url = await slow_stand.upload(photo_zip(4))
    for _ in range(3):
        await slow_stand.submit(FAST, {"images_data_url": url})
    await slow_stand.settings(completion_seconds=0)
    assert (await slow_stand.call("POST", f"/fal/run/{MODEL}", json=QUESTION)).status == 200
