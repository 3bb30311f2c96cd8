"""The whole way through the sandbox, as the engine goes it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession, web

from sandbox.app import Sandbox
from services.errors import ProviderError
from services.providers.base import (
    Accepted,
    Broken,
    Done,
    Hint,
    Look,
    Missing,
    PaidCall,
    ProviderRef,
    RefusalReason,
    Refused,
    Unknown,
    Waiting,
    WebhookRefusedError,
    Working,
)
from services.providers.replicate import ReplicateAddresses, ReplicateProvider
from services.training.weights import WeightsCheck
from services.training.weights_archive import weights_in_tar
from tests.sandbox.photo_zip import photo_zip
from tests.sandbox.receiver import Receiver
from tests.services.providers.replicate.facts import OFFICIAL_MODEL, TRAINER
from tests.support.clock import FakeClock

PATIENCE = 30.0
"""Seconds that a test waits at most; two busy cores may be slow."""


@pytest.fixture
async def replicate(sandbox: Sandbox, clock: FakeClock) -> AsyncIterator[ReplicateProvider]:
    """Replicate as the sandbox plays it."""
    settings = sandbox.settings()
    async with ClientSession(sandbox.base_url) as session:
        # An hour passes in seconds here; what a test has made shall be there when the test looks.
        await turn(session, output_seconds=1e9, weights_seconds=1e9, file_seconds=1e9)
    provider = ReplicateProvider(
        settings["REPLICATE_API_TOKEN"],
        ReplicateAddresses(settings["REPLICATE_API_URL"]),
        username=None,
        trainers=frozenset({TRAINER}),
        clock=clock,
    )
    yield provider
    await provider.close()


async def turn(control: ClientSession, **settings: Any) -> None:
    async with control.post("/control/replicate/settings", json=settings) as answer:
        assert answer.status == 200, await answer.text()


async def plan(control: ClientSession, point: str, fault: str, **options: Any) -> None:
    body = {"point": point, "fault": fault, "times": 1, "options": options}
    async with control.post("/control/faults", json=body) as answer:
        assert answer.status < 300, await answer.text()


async def creations(control: ClientSession) -> list[Mapping[str, Any]]:
    async with control.get("/control/replicate/wire") as answer:
        rows = (await answer.json())["requests"]
    return [row for row in rows if row["method"] == "POST" and row["path"].endswith(("/trainings", "/predictions"))]


async def training(replicate: ReplicateProvider, **changed: Any) -> PaidCall:
    hosted = await replicate.upload(photo_zip(4), file_name="data.zip", content_type="application/zip", seconds=86400)
    arguments = {"input_images": hosted.url, "trigger_word": "zxq", "steps": 100, "autocaption": False}
    return PaidCall(TRAINER, arguments, target=await replicate.destination("lora-1"), **changed)


def picture(**changed: Any) -> PaidCall:
    return PaidCall(OFFICIAL_MODEL, {"prompt": "a person", "num_outputs": 2, "go_fast": False}, **changed)


async def begun(replicate: ReplicateProvider, call: PaidCall) -> ProviderRef:
    answer = await replicate.submit(call)
    assert isinstance(answer, Accepted), answer
    return answer.ref


async def until(replicate: ReplicateProvider, ref: ProviderRef, fits: Callable[[Look], bool]) -> Look:
    async with asyncio.timeout(PATIENCE):
        while True:
            if fits(look := await replicate.look(ref)):
                return look
            await asyncio.sleep(0.02)


async def ended(replicate: ReplicateProvider, ref: ProviderRef) -> Look:
    return await until(replicate, ref, lambda look: not isinstance(look, Waiting | Working))


async def fetched(replicate: ReplicateProvider, url: str) -> bytes:
    return b"".join([piece async for piece in replicate.download(url)])


async def test_a_training_and_pictures_of_its_version(replicate: ReplicateProvider, control: ClientSession) -> None:
    """Upload, private destination, logs while it runs, weights out of the tar, and pictures by the new version."""
    ref = await begun(replicate, await training(replicate))
    running = await until(replicate, ref, lambda look: isinstance(look, Working) and bool(look.logs))
    assert isinstance(running, Working)
    done = await ended(replicate, ref)
    assert isinstance(done, Done)
    assert done.units
    check = WeightsCheck()
    async for _ in check.watch(weights_in_tar(replicate.download(done.output["weights"]))):
        pass
    assert check.finish().size
    version = done.output["version"]
    drawn = await ended(
        replicate,
        await begun(replicate, PaidCall("trained-version", {"prompt": "zxq", "num_outputs": 2}, target=version)),
    )
    assert isinstance(drawn, Done)
    assert len(drawn.output["images"]) == 2
    assert drawn.output["seed"] >= 0
    for image in drawn.output["images"]:
        assert await fetched(replicate, image["url"])
    async with control.get("/control/replicate/models") as answer:
        (model,) = await answer.json()
    assert (model["visibility"], model["hardware"]) == ("private", "gpu-t4")


async def test_pictures_of_the_official_model(replicate: ReplicateProvider) -> None:
    """At addresses that may be fetched."""
    done = await ended(replicate, await begun(replicate, picture()))
    assert isinstance(done, Done)
    for image in done.output["images"]:
        assert await fetched(replicate, image["url"])


async def test_failures(replicate: ReplicateProvider, control: ClientSession) -> None:
    """Trouble of Replicate's own may be tried again, blocked pictures and `aborted` by what they are."""
    await plan(control, "replicate.job", "fail", text="CUDA out of memory.")
    look = await ended(replicate, await begun(replicate, picture()))
    assert isinstance(look, Broken)
    assert (look.code, look.transient) == ("provider-failed", True)
    for prompt in ("nsfw", "a person"):
        if prompt == "a person":
            await plan(control, "replicate.job", "aborted")
        look = await ended(replicate, await begun(replicate, PaidCall(OFFICIAL_MODEL, {"prompt": prompt})))
        assert isinstance(look, Broken)
        assert look.code == {"nsfw": "content-policy", "a person": "provider-unavailable"}[prompt]
        assert not look.cancelled


async def test_null_logs_are_no_trouble(replicate: ReplicateProvider, control: ClientSession) -> None:
    """They have been seen."""
    await turn(control, logs="null")
    done = await ended(replicate, await begun(replicate, picture()))
    assert isinstance(done, Done)
    assert done.logs == ()


async def test_cancel(replicate: ReplicateProvider, control: ClientSession) -> None:
    """A cancelled call ends as cancelled; cancelling again, or a stranger's call, is fine."""
    await turn(control, training_seconds=1e9)
    ref = await begun(replicate, await training(replicate))
    await until(replicate, ref, lambda look: isinstance(look, Working))
    await replicate.cancel(ref)
    look = await ended(replicate, ref)
    assert isinstance(look, Broken)
    assert (look.code, look.cancelled) == ("cancelled", True)
    await replicate.cancel(ref)
    await replicate.cancel(ProviderRef("unknown", TRAINER))
    assert await replicate.look(ProviderRef("unknown", TRAINER)) == Missing()


async def test_what_was_removed_is_gone(replicate: ReplicateProvider, control: ClientSession) -> None:
    """An hour after its end a prediction has no output any more."""
    ref = await begun(replicate, picture())
    await ended(replicate, ref)
    await turn(control, output_seconds=0)
    look = await until(replicate, ref, lambda look: isinstance(look, Broken))
    assert isinstance(look, Broken)
    assert look.code == "artefact-gone"


async def test_a_lost_answer_is_found_again_by_the_archive(
    replicate: ReplicateProvider, control: ClientSession, clock: FakeClock
) -> None:
    """One POST; the list names the call by its own ZIP."""
    call = await training(replicate)
    await begun(replicate, await training(replicate))
    await plan(control, "replicate.submit", "lost_answer")
    assert isinstance(await replicate.submit(call), Unknown)
    assert len(await creations(control)) == 2
    # The sandbox's own clock runs ahead of real time.
    days = timedelta(days=30)
    listed = await replicate.listed(TRAINER, clock.now() - days, clock.now() + days)
    (found,) = [one for one in listed if one.arguments["input_images"] == call.arguments["input_images"]]
    assert isinstance(await ended(replicate, found.ref), Done)


async def test_a_dropped_submit_leaves_once(replicate: ReplicateProvider, control: ClientSession) -> None:
    """And a broken question is asked once."""
    await plan(control, "replicate.submit", "dropped")
    assert isinstance(await replicate.submit(picture()), Unknown)
    assert len(await creations(control)) == 1
    ref = await begun(replicate, picture())
    await plan(control, "replicate.get", "status", code=503)
    with pytest.raises(ProviderError):
        await replicate.look(ref)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [({"balance": "exhausted"}, RefusalReason.NO_CREDIT), ({"key": "wrong"}, RefusalReason.BAD_KEY)],
    ids=["no credit", "bad key"],
)
async def test_account_trouble(
    replicate: ReplicateProvider, control: ClientSession, settings: dict[str, Any], reason: RefusalReason
) -> None:
    """An empty balance and a wrong key are told apart."""
    await turn(control, **settings)
    answer = await replicate.submit(picture())
    assert isinstance(answer, Refused)
    assert answer.reason is reason


async def test_a_throttle_says_how_long(replicate: ReplicateProvider, control: ClientSession) -> None:
    """The call was not taken, and is made again when its time has come."""
    await turn(control, creates_per_minute=1)
    await begun(replicate, picture())
    answer = await replicate.submit(picture())
    assert isinstance(answer, Refused)
    assert answer.reason is RefusalReason.UNAVAILABLE
    assert answer.retry_after is not None


async def test_refused_calls(replicate: ReplicateProvider) -> None:
    """A wrong field is named without its content; a destination that is gone is made again before the next try."""
    answer = await replicate.submit(PaidCall(OFFICIAL_MODEL, {"prompt": "p", "num_outputs": 99}))
    assert isinstance(answer, Refused)
    assert answer.reason is RefusalReason.INVALID
    assert "input.num_outputs" in answer.detail
    gone = await training(replicate)
    answer = await replicate.submit(PaidCall(TRAINER, gone.arguments, target=f"{gone.target}-gone"))
    assert isinstance(answer, Refused)
    assert answer.reason is RefusalReason.UNAVAILABLE


async def test_the_language_model_answers(replicate: ReplicateProvider) -> None:
    """Within the time that somebody waits."""
    assert await replicate.complete("Translate into English.", "красный")


async def test_schemas_and_account(replicate: ReplicateProvider) -> None:
    """What the doctor asks for."""
    assert "steps" in (await replicate.input_schema(TRAINER))["properties"]
    ratio = (await replicate.input_schema(OFFICIAL_MODEL))["properties"]["aspect_ratio"]
    assert "16:9" in ratio["enum"]
    assert (await replicate.destination("lora-2")) == f"{await replicate.check_key()}/lora-2"


async def test_signed_webhooks_verify(replicate: ReplicateProvider, control: ClientSession, clock: FakeClock) -> None:
    """The genuine one is a hint; a forged one, a stale one, and one whose bytes were touched, are refused. A clock
    that a test has moved does not matter: Replicate signs real time."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    clock.advance(days=3)
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    for lie in ("forged", "stale"):
        receiver.got.clear()
        await plan(control, "replicate.webhook", lie)
        ref = await begun(replicate, picture(webhook_url=url))
        await receiver.wait(3)
        hints = []
        for headers, body in receiver.got:
            try:
                hints.append(await replicate.verify_webhook(headers, body))
            except WebhookRefusedError:
                continue
            with pytest.raises(WebhookRefusedError):
                await replicate.verify_webhook(headers, body + b" ")
        assert [hint.ref_id for hint in hints] == [ref.id] * 2  # it began, it ended
        assert len({hint.event_key for hint in hints}) == 2
        assert isinstance(hints[0], Hint)
    await runner.cleanup()


async def test_an_upload_is_gone_when_it_is_discarded(replicate: ReplicateProvider) -> None:
    """A second time it is fine, and a training that would read it is refused or fails for want of it."""
    call = await training(replicate)
    for _ in range(2):
        await replicate.discard(call.arguments["input_images"])
    answer = await replicate.submit(call)
    look = await ended(replicate, answer.ref) if isinstance(answer, Accepted) else answer
    assert isinstance(look, Broken | Refused), look
