"""What Replicate says of a call, read tolerantly, and never more certain than it is."""

from decimal import Decimal
from typing import Any

import pytest

from services.errors import ProviderError
from services.providers.base import Broken, Done, Look, Missing, ProviderRef, Waiting, Working
from services.providers.replicate import ReplicateProvider
from services.providers.replicate.reading import LOG_TAIL, log_lines
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.services.providers.replicate.facts import OFFICIAL_MODEL, TRAINED, TRAINER, call

TRAINING_REF = ProviderRef("c-1", TRAINER)
PICTURE_REF = ProviderRef("c-1", "trained-version")
FILE = "https://replicate.delivery/xezq/out-0.webp"
WEIGHTS = {"version": TRAINED, "weights": "https://replicate.delivery/pbxt/trained_model.tar"}


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        (TRAINING_REF, "/v1/trainings/c-1"),
        (PICTURE_REF, "/v1/predictions/c-1"),
        (ProviderRef("c-1", OFFICIAL_MODEL, {"get": "https://evil.example/x"}), "/v1/predictions/c-1"),
    ],
    ids=["training", "trained version", "official model"],
)
async def test_the_address_is_built_from_the_id(
    replicate: ReplicateProvider, recorder: Recorder, ref: ProviderRef, path: str
) -> None:
    """A training's own answer names the address of a prediction; none that was given is followed."""
    recorder.plays(as_json(call("starting")))
    assert await replicate.look(ref) == Waiting()
    assert [(seen.method, seen.path) for seen in recorder.seen] == [("GET", path)]


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (call("starting", logs=None), Waiting()),
        (call("processing", logs=None), Working()),
        (call("processing", logs="a\r 1%|#\r 2%|#\n\nb\n"), Working(("a", " 1%|#", " 2%|#", "b"))),
        (call("processing", logs=7), Working()),
        (call("resuming", logs="a"), Working(("a",))),
        ({"status": "processing"}, Working()),
        (call("aborted"), Broken("provider-unavailable", "aborted", transient=True, units=Decimal(0))),
        (call("canceled"), Broken("cancelled", "canceled", cancelled=True)),
        (call("canceled", started_at=None), Broken("cancelled", "canceled", cancelled=True, units=Decimal(0))),
        (
            call("canceled", metrics={"predict_time": 90.5}),
            Broken("cancelled", "canceled", cancelled=True, units=Decimal("90.5")),
        ),
        (call("failed"), Broken("provider-failed", "failed")),
        (call("succeeded", data_removed=True), Broken("artefact-gone", "output removed")),
        (call("succeeded"), Broken("provider-output", "the output has no known form")),
    ],
    ids=lambda value: value.get("status") if isinstance(value, dict) else "",
)
async def test_states_of_both_kinds(
    replicate: ReplicateProvider, recorder: Recorder, body: dict[str, Any], state: Look
) -> None:
    """Fields may be missing or null; a status that is not known yet is not an end, and `aborted` is nobody's wish."""
    recorder.plays(as_json(body))
    for ref in (TRAINING_REF, PICTURE_REF):
        assert await replicate.look(ref) == state


def test_of_a_long_log_only_the_end_counts() -> None:
    """It grows to hundreds of KB, and is read at every look; the first line of the rest is no whole line."""
    logs = "x" * LOG_TAIL + "\n" + "\r".join(f"{n:>5}|" + "#" * 100 for n in range(1000))
    lines = log_lines({"logs": logs})
    assert lines[-1].startswith("  999|")
    assert sum(len(line) for line in lines) < LOG_TAIL
    assert all(len(line) == 106 for line in lines)


async def test_a_finished_training_names_version_and_weights(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """And the seconds that are billed, to the last digit."""
    metrics = {"predict_time": 1502.713876, "total_time": 1600.1}
    recorder.plays(as_json(call("succeeded", output=WEIGHTS, logs="done\n", metrics=metrics)))
    assert await replicate.look(TRAINING_REF) == Done(WEIGHTS, ("done",), Decimal("1502.713876"))


@pytest.mark.parametrize(
    ("output", "urls"),
    [([FILE, FILE + "2"], [FILE, FILE + "2"]), (FILE, [FILE]), ([], [])],
    ids=["a list", "one address", "none left"],
)
async def test_a_finished_prediction_has_its_files_as_images(
    replicate: ReplicateProvider, recorder: Recorder, output: object, urls: list[str]
) -> None:
    """In the form that all picture endpoints share."""
    recorder.plays(as_json(call("succeeded", output=output, metrics={"predict_time": 3})))
    assert await replicate.look(PICTURE_REF) == Done({"images": [{"url": url} for url in urls]}, (), Decimal(3))


async def test_the_seed_comes_from_the_log(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """The same picture can be drawn again although nobody chose a seed; a prompt cannot pretend to be one."""
    told = (
        ("Using seed: 4711\nPrompt: x", 4711),
        ("Prompt: Using seed: 1\nUsing seed: 2\n", 2),
        ("Using seed: 3 x\nUsing seed: 4", 4),
    )
    for logs, seed in told:
        recorder.plays(as_json(call("succeeded", output=[FILE], logs=logs)))
        look = await replicate.look(PICTURE_REF)
        assert isinstance(look, Done)
        assert look.output["seed"] == seed


@pytest.mark.parametrize("metrics", [None, {}, {"predict_time": None}, {"predict_time": True}, {"predict_time": -1}])
async def test_without_a_usable_time_nothing_is_said_of_units(
    replicate: ReplicateProvider, recorder: Recorder, metrics: object
) -> None:
    """No invented bill."""
    recorder.plays(as_json(call("succeeded", output=[FILE], metrics=metrics)))
    look = await replicate.look(PICTURE_REF)
    assert isinstance(look, Done)
    assert look.units is None


@pytest.mark.parametrize(
    ("ref", "output"),
    [(TRAINING_REF, [FILE]), (TRAINING_REF, "x"), (PICTURE_REF, 7), (PICTURE_REF, [FILE, None])],
    ids=["list", "text", "number", "mixed"],
)
async def test_an_output_of_another_form_is_broken(
    replicate: ReplicateProvider, recorder: Recorder, ref: ProviderRef, output: object
) -> None:
    """Asking again would give the same."""
    recorder.plays(as_json(call("succeeded", output=output)))
    look = await replicate.look(ref)
    assert isinstance(look, Broken)
    assert look.code == "provider-output"


@pytest.mark.parametrize(
    ("error", "code", "transient", "detail"),
    [
        ("NSFW content detected. Try running it again, or try a different prompt.", "content-policy", False, "content"),
        ("All generated images contained NSFW content. Try again", "content-policy", False, "content"),
        ("The input or output was flagged as sensitive. (E005)", "content-policy", False, "content E005"),
        ("CUDA out of memory. Tried to allocate 2 GiB", "provider-failed", True, "out of memory"),
        ("Model ran out (E1001)", "provider-failed", True, "out of memory E1001"),
        ("Director: unexpected error handling prediction (E9243)", "provider-failed", True, "internal E9243"),
        ("Prediction interrupted; please retry (code: PA)", "provider-failed", True, "internal"),
        ("Timeout starting prediction (E6716)", "provider-timeout", True, "timeout E6716"),
        ("Service is temporarily unavailable due to high demand (E003)", "provider-unavailable", True, "unavailable E"),
        ("Internal webhook URL empty (E4875)", "provider-refused", False, "webhook E4875"),
        ("input_images must be a zip file", "input-refused", False, "refused at input_images"),
        ("Failed to download input_images from https://secret", "input-unreachable", False, "unreachable input"),
        ("404 Client Error: Not Found for url: https://secret", "input-unreachable", False, "unreachable input"),
        ("Weights not found at the supplied URL. Please", "input-unreachable", False, "unreachable at loras"),
        ("Failed to download tarball: exit 1", "input-unreachable", False, "unreachable at loras"),
        ("Multiple .safetensors files found in tarball", "input-refused", False, "refused at loras"),
        ("No .safetensors file found in tarball", "input-refused", False, "refused at loras"),
        ("Error while deserializing header: HeaderTooLarge", "input-refused", False, "refused at loras"),
        ("list index out of range: a secret wish", "provider-failed", False, "failed"),
        ("", "provider-failed", False, "failed"),
        (None, "provider-failed", False, "failed"),
        ({"a": 1}, "provider-failed", False, "failed"),
    ],
    ids=str,
)
async def test_failures(
    replicate: ReplicateProvider, recorder: Recorder, error: object, code: str, transient: bool, detail: str
) -> None:
    """What is worth a second try is only what the provider itself broke; the words never show."""
    recorder.plays(as_json(call("failed", error=error)))
    look = await replicate.look(PICTURE_REF)
    assert isinstance(look, Broken)
    assert (look.code, look.transient, look.cancelled) == (code, transient, False)
    assert look.detail.startswith(detail)
    assert "secret" not in look.detail


async def test_unknown_calls_are_missing(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """404 says that there is no such call."""
    recorder.plays(Reply(404))
    assert await replicate.look(PICTURE_REF) == Missing()


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(503, headers={"Retry-After": "0"}), "provider-unreachable"),
        (Reply(429, headers={"Retry-After": "0"}), "provider-unreachable"),
        (Reply(504), "provider-unreachable"),
        (Reply(drop=True), "provider-unreachable"),
        (Reply(401), "provider-key"),
        (Reply(302, b"", {"Location": "/v1/predictions/other"}), "provider-answer"),
        (Reply(body=b"{"), "provider-answer"),
        (Reply(body=b"[" * 100_000), "provider-answer"),
        (Reply(body=b"[]"), "provider-answer"),
        (as_json({}), "provider-answer"),
        (as_json(call("Not A Status")), "provider-answer"),
    ],
    ids=range(11),
)
async def test_no_usable_answer_is_an_error_after_one_question(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply, code: str
) -> None:
    """The engine asks again in its own time; nothing in here does, however invitingly the answer speaks."""
    recorder.plays(reply)
    with pytest.raises(ProviderError) as caught:
        await replicate.look(PICTURE_REF)
    assert caught.value.code == code
    assert len(recorder.seen) == 1


async def test_an_odd_id_is_not_asked_for(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """It would lead the question elsewhere."""
    for odd in ("../account", "a/b", "", "a?b"):
        with pytest.raises(ProviderError):
            await replicate.look(ProviderRef(odd, TRAINER))
    assert recorder.seen == []


@pytest.mark.parametrize("reply", [as_json(call("canceled")), *(Reply(code) for code in (400, 404, 409, 410, 422))])
async def test_cancelling_what_is_over_is_fine(replicate: ReplicateProvider, recorder: Recorder, reply: Reply) -> None:
    """Asked once, at the kind's own address."""
    recorder.plays(reply)
    await replicate.cancel(TRAINING_REF)
    await replicate.cancel(PICTURE_REF)
    asked = [(seen.method, seen.path) for seen in recorder.seen]
    assert asked == [("POST", "/v1/trainings/c-1/cancel"), ("POST", "/v1/predictions/c-1/cancel")]


@pytest.mark.parametrize("reply", [Reply(500), Reply(401), Reply(429), Reply(drop=True)])
async def test_a_cancellation_that_was_not_heard_is_an_error(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply
) -> None:
    """The engine asks again."""
    recorder.plays(reply)
    with pytest.raises(ProviderError):
        await replicate.cancel(PICTURE_REF)
    assert len(recorder.seen) == 1
