"""A server that takes a request and says nothing is given up on, and not asked twice."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from services.errors import ProviderError
from services.providers.base import PaidCall, ProviderRef, RefusalReason, Refused, Unknown
from services.providers.replicate import ReplicateProvider
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.services.providers.replicate.facts import (
    OFFICIAL,
    PICTURE,
    TRAINER,
    TRAINER_PATH,
    TRAINING,
    model,
    replicate_at,
)
from tests.support.clock import FakeClock

Question = Callable[[ReplicateProvider, str], Awaitable[object]]

REF = ProviderRef("c-1", TRAINER)
QUESTIONS: dict[str, Question] = {
    "look": lambda replicate, _: replicate.look(REF),
    "cancel": lambda replicate, _: replicate.cancel(REF),
    "upload": lambda replicate, _: replicate.upload(b"x", file_name="x.zip", content_type="application/zip", seconds=1),
    "discard": lambda replicate, _: replicate.discard("https://api.replicate.com/v1/files/f-1"),
    "destination": lambda replicate, _: replicate.destination("lora-1"),
    "forget": lambda replicate, _: replicate.forget("acme/lora-" + "0" * 32),
    "complete": lambda replicate, _: replicate.complete("Translate.", "x"),
    "schema": lambda replicate, _: replicate.input_schema(TRAINER),
    "webhook secret": lambda replicate, _: replicate.verify_webhook({}, b"{}"),
    "download": lambda replicate, url: anext(aiter(replicate.download(f"{url}/out/x"))),
}


@pytest.fixture
async def hasty(recorder: Recorder, clock: FakeClock) -> AsyncIterator[ReplicateProvider]:
    """Gives up soon, and is answered nothing."""
    recorder.plays(Reply(silent=True))
    provider = replicate_at(recorder.url, clock, patience=2.0)
    yield provider
    await provider.close()


@pytest.mark.parametrize("paid", [TRAINING, PICTURE, OFFICIAL], ids=["training", "trained version", "official"])
async def test_a_paid_call_without_an_answer_is_unknown(
    hasty: ReplicateProvider, recorder: Recorder, paid: PaidCall
) -> None:
    """The SDK alone would wait for ever for a prediction; it left once."""
    recorder.by_path[TRAINER_PATH] = as_json(model())
    assert isinstance(await hasty.submit(paid), Unknown)
    assert [seen.method for seen in recorder.seen].count("POST") == 1


async def test_without_a_trainer_version_nothing_is_paid(hasty: ReplicateProvider, recorder: Recorder) -> None:
    """The question before the call got no answer, so the call was not made."""
    answer = await hasty.submit(TRAINING)
    assert isinstance(answer, Refused)
    assert answer.reason is RefusalReason.UNAVAILABLE
    assert [seen.method for seen in recorder.seen] == ["GET"]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
async def test_a_question_without_an_answer_may_be_asked_later(
    hasty: ReplicateProvider, recorder: Recorder, question: Question
) -> None:
    """By the caller, in its own time."""
    with pytest.raises(ProviderError) as caught:
        await question(hasty, recorder.url)
    assert caught.value.code == "provider-unreachable"
    assert len(recorder.seen) == 1
