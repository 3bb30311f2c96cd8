"""The whole way through the sandbox, as the engine goes it."""

import asyncio
import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import ClientSession, web
from PIL import Image

from services.errors import BrokenArtefactError
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
from services.providers.fal import FalProvider
from tests.support.clock import FakeClock

TRAINER = "fal-ai/flux-lora-fast-training"
PICTURES = "fal-ai/flux-lora"


def photos() -> bytes:
    """A flat ZIP of four small photos."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(4):
            picture = io.BytesIO()
            Image.new("RGB", (512, 512), (60 * number, 90, 120)).save(picture, "JPEG")
            archive.writestr(f"{number}.jpg", picture.getvalue())
    return packed.getvalue()


async def training(fal: FalProvider, **changed: Any) -> PaidCall:
    hosted = await fal.upload(photos(), file_name="data.zip", content_type="application/zip", seconds=86400)
    return PaidCall(TRAINER, {"images_data_url": hosted.url, "trigger_word": "zxq", "steps": 100}, **changed)


async def begun(fal: FalProvider, call: PaidCall) -> ProviderRef:
    answer = await fal.submit(call)
    assert isinstance(answer, Accepted), answer
    return answer.ref


async def until(fal: FalProvider, ref: ProviderRef, fits: Callable[[Look], bool]) -> Look:
    for _ in range(3000):
        if fits(look := await fal.look(ref)):
            return look
        await asyncio.sleep(0.02)
    raise AssertionError(look)


async def ended(fal: FalProvider, ref: ProviderRef) -> Look:
    return await until(fal, ref, lambda look: not isinstance(look, Waiting | Working))


async def turn(control: ClientSession, **settings: Any) -> None:
    async with control.post("/control/fal/settings", json=settings) as answer:
        assert answer.status == 200, await answer.text()


async def plan(control: ClientSession, point: str, fault: str, **options: Any) -> None:
    body = {"point": point, "fault": fault, "times": 1, "options": options}
    async with control.post("/control/faults", json=body) as answer:
        assert answer.status < 300, await answer.text()


async def submits(control: ClientSession) -> list[Mapping[str, Any]]:
    async with control.get("/control/fal/wire") as answer:
        rows = (await answer.json())["requests"]
    return [row for row in rows if row["method"] == "POST" and row["path"].startswith("/fal/queue/")]


async def test_a_training_from_upload_to_weights(sandbox_fal: FalProvider, control: ClientSession) -> None:
    """Upload, submit, logs while it runs, weights at the end; the key shows on no file request."""
    ref = await begun(sandbox_fal, await training(sandbox_fal))
    running = await until(sandbox_fal, ref, lambda look: isinstance(look, Working) and bool(look.logs))
    assert isinstance(running, Working)
    done = await ended(sandbox_fal, ref)
    assert isinstance(done, Done)
    assert len(done.logs) >= len(running.logs)
    url = done.output["diffusers_lora_file"]["url"]
    weights = b"".join([piece async for piece in sandbox_fal.download(url)])
    assert len(weights) == done.output["diffusers_lora_file"]["file_size"]
    async with control.post("/control/fal/forget"):
        pass
    with pytest.raises(BrokenArtefactError):
        await anext(aiter(sandbox_fal.download(url)))


async def test_weights_larger_than_one_request_arrive_whole(sandbox_fal: FalProvider) -> None:
    """A model trained a year ago may weigh more than the 100 MiB that fit into one upload."""
    weights = bytes(101 * 1024 * 1024) + b"end"
    hosted = await sandbox_fal.upload(
        weights, file_name="lora.safetensors", content_type="application/octet-stream", seconds=3600
    )
    digest = hashlib.sha256()
    async for piece in sandbox_fal.download(hosted.url):
        digest.update(piece)
    assert digest.digest() == hashlib.sha256(weights).digest()


async def test_pictures(sandbox_fal: FalProvider) -> None:
    """A generation delivers its pictures at addresses that may be fetched."""
    ref = await begun(sandbox_fal, PaidCall(PICTURES, {"prompt": "a person", "num_images": 2}))
    done = await ended(sandbox_fal, ref)
    assert isinstance(done, Done)
    for image in done.output["images"]:
        assert b"".join([piece async for piece in sandbox_fal.download(image["url"])])


async def test_a_failed_job_is_broken(sandbox_fal: FalProvider, control: ClientSession) -> None:
    """COMPLETED is no success."""
    await plan(control, "fal.job", "fail", error="runner_disconnected")
    look = await ended(sandbox_fal, await begun(sandbox_fal, PaidCall(PICTURES, {"prompt": "a person"})))
    assert isinstance(look, Broken)
    assert (look.code, look.transient) == ("provider-unavailable", True)
    await plan(control, "fal.job", "fail", error="content_policy_violation")
    look = await ended(sandbox_fal, await begun(sandbox_fal, PaidCall(PICTURES, {"prompt": "a person"})))
    assert isinstance(look, Broken)
    assert (look.code, look.transient) == ("content-policy", False)


async def test_cancel(sandbox_fal: FalProvider, control: ClientSession) -> None:
    """A cancelled call ends as cancelled; cancelling again, or a stranger's call, is fine."""
    await turn(control, training_seconds=100_000)
    ref = await begun(sandbox_fal, await training(sandbox_fal))
    await sandbox_fal.cancel(ref)
    look = await ended(sandbox_fal, ref)
    assert isinstance(look, Broken)
    assert (look.code, look.cancelled) == ("cancelled", True)
    await sandbox_fal.cancel(ref)
    await sandbox_fal.cancel(ProviderRef("unknown", TRAINER))
    assert await sandbox_fal.look(ProviderRef("unknown", TRAINER)) == Missing()


async def test_waiting_too_long_ends_as_a_timeout(sandbox_fal: FalProvider, control: ClientSession) -> None:
    """The start deadline reaches fal, which ends the call by itself."""
    await turn(control, training_seconds=100_000, concurrency=1)
    await begun(sandbox_fal, await training(sandbox_fal))
    second = await begun(sandbox_fal, await training(sandbox_fal, start_timeout=300))
    assert isinstance(await sandbox_fal.look(second), Waiting)
    look = await ended(sandbox_fal, second)
    assert isinstance(look, Broken)
    assert (look.code, look.transient) == ("provider-timeout", True)


async def test_a_lost_answer_is_found_again_by_the_archive(
    sandbox_fal: FalProvider, control: ClientSession, clock: FakeClock
) -> None:
    """One POST; the list names the call by its own ZIP; without addresses it can be looked at and fetched."""
    call = await training(sandbox_fal)
    await begun(sandbox_fal, await training(sandbox_fal))
    await plan(control, "fal.submit", "lost_answer")
    assert isinstance(await sandbox_fal.submit(call), Unknown)
    assert len(await submits(control)) == 2
    hour = timedelta(hours=1)
    listed = await sandbox_fal.listed(TRAINER, clock.now() - hour, clock.now() + hour)
    (found,) = [one for one in listed if one.arguments["images_data_url"] == call.arguments["images_data_url"]]
    assert isinstance(await ended(sandbox_fal, found.ref), Done)


async def test_a_dropped_submit_leaves_once(sandbox_fal: FalProvider, control: ClientSession) -> None:
    """fal-client alone would have sent it ten times."""
    await plan(control, "fal.submit", "dropped")
    assert isinstance(await sandbox_fal.submit(PaidCall(PICTURES, {"prompt": "p"})), Unknown)
    assert len(await submits(control)) == 1


@pytest.mark.parametrize(
    ("settings", "reason"),
    [({"balance": "exhausted"}, RefusalReason.NO_CREDIT), ({"key": "wrong"}, RefusalReason.BAD_KEY)],
)
async def test_account_trouble(
    sandbox_fal: FalProvider, control: ClientSession, settings: dict[str, str], reason: RefusalReason
) -> None:
    """An empty balance and a wrong key are told apart."""
    await turn(control, **settings)
    answer = await sandbox_fal.submit(PaidCall(PICTURES, {"prompt": "p"}))
    assert isinstance(answer, Refused)
    assert answer.reason is reason


async def test_a_wrong_body_is_refused(sandbox_fal: FalProvider) -> None:
    """With the field's name, without its content."""
    answer = await sandbox_fal.submit(PaidCall(PICTURES, {"prompt": "p", "num_images": 99}))
    assert isinstance(answer, Refused)
    assert answer.reason is RefusalReason.INVALID
    assert "body.num_images" in answer.detail


async def test_prices(sandbox_fal: FalProvider) -> None:
    """An endpoint that fal does not have costs the others nothing."""
    prices = await sandbox_fal.prices([TRAINER, "fal-ai/no-such-thing", PICTURES])
    assert prices == {TRAINER: Decimal("0.002"), PICTURES: Decimal("0.035")}


async def test_signed_webhooks_verify(sandbox_fal: FalProvider, control: ClientSession, clock: FakeClock) -> None:
    """The genuine one is a hint; a forged one, and one whose bytes were touched, are refused. A clock that a
    test has moved does not matter: fal signs real time."""
    got: asyncio.Queue[tuple[Mapping[str, str], bytes]] = asyncio.Queue()

    async def take(request: web.Request) -> web.Response:
        await got.put((dict(request.headers), await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    clock.advance(days=3)
    await plan(control, "fal.webhook", "forged")
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    ref = await begun(sandbox_fal, PaidCall(PICTURES, {"prompt": "p"}, webhook_url=url))
    forged, genuine = [await asyncio.wait_for(got.get(), 10) for _ in range(2)]
    await runner.cleanup()
    assert await sandbox_fal.verify_webhook(*genuine) == Hint(ref.id, f"{ref.id}:OK", "sandbox|owner")
    with pytest.raises(WebhookRefusedError):
        await sandbox_fal.verify_webhook(*forged)
    with pytest.raises(WebhookRefusedError):
        await sandbox_fal.verify_webhook(genuine[0], genuine[1] + b" ")
