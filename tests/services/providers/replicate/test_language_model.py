"""A question to the language model is asked once, and given up in time."""

import json

import pytest

from services.errors import ProviderError
from services.providers.replicate import ReplicateProvider
from services.providers.replicate.language_model import CANCEL_DEADLINE, DEADLINE, complete
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.services.providers.replicate.facts import call

ASK = "/v1/models/meta/meta-llama-3-70b-instruct/predictions"
LOOK = "/v1/predictions/c-1"


async def test_the_answer_is_waited_for_and_joined(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """It comes in pieces; the instruction is kept apart from the text."""
    recorder.by_path[ASK] = as_json(call("starting"), 201)
    recorder.plays(as_json(call("processing")), as_json(call("succeeded", output=["\n\nA red", " ball", ". "])))
    assert await replicate.complete("Translate.", "Красный мяч.") == "A red ball."
    first, *looks = recorder.seen
    asked = json.loads(first.body)["input"]
    assert (asked["system_prompt"], asked["prompt"]) == ("Translate.", "Красный мяч.")
    assert "webhook" not in json.loads(first.body)
    assert [(seen.method, seen.path) for seen in looks] == [("GET", LOOK)] * 2


async def test_an_answer_that_is_there_at_once_is_taken(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """No second question; one piece may be plain text."""
    recorder.by_path[ASK] = as_json(call("succeeded", output=" A red ball"), 201)
    assert await replicate.complete("Translate.", "Красный мяч") == "A red ball"
    assert len(recorder.seen) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500),
        Reply(402),
        Reply(429, headers={"Retry-After": "0"}),
        Reply(drop=True),
        Reply(201, b"?"),
        as_json([], 201),
        as_json(call(id=None), 201),
        as_json(call("failed", error="x"), 201),
        as_json(call("canceled"), 201),
        as_json(call("aborted"), 201),
        as_json(call("succeeded", output=[]), 201),
        as_json(call("succeeded", output=["a", 1]), 201),
        as_json(call("succeeded", output={"a": 1}), 201),
        as_json(call("succeeded", output=" \n"), 201),
    ],
    ids=range(14),
)
async def test_no_answer_is_an_error_after_one_question(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply
) -> None:
    """Every question costs; the caller sends the text as it is."""
    recorder.by_path[ASK] = reply
    with pytest.raises(ProviderError):
        await replicate.complete("Translate.", "Мяч")
    assert len(recorder.seen) == 1


async def test_a_slow_answer_is_given_up(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """Somebody waits for a picture."""
    recorder.by_path[ASK] = as_json(call("starting"), 201)
    recorder.plays(as_json(call("processing")))
    with pytest.raises(ProviderError) as caught:
        await complete(replicate._api, "Translate.", "Мяч", deadline=1.0)
    assert caught.value.code == "provider-timeout"
    posts = [seen.path for seen in recorder.seen if seen.method == "POST"]
    assert posts == [ASK, f"{LOOK}/cancel"], "asked once, and called off: nobody reads the answer"


@pytest.mark.parametrize("reply", [Reply(500), Reply(404), Reply(drop=True), Reply(body=b"?")])
async def test_a_question_that_cannot_be_called_off_is_late_all_the_same(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply
) -> None:
    """The person learns of the lateness, not of the failure after it."""
    recorder.by_path |= {ASK: as_json(call("starting"), 201), f"{LOOK}/cancel": reply}
    recorder.plays(as_json(call("processing")))
    with pytest.raises(ProviderError) as caught:
        await complete(replicate._api, "Translate.", "Мяч", deadline=1.0)
    assert caught.value.code == "provider-timeout"


async def test_all_together_it_takes_ten_seconds() -> None:
    """As the port promises, with the calling off."""
    assert DEADLINE + CANCEL_DEADLINE <= 10
