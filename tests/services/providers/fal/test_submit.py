"""The paid call leaves exactly once, and its answer is never taken for more than it says."""

import json
import logging
import socket

import pytest

from db.sessions import NetworkInsideTransactionError, open_unit_of_work
from services.providers.base import Accepted, PaidCall, RefusalReason, Refused, Unknown
from services.providers.fal import FalProvider
from tests.services.providers.recorder import Recorder, Reply, as_json, fal_at, quick
from tests.support.clock import FakeClock

CALL = PaidCall(
    "fal-ai/flux-2/klein/9b/base/lora",
    {"prompt": "a secret wish", "image_url": "https://v3.fal.media/files/face.jpg"},
    webhook_url="https://bot.example/hooks/fal/secret-token",
    start_timeout=7200,
)
NGINX = b"<html><center><h1>503</h1></center><hr><center>nginx</center></html>"
INPUT_ECHO = {
    "detail": [{"loc": ["body", "prompt"], "msg": "a secret wish", "type": "string_too_long", "input": "a secret wish"}]
}
LOCKED = {"detail": "User is locked. Reason: Exhausted balance."}


def taken(base: str) -> dict[str, str]:
    job = f"{base}/queue/fal-ai/flux-2/requests/r-1"
    return {"request_id": "r-1", "response_url": job, "status_url": f"{job}/status", "cancel_url": f"{job}/cancel"}


async def test_an_accepted_call_keeps_the_addresses_and_carries_everything_asked(
    fal: FalProvider, recorder: Recorder
) -> None:
    """Endpoint, arguments, key, webhook and start deadline arrive; the three addresses are kept."""
    recorder.plays(as_json(taken(recorder.url)))
    answer = await fal.submit(CALL)
    assert isinstance(answer, Accepted)
    assert answer.ref.id == "r-1"
    assert answer.ref.urls["status_url"].endswith("/queue/fal-ai/flux-2/requests/r-1/status")
    (seen,) = recorder.seen
    assert (seen.method, seen.path) == ("POST", "/queue/fal-ai/flux-2/klein/9b/base/lora")
    assert seen.query == {"fal_webhook": ["https://bot.example/hooks/fal/secret-token"]}
    assert seen.headers["authorization"] == "Key id:secret"
    assert seen.headers["x-fal-request-timeout"] == "7200.0"
    assert json.loads(seen.headers["x-fal-object-lifecycle-preference"]) == {"expiration_duration_seconds": 604800}
    assert json.loads(seen.body) == CALL.arguments


@pytest.mark.parametrize(
    "reply",
    [
        Reply(drop=True),
        Reply(silent=True),
        Reply(body=json.dumps(taken("http://x")).encode(), cut=True),
        Reply(503, NGINX, {"Content-Type": "text/html"}),
        as_json({"detail": "no runner", "error_type": "runner_scheduling_failure"}, 503, x_fal_request_id="q"),
        Reply(502, NGINX),
        Reply(504, NGINX),
        as_json({"detail": "late"}, 504, X_Fal_Request_Timeout_Type="user"),
        as_json({"detail": "broken"}, 500),
        as_json({"detail": "too slow"}, 408),
        as_json({"detail": "gone"}, 499),
        Reply(302, b"", {"Location": "/elsewhere"}),
        Reply(body=b"not json"),
        Reply(body=b"null"),
        as_json({"status": "IN_QUEUE"}),
        as_json({**taken("http://x"), "request_id": 7}),
        Reply(body=b"garbage", headers={"Content-Encoding": "gzip"}),
    ],
    ids=lambda reply: f"{reply.status}{'-drop' * reply.drop}{'-cut' * reply.cut}{'-silent' * reply.silent}",
)
async def test_an_answer_that_proves_nothing_is_unknown_after_one_post(
    fal: FalProvider, recorder: Recorder, reply: Reply
) -> None:
    """Nothing that happens after the request has left makes it leave again."""
    recorder.plays(reply)
    assert isinstance(await fal.submit(CALL), Unknown)
    assert len(recorder.seen) == 1


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (as_json({"detail": "slow down"}, 429, Retry_After="7"), RefusalReason.UNAVAILABLE),
        (as_json({"detail": "busy"}, 409), RefusalReason.UNAVAILABLE),
        (as_json(INPUT_ECHO, 422), RefusalReason.INVALID),
        (as_json({"detail": "bad"}, 400), RefusalReason.INVALID),
        (as_json({"detail": "Application not found"}, 404), RefusalReason.INVALID),
        (as_json({"detail": "No user found"}, 401), RefusalReason.BAD_KEY),
        (as_json({"detail": "Forbidden"}, 403), RefusalReason.BAD_KEY),
        (as_json(LOCKED, 403), RefusalReason.NO_CREDIT),
        (as_json({"detail": "Payment Required"}, 402), RefusalReason.NO_CREDIT),
    ],
    ids=lambda value: str(getattr(value, "status", value)),
)
async def test_a_clear_no_is_a_refusal_after_one_post(
    fal: FalProvider, recorder: Recorder, reply: Reply, reason: RefusalReason
) -> None:
    """fal's own "no" may be tried again later without paying twice, by the engine and not in here."""
    recorder.plays(reply)
    answer = await fal.submit(CALL)
    assert isinstance(answer, Refused)
    assert answer.reason is reason
    assert answer.retry_after == (7.0 if reply.status == 429 else None)
    assert len(recorder.seen) == 1


async def test_a_refused_connection_is_a_refusal(clock: FakeClock) -> None:
    """No connection, no byte, no payment: the call may be tried again."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    provider = FalProvider("id:secret", fal_at(url), clock=clock, timeouts=quick())
    answer = await provider.submit(CALL)
    await provider.close()
    assert isinstance(answer, Refused)
    assert answer.reason is RefusalReason.UNAVAILABLE


async def test_no_paid_call_uses_a_kept_connection(fal: FalProvider, recorder: Recorder) -> None:
    """A kept one may be closed just as the call leaves, and its answer would be lost."""
    recorder.plays(as_json(taken(recorder.url)))
    for _ in range(3):
        assert isinstance(await fal.submit(CALL), Accepted)
    assert recorder.connections == 3


async def test_inputs_and_secrets_show_nowhere(
    fal: FalProvider, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither logs nor the detail of an answer repeat the prompt, the photo's address, the key or the webhook."""
    caplog.set_level(logging.DEBUG)
    shown = []
    for reply in (as_json(INPUT_ECHO, 422), Reply(503, NGINX), Reply(drop=True), as_json(taken(recorder.url))):
        recorder.plays(reply)
        shown.append(repr(await fal.submit(CALL)))
    text = caplog.text + "".join(shown)
    assert "string_too_long at body.prompt" in text
    for secret in ("secret wish", "face.jpg", "id:secret", "secret-token"):
        assert secret not in text


async def test_addresses_on_foreign_hosts_are_not_kept(fal: FalProvider, recorder: Recorder) -> None:
    """The call counts as taken, but our key will not follow an address to another host."""
    recorder.plays(as_json(taken("https://queue.fal.run.evil.example") | {"cancel_url": "https://queue.fal.run/a/b/c"}))
    answer = await fal.submit(CALL)
    assert isinstance(answer, Accepted)
    assert dict(answer.ref.urls) == {"cancel_url": "https://queue.fal.run/a/b/c"}


async def test_no_call_leaves_while_a_unit_of_work_is_open(fal: FalProvider, recorder: Recorder) -> None:
    """Every writer would wait for fal."""
    token = open_unit_of_work.set(True)
    try:
        with pytest.raises(NetworkInsideTransactionError):
            await fal.submit(CALL)
    finally:
        open_unit_of_work.reset(token)
    assert recorder.seen == []
