"""The real SDK against the stand-in: what replicate 1.0.7 sends and expects is what is spoken here."""

import io

import pytest
from pydantic.v1 import ValidationError
from replicate.client import Client
from replicate.exceptions import ReplicateError

from sandbox import replicate
from sandbox.replicate.catalogue import FLUX, TRAINER, TRAINER_VERSION
from tests.sandbox.photo_zip import photo_zip
from tests.sandbox.replicate.stand import DESTINATION, Stand


def client(stand: Stand, token: str = replicate.TOKEN) -> Client:
    return Client(api_token=token, base_url=f"{stand.base}/replicate")


async def test_the_sdk_uploads_trains_and_generates(stand: Stand) -> None:
    """Account, hardware, destination, file, training, version, prediction, secret."""
    sdk = client(stand)
    assert (await sdk.accounts.async_current()).username == replicate.USERNAME
    assert "gpu-t4" in {hardware.sku for hardware in await sdk.hardware.async_list()}
    model = await sdk.models.async_create(replicate.USERNAME, "annx", visibility="private", hardware="gpu-t4")
    assert (model.id, model.latest_version) == (DESTINATION, None)
    data = io.BytesIO(photo_zip(4))
    data.name = "data.zip"
    file = await sdk.files.async_create(data)
    assert (await sdk.files.async_get(file.id)).name == "data.zip"
    training = await sdk.trainings.async_create(
        model=TRAINER,
        version=TRAINER_VERSION,
        input={"input_images": file.urls["get"], "trigger_word": "annx"},
        destination=DESTINATION,
        webhook=stand.hooks.url,
        webhook_events_filter=["completed"],
    )
    assert training.status in ("starting", "processing")
    assert [listed.id for listed in await sdk.trainings.async_list()] == [training.id]
    await stand.hooks.wait(1)
    training = await sdk.trainings.async_get(training.id)
    assert training.status == "succeeded"
    assert training.output is not None
    found = await sdk.models.async_get(DESTINATION)
    assert found.latest_version is not None
    assert training.output["version"] == f"{DESTINATION}:{found.latest_version.id}"
    prediction = await sdk.predictions.async_create(version=training.output["version"], input={"prompt": "annx"})
    await prediction.async_wait()
    assert (prediction.status, len(prediction.output or [])) == ("succeeded", 1)
    listed = await sdk.predictions.async_list()
    assert [row.id for row in listed] == [prediction.id]
    assert (await sdk.webhooks.default.async_secret()).key.startswith("whsec_")


async def test_the_sdk_runs_official_models_with_and_without_waiting(stand: Stand) -> None:
    """By name; the answer is held where that is asked for."""
    sdk = client(stand)
    held = await sdk.models.predictions.async_create(
        FLUX, {"prompt": "a", "lora_weights": "fofr/flux-pixar"}, wait=True
    )
    assert held.status == "succeeded"
    plain = await sdk.predictions.async_create(model=FLUX, input={"prompt": "a"})
    await plain.async_wait()
    assert plain.status == "succeeded"


async def test_the_sdk_sees_refusals(stand: Stand) -> None:
    """Status, title and detail of the problem come through."""
    with pytest.raises(ReplicateError) as unknown:
        await client(stand, "r8_wrong").accounts.async_current()
    assert (unknown.value.status, unknown.value.title) == (401, "Unauthenticated")
    with pytest.raises(ReplicateError) as missing:
        await client(stand).trainings.async_create(
            model=TRAINER, version=TRAINER_VERSION, input={"input_images": "x"}, destination="sandbox/none"
        )
    assert (missing.value.status, missing.value.detail) == (404, "The specified training destination does not exist")
    with pytest.raises(ReplicateError) as wrong:
        await client(stand).models.predictions.async_create(FLUX, {"prompt": "a", "guidance": 99})
    assert wrong.value.detail == "- input.guidance: Must be less than or equal to 10\n"


async def test_the_sdk_breaks_on_an_aborted_training(slow_stand: Stand) -> None:
    """Its list of states lacks "aborted"; one such training breaks the whole list, as with the real API."""
    slow_stand.faults.plan("replicate.job", "aborted")
    body = await slow_stand.training_body()
    sdk = client(slow_stand)
    with pytest.raises(ValidationError):
        await sdk.trainings.async_create(
            model=TRAINER, version=TRAINER_VERSION, input=body["input"], destination=body["destination"]
        )
    with pytest.raises(ValidationError):
        await sdk.trainings.async_list()


async def test_the_sdk_cancels_and_deletes(slow_stand: Stand) -> None:
    """Cancel a training, delete a file and a model."""
    sdk = client(slow_stand)
    body = await slow_stand.training_body()
    training = await sdk.trainings.async_create(
        model=TRAINER, version=TRAINER_VERSION, input=body["input"], destination=body["destination"]
    )
    await sdk.trainings.async_cancel(training.id)
    assert (await slow_stand.ended({"id": training.id}, "trainings"))["status"] == "canceled"
    file = (await sdk.files.async_list())[0]
    await sdk.files.async_delete(file.id)
    assert await sdk.models.async_delete(replicate.USERNAME, "annx")
