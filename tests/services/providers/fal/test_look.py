"""What fal says of a call, read tolerantly, and never more certain than it is."""

from decimal import Decimal

import pytest

from services.errors import ProviderError
from services.providers.base import Broken, Done, Missing, ProviderRef, Waiting, Working
from services.providers.fal import FalProvider
from tests.services.providers.recorder import Recorder, Reply, as_json

ENDPOINT = "fal-ai/flux-2/klein/9b/base/lora"
PATH = "/queue/fal-ai/flux-2/requests/r-1"
OVER = {"status": "COMPLETED", "logs": None, "metrics": {}}


@pytest.fixture
def ref(recorder: Recorder) -> ProviderRef:
    url = f"{recorder.url}{PATH}"
    urls = {"status_url": f"{url}/status", "response_url": url, "cancel_url": f"{url}/cancel"}
    return ProviderRef("r-1", ENDPOINT, urls)


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ({"status": "IN_QUEUE", "queue_position": 3}, Waiting(3)),
        ({"status": "IN_QUEUE"}, Waiting(None)),
        ({"status": "IN_PROGRESS", "logs": None}, Working()),
        ({"status": "IN_PROGRESS"}, Working()),
        (
            {"status": "IN_PROGRESS", "logs": [{"message": "a"}, {"level": "INFO"}, 3, {"message": "b"}]},
            Working(("a", "b")),
        ),
    ],
)
async def test_open_calls(fal: FalProvider, recorder: Recorder, ref: ProviderRef, body: object, state: object) -> None:
    """Fields that fal may leave out may be missing; logs are asked for."""
    recorder.plays(as_json(body, 202))
    assert await fal.look(ref) == state
    (seen,) = recorder.seen
    assert seen.query == {"logs": ["true"]}


async def test_the_result_is_fetched_once(fal: FalProvider, recorder: Recorder, ref: ProviderRef) -> None:
    """Completed leads to one question for the result, and its object comes back as it is."""
    recorder.by_path[f"{PATH}/status"] = as_json(OVER | {"logs": [{"message": "done"}]})
    recorder.by_path[PATH] = as_json({"images": []})
    assert await fal.look(ref) == Done({"images": []}, ("done",))
    assert [seen.path for seen in recorder.seen] == [f"{PATH}/status", PATH]


@pytest.mark.parametrize(
    ("header", "units"),
    [
        ({"X-Fal-Billable-Units": "1000"}, Decimal(1000)),
        ({"X-Fal-Billable-Units": "1.5"}, Decimal("1.5")),
        ({"X-Fal-Billable-Units": "0"}, Decimal(0)),
        ({}, None),
        *(({"X-Fal-Billable-Units": text}, None) for text in ("", "many", "-1", "NaN", "Infinity", "1" * 40)),
    ],
)
async def test_what_fal_bills_is_told_as_it_says_it(
    fal: FalProvider, recorder: Recorder, ref: ProviderRef, header: dict[str, str], units: Decimal | None
) -> None:
    """The real cost is made from it; what is missing or unreadable is nothing to calculate with."""
    recorder.by_path[f"{PATH}/status"] = as_json(OVER)
    recorder.by_path[PATH] = Reply(headers=header)
    assert await fal.look(ref) == Done({}, (), units)


def typed(kind: str, status: int) -> Reply:
    return as_json({"detail": "prose", "error_type": kind}, status)


def model_error(kind: str, **headers: str) -> Reply:
    detail = [{"loc": ["body", "prompt"], "msg": "m", "type": kind, "input": "i"}]
    return as_json({"detail": detail}, 422, **headers)


@pytest.mark.parametrize(
    ("reply", "code", "transient", "cancelled"),
    [
        (typed("request_timeout", 504), "provider-timeout", True, False),
        (typed("startup_timeout", 504), "provider-timeout", True, False),
        (typed("runner_scheduling_failure", 503), "provider-unavailable", True, False),
        (typed("runner_connection_error", 503), "provider-unavailable", True, False),
        (typed("concurrent_requests_limit", 429), "provider-unavailable", True, False),
        (typed("runner_incomplete_response", 502), "provider-failed", True, False),
        (typed("internal_error", 500), "provider-failed", True, False),
        (typed("client_disconnected", 499), "provider-failed", False, False),
        (typed("client_cancelled", 499), "cancelled", False, True),
        (typed("bad_request", 400), "provider-refused", False, False),
        (typed("something_new", 500), "provider-failed", True, False),
        (typed("something_new", 400), "provider-refused", False, False),
        (model_error("content_policy_violation"), "content-policy", False, False),
        (model_error("file_download_error"), "input-unreachable", False, False),
        (model_error("image_too_small"), "input-refused", False, False),
        (model_error("file_download_error", X_Fal_Retryable="true"), "input-unreachable", True, False),
        (model_error("image_load_error", X_Fal_Needs_Retry="1"), "input-refused", True, False),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_failures(
    fal: FalProvider, recorder: Recorder, ref: ProviderRef, reply: Reply, code: str, transient: bool, cancelled: bool
) -> None:
    """The type decides; the prose and the echoed input never do, and never show."""
    recorder.by_path[f"{PATH}/status"] = as_json(OVER | {"error": f"Invalid status code: {reply.status}"})
    recorder.by_path[PATH] = reply
    look = await fal.look(ref)
    assert isinstance(look, Broken)
    assert (look.code, look.transient, look.cancelled) == (code, transient, cancelled)
    assert "prose" not in look.detail


async def test_a_failure_named_only_by_the_status_is_a_failure(
    fal: FalProvider, recorder: Recorder, ref: ProviderRef
) -> None:
    """Whatever the result address says, the status has spoken."""
    for reply in (Reply(503, b"<html>nginx</html>"), Reply(404), as_json({"images": []})):
        recorder.by_path[f"{PATH}/status"] = as_json(OVER | {"error": "x", "error_type": "client_cancelled"})
        recorder.by_path[PATH] = reply
        look = await fal.look(ref)
        assert isinstance(look, Broken)
        assert look.cancelled


@pytest.mark.parametrize("reply", [Reply(503, b"nginx"), Reply(drop=True), Reply(429), Reply(body=b"{"), Reply(401)])
async def test_a_result_that_cannot_be_had_yet_is_no_failure(
    fal: FalProvider, recorder: Recorder, ref: ProviderRef, reply: Reply
) -> None:
    """A finished, paid call is not lost to a hiccup on the way to its result."""
    recorder.by_path[f"{PATH}/status"] = as_json(OVER)
    recorder.by_path[PATH] = reply
    with pytest.raises(ProviderError):
        await fal.look(ref)


async def test_unknown_calls_are_missing(fal: FalProvider, recorder: Recorder, ref: ProviderRef) -> None:
    """404 of the status, or of the result of a call that did not fail."""
    recorder.plays(as_json({"detail": "Request not found"}, 404))
    assert await fal.look(ref) == Missing()
    recorder.by_path[f"{PATH}/status"] = as_json(OVER)
    assert await fal.look(ref) == Missing()


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(401), "provider-key"),
        (Reply(403), "provider-key"),
        (Reply(500), "provider-unreachable"),
        (Reply(429), "provider-unreachable"),
        (Reply(drop=True), "provider-unreachable"),
        (Reply(silent=True), "provider-unreachable"),
        (Reply(405), "provider-answer"),
        (Reply(body=b"oops"), "provider-answer"),
        (as_json({"status": "DREAMING"}), "provider-answer"),
        (as_json([]), "provider-answer"),
    ],
    ids=lambda value: str(getattr(value, "status", value)),
)
async def test_no_usable_answer_is_a_provider_error_after_one_question(
    fal: FalProvider, recorder: Recorder, ref: ProviderRef, reply: Reply, code: str
) -> None:
    """The engine decides when to ask again; nothing is repeated in here."""
    recorder.plays(reply)
    with pytest.raises(ProviderError) as caught:
        await fal.look(ref)
    assert caught.value.code == code
    assert len(recorder.seen) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://evil.example/x/status",
        "http://queue.fal.run/x",
        "https://user@queue.fal.run/x",
        "https://v3.fal.media/files/x",
        "https://fal.run/fal-ai/flux-2/x",
        "::",
    ],
)
async def test_the_key_only_goes_to_fal(fal: FalProvider, recorder: Recorder, url: str) -> None:
    """A stored address that is not fal's is replaced by the documented one, without the endpoint's sub-path."""
    recorder.plays(as_json({"status": "IN_QUEUE"}))
    await fal.look(ProviderRef("r-1", ENDPOINT, {"status_url": url}))
    assert [seen.path for seen in recorder.seen] == [f"{PATH}/status"]


async def test_official_addresses_lead_to_the_configured_host(fal: FalProvider, recorder: Recorder) -> None:
    """What fal itself answered is accepted and moved to the address of the settings."""
    recorder.plays(as_json({"status": "IN_QUEUE"}))
    await fal.look(
        ProviderRef("r-1", ENDPOINT, {"status_url": "https://queue.fal.run/fal-ai/flux-2/requests/r-1/status"})
    )
    assert [seen.path for seen in recorder.seen] == [f"{PATH}/status"]


@pytest.mark.parametrize("reply", [Reply(202), Reply(400), Reply(404)])
async def test_cancel_takes_every_end_for_an_end(
    fal: FalProvider, recorder: Recorder, ref: ProviderRef, reply: Reply
) -> None:
    """Asked for, already over, unknown: nothing more to do."""
    recorder.plays(reply)
    await fal.cancel(ref)
    assert [(seen.method, seen.path) for seen in recorder.seen] == [("PUT", f"{PATH}/cancel")]


@pytest.mark.parametrize("reply", [Reply(500), Reply(401), Reply(drop=True)])
async def test_cancel_that_did_not_arrive_says_so(
    fal: FalProvider, recorder: Recorder, ref: ProviderRef, reply: Reply
) -> None:
    """The engine asks again."""
    recorder.plays(reply)
    with pytest.raises(ProviderError):
        await fal.cancel(ref)
