"""The paid call leaves exactly once, and its answer is never taken for more than it says."""

import json
import logging
import socket

import pytest

from db.sessions import NetworkInsideTransactionError, open_unit_of_work
from services.providers.base import Accepted, PaidCall, ProviderRef, RefusalReason, Refused, Unknown
from services.providers.replicate import ReplicateProvider
from tests.services.providers.recorder import Recorder, Reply, Seen, as_json
from tests.services.providers.replicate.facts import (
    HOOK,
    OFFICIAL,
    OFFICIAL_MODEL,
    PICTURE,
    TOKEN,
    TRAINED,
    TRAINER,
    TRAINER_PATH,
    TRAINING,
    VERSION,
    call,
    model,
    problem,
    replicate_at,
)
from tests.support.clock import FakeClock

POST_PATHS = {
    "training": (TRAINING, f"{TRAINER_PATH}/versions/{VERSION}/trainings"),
    "trained version": (PICTURE, "/v1/predictions"),
    "official model": (OFFICIAL, f"/v1/models/{OFFICIAL_MODEL}/predictions"),
}
EVERY_CALL = pytest.mark.parametrize(("paid", "path"), POST_PATHS.values(), ids=POST_PATHS.keys())


@pytest.fixture(autouse=True)
def trainer(recorder: Recorder) -> None:
    """The trainer's version can be had."""
    recorder.by_path[TRAINER_PATH] = as_json(model())


def posts(recorder: Recorder) -> list[Seen]:
    return [seen for seen in recorder.seen if seen.method == "POST"]


@EVERY_CALL
async def test_a_call_goes_where_it_belongs_with_everything_asked(
    replicate: ReplicateProvider, recorder: Recorder, paid: PaidCall, path: str
) -> None:
    """Path, token, input, webhook and target arrive, and nothing that waits or cancels by itself."""
    recorder.plays(as_json(call(), 201))
    assert await replicate.submit(paid) == Accepted(ProviderRef("c-1", paid.endpoint))
    (seen,) = posts(recorder)
    assert seen.path == path
    assert seen.headers["authorization"] == f"Bearer {TOKEN}"
    assert {"prefer", "cancel-after"}.isdisjoint(seen.headers)
    wanted: dict[str, object] = {"input": paid.arguments}
    if paid.webhook_url:
        wanted |= {"webhook": HOOK, "webhook_events_filter": ["start", "completed"]}
    if paid is TRAINING:
        wanted["destination"] = "acme/lora-1"
    if paid is PICTURE:
        wanted["version"] = TRAINED
    assert json.loads(seen.body) == wanted


@pytest.mark.parametrize(
    "body",
    [
        call("aborted"),
        call("a-status-to-come"),
        {"id": "c-1"},
        call(logs=None, urls=None, created_at=7),
        call(output={"version": "no version"}),
    ],
    ids=["aborted", "unknown status", "bare", "odd fields", "odd output"],
)
@EVERY_CALL
async def test_a_taken_call_is_known_by_its_id_alone(
    replicate: ReplicateProvider, recorder: Recorder, paid: PaidCall, path: str, body: dict[str, object]
) -> None:
    """The SDK refuses such objects; the call they name runs and costs all the same."""
    recorder.plays(as_json(body, 201))
    assert await replicate.submit(paid) == Accepted(ProviderRef("c-1", paid.endpoint))
    assert len(posts(recorder)) == 1


UNPROVEN = [
    Reply(drop=True),
    Reply(201, json.dumps(call()).encode(), cut=True),
    Reply(500),
    Reply(502, b"<html>"),
    Reply(503, headers={"Retry-After": "0"}),
    Reply(504),
    Reply(408),
    Reply(499),
    Reply(302, b"", {"Location": "/elsewhere"}),
    Reply(201, b"not json"),
    Reply(201, b"[]"),
    Reply(201, b"null"),
    Reply(201, b"{}"),
    as_json(call(id=7), 201),
    as_json(call(id="../x"), 201),
    Reply(201, b"garbage", {"Content-Encoding": "gzip"}),
]


@pytest.mark.parametrize("reply", UNPROVEN, ids=range(len(UNPROVEN)))
@EVERY_CALL
async def test_an_answer_that_proves_nothing_is_unknown_after_one_post(
    replicate: ReplicateProvider, recorder: Recorder, paid: PaidCall, path: str, reply: Reply
) -> None:
    """Nothing that happens after the request has left makes it leave again."""
    recorder.plays(reply)
    assert isinstance(await replicate.submit(paid), Unknown)
    assert len(posts(recorder)) == 1


NO_VERSION = Reply(422, b'{"title": "Invalid version or not permitted", "detail": "It does not exist", "status": 422}')


@pytest.mark.parametrize(
    ("reply", "training_reason", "prediction_reason"),
    [
        (Reply(401), RefusalReason.BAD_KEY, RefusalReason.BAD_KEY),
        (Reply(403), RefusalReason.BAD_KEY, RefusalReason.BAD_KEY),
        (Reply(402), RefusalReason.NO_CREDIT, RefusalReason.NO_CREDIT),
        (Reply(404), RefusalReason.UNAVAILABLE, RefusalReason.GONE),
        (NO_VERSION, RefusalReason.UNAVAILABLE, RefusalReason.GONE),
        (Reply(409), RefusalReason.UNAVAILABLE, RefusalReason.UNAVAILABLE),
        (Reply(429), RefusalReason.UNAVAILABLE, RefusalReason.UNAVAILABLE),
        (Reply(400), RefusalReason.INVALID, RefusalReason.INVALID),
        (Reply(422), RefusalReason.INVALID, RefusalReason.INVALID),
        (Reply(413), RefusalReason.INVALID, RefusalReason.INVALID),
        (Reply(429, b"[1]"), RefusalReason.UNAVAILABLE, RefusalReason.UNAVAILABLE),
        (Reply(422, b"no json"), RefusalReason.INVALID, RefusalReason.INVALID),
    ],
    ids=lambda value: str(getattr(value, "status", "")),
)
async def test_a_clear_no_is_a_refusal_after_one_post(
    replicate: ReplicateProvider,
    recorder: Recorder,
    reply: Reply,
    training_reason: RefusalReason,
    prediction_reason: RefusalReason,
) -> None:
    """Also with error bodies that the SDK cannot read."""
    for paid, reason in ((TRAINING, training_reason), (PICTURE, prediction_reason), (OFFICIAL, prediction_reason)):
        recorder.plays(reply)
        recorder.seen.clear()
        answer = await replicate.submit(paid)
        assert isinstance(answer, Refused)
        assert answer.reason is reason
        assert len(posts(recorder)) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"ratelimit-reset": "30", "ratelimit-remaining": "0"}, 30.0),
        ({"Retry-After": "7", "ratelimit-reset": "30"}, 7.0),
        ({"ratelimit-reset": "1767225600"}, None),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({}, None),
    ],
    ids=["retry-after", "ratelimit-reset", "both", "a moment", "a date", "none"],
)
async def test_a_throttled_call_waits_as_long_as_replicate_says(
    replicate: ReplicateProvider, recorder: Recorder, headers: dict[str, str], seconds: float | None
) -> None:
    """In seconds; what may be a moment is not taken for a wait of fifty years."""
    recorder.plays(Reply(429, headers=headers))
    assert await replicate.submit(PICTURE) == Refused(RefusalReason.UNAVAILABLE, "429", seconds)


async def test_a_refused_connection_is_a_refusal(clock: FakeClock) -> None:
    """No connection, no byte, no payment: the call may be tried again."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    provider = replicate_at(url, clock)
    for paid in (TRAINING, PICTURE, OFFICIAL):
        answer = await provider.submit(paid)
        assert isinstance(answer, Refused)
        assert answer.reason is RefusalReason.UNAVAILABLE
    await provider.close()


async def test_the_trainers_version_is_kept_for_an_hour(
    replicate: ReplicateProvider, recorder: Recorder, clock: FakeClock
) -> None:
    """One question serves the trainings of an hour."""
    recorder.plays(as_json(call(), 201))
    for minutes, questions in ((0, 1), (59, 1), (2, 2)):
        clock.advance(minutes * 60)
        assert isinstance(await replicate.submit(TRAINING), Accepted)
        assert len([seen for seen in recorder.seen if seen.path == TRAINER_PATH]) == questions


async def test_a_version_that_is_gone_is_asked_for_again(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """The training after a refused one starts on the newest version."""
    recorder.plays(Reply(404))
    await replicate.submit(TRAINING)
    recorder.by_path[TRAINER_PATH] = as_json(model(version="ab" * 32))
    recorder.plays(as_json(call(), 201))
    assert isinstance(await replicate.submit(TRAINING), Accepted)
    assert recorder.seen[-1].path == f"{TRAINER_PATH}/versions/{'ab' * 32}/trainings"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(503, headers={"Retry-After": "0"}), RefusalReason.UNAVAILABLE),
        (Reply(429, headers={"Retry-After": "0"}), RefusalReason.UNAVAILABLE),
        (Reply(404), RefusalReason.UNAVAILABLE),
        (Reply(drop=True), RefusalReason.UNAVAILABLE),
        (Reply(body=b"?"), RefusalReason.UNAVAILABLE),
        (as_json(model(version=None)), RefusalReason.UNAVAILABLE),
        (as_json(model(version="../..")), RefusalReason.UNAVAILABLE),
        (Reply(401), RefusalReason.BAD_KEY),
    ],
    ids=["503", "429", "404", "dropped", "no JSON", "no version", "odd version", "401"],
)
async def test_without_a_trainer_version_nothing_is_paid(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply, reason: RefusalReason
) -> None:
    """The question is asked once, and no POST follows it."""
    recorder.by_path[TRAINER_PATH] = reply
    answer = await replicate.submit(TRAINING)
    assert isinstance(answer, Refused)
    assert answer.reason is reason
    assert [seen.method for seen in recorder.seen] == ["GET"]


@pytest.mark.parametrize(
    "paid",
    [
        PaidCall(TRAINER, {}, target=None),
        PaidCall(TRAINER, {}, target="lora-1"),
        PaidCall("trained-version", {}, target=None),
        PaidCall("trained-version", {}, target="acme/lora-1"),
        PaidCall("trained-version", {}, target=f"acme/../x:{VERSION}"),
        PaidCall("../predictions", {}),
        PaidCall("a/b/c", {}),
    ],
    ids=str,
)
async def test_a_call_without_a_proper_place_is_not_made(
    replicate: ReplicateProvider, recorder: Recorder, paid: PaidCall
) -> None:
    """A name that could lead the request elsewhere is refused here, before anything leaves."""
    answer = await replicate.submit(paid)
    assert isinstance(answer, Refused)
    assert answer.reason is RefusalReason.INVALID
    assert recorder.seen == []


async def test_no_paid_call_uses_a_kept_connection(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """A kept one may be closed just as the call leaves, and its answer would be lost."""
    recorder.plays(as_json(call(), 201))
    for _ in range(3):
        assert isinstance(await replicate.submit(PICTURE), Accepted)
    assert recorder.connections == 3


async def test_inputs_and_secrets_show_nowhere(
    replicate: ReplicateProvider, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither logs nor the detail of an answer repeat prompt, photo address, token or webhook."""
    caplog.set_level(logging.DEBUG)
    fields = [{"type": "number_lte", "field": "input.steps", "description": "a secret wish"}]
    refused = as_json(problem("Input validation failed", 422, invalid_fields=fields), 422)
    shown = []
    for reply in (refused, as_json(problem("a_secret_wish!", 402), 402), Reply(drop=True), as_json(call(), 201)):
        for paid in (TRAINING, PICTURE):
            recorder.plays(reply)
            shown.append(repr(await replicate.submit(paid)))
    text = caplog.text + "".join(shown)
    assert "422 Input validation failed at input.steps" in text
    for secret in ("secret wish", "files/face", TOKEN, "secret-token"):
        assert secret not in text


async def test_no_call_leaves_while_a_unit_of_work_is_open(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """Every writer would wait for Replicate."""
    token = open_unit_of_work.set(True)
    try:
        with pytest.raises(NetworkInsideTransactionError):
            await replicate.submit(PICTURE)
    finally:
        open_unit_of_work.reset(token)
    assert recorder.seen == []
