"""Trainings: what refuses one, what fails one, and what one leaves behind."""

import io
import re
import tarfile
import zipfile
from typing import Any

import pytest

from sandbox.contracts.replicate import load_models
from sandbox.replicate.catalogue import FLUX, TRAINER, TRAINER_VERSION
from tests.sandbox.photo_zip import photo_zip
from tests.sandbox.replicate.shapes import check
from tests.sandbox.replicate.stand import API, DESTINATION, TRAININGS, Stand

FOLDER = "output/flux_train_replicate"


async def tar_of(stand: Stand, training: Any) -> dict[str, bytes]:
    data = (await stand.call("GET", training["output"]["weights"], key=False)).data
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        files = {name: tar.extractfile(name) for name in tar.getnames() if tar.getmember(name).isfile()}
        return {name: file.read() for name, file in files.items() if file}


async def test_the_answer_to_the_creation_leads_to_predictions(slow_stand: Stand) -> None:
    """A published training object whose addresses are a prediction's and find nothing: the id counts."""
    answer = await slow_stand.call("POST", TRAININGS, json=await slow_stand.training_body(trigger_word="annx"))
    assert answer.status == 201
    made = answer.body
    check("training_response", made)
    assert (made["model"], made["version"], made["input"]["trigger_word"]) == (TRAINER, TRAINER_VERSION, "annx")
    assert (made["output"], made["error"], made["source"]) == (None, None, "api")
    assert made["urls"]["get"] == f"{slow_stand.base}{API}/predictions/{made['id']}"
    assert (await slow_stand.call("GET", made["urls"]["get"])).status == 404
    found = (await slow_stand.call("GET", f"{API}/trainings/{made['id']}")).body
    check("training_response", found)
    assert found["urls"]["get"] == f"{slow_stand.base}{API}/trainings/{made['id']}"
    assert re.fullmatch(r"[a-z2-7]{26}", made["id"])


async def test_the_end_has_version_weights_and_times(stand: Stand) -> None:
    """The published output of the trainer; simulated run time, real moments in order."""
    training = await stand.train()
    check("training_response", training)
    assert re.fullmatch(DESTINATION + ":[0-9a-f]{64}", training["output"]["version"])
    assert training["output"]["weights"].startswith(f"{stand.base}/replicate/delivery/")
    assert training["output"]["weights"].endswith(".tar")
    assert training["created_at"] <= training["started_at"] <= training["completed_at"]
    assert training["metrics"]["total_time"] >= training["metrics"]["predict_time"] >= 1200


async def test_the_tar_holds_lora_config_and_captions(stand: Stand) -> None:
    """Given captions stay; missing ones are made while autocaption is on, with prefix and suffix."""
    url = (await stand.upload(photo_zip(3, {"01.txt": "annx smiling"})))["urls"]["get"]
    files = await tar_of(stand, await stand.train(input_images=url, autocaption_prefix="annx, ", steps=77))
    assert files[f"{FOLDER}/captions/01.txt"] == b"annx smiling"
    assert files[f"{FOLDER}/captions/03.txt"] == b"annx, a photo"
    assert b"steps: 77" in files[f"{FOLDER}/config.yaml"]
    bare = await tar_of(stand, await stand.train(input_images=url, autocaption=False))
    assert set(bare) == {f"{FOLDER}/lora.safetensors", f"{FOLDER}/config.yaml", f"{FOLDER}/captions/01.txt"}


async def test_every_setting_shows_in_the_weights(stand: Stand) -> None:
    """The same input gives the same LoRA; another number another one."""
    url = (await stand.upload(photo_zip(3)))["urls"]["get"]
    settings: list[dict[str, Any]] = [{}, {}, {"steps": 500}, {"lora_rank": 8}, {"trigger_word": "bobx"}]
    loras = [
        (await tar_of(stand, await stand.train(input_images=url, **setting)))[f"{FOLDER}/lora.safetensors"]
        for setting in settings
    ]
    assert loras[0] == loras[1]
    assert len(set(loras)) == 4


@pytest.mark.parametrize(
    ("values", "field", "description"),
    [
        ({"steps": 6001}, "input.steps", "Must be less than or equal to 6000"),
        ({"steps": 2}, "input.steps", "Must be greater than or equal to 3"),
        ({"steps": "9"}, "input.steps", "Invalid type. Expected: integer, given: string"),
        ({"lora_rank": 129}, "input.lora_rank", "Must be less than or equal to 128"),
        ({"caption_dropout_rate": 1.5}, "input.caption_dropout_rate", "Must be less than or equal to 1"),
        ({"resolution": 512}, "input.resolution", "Invalid type. Expected: string, given: integer"),
        ({"rank": 16}, "input", "Additional property rank is not allowed"),
    ],
)
async def test_a_wrong_input_is_refused(stand: Stand, values: dict[str, Any], field: str, description: str) -> None:
    """422 names the field; nothing is made."""
    answer = await stand.call("POST", TRAININGS, json=await stand.training_body(**values))
    assert (answer.status, answer.body["title"]) == (422, "Input validation failed")
    (wrong,) = answer.body["invalid_fields"]
    assert (wrong["field"], wrong["description"]) == (field, description)
    assert answer.body["detail"] == f"- {field}: {description}\n"
    assert await stand.jobs() == []


async def test_photos_are_required(stand: Stand) -> None:
    """An input without them is 422."""
    body = {"destination": await stand.destination(), "input": {"steps": 100}}
    answer = await stand.call("POST", TRAININGS, json=body)
    assert answer.body["invalid_fields"][0]["description"] == "input_images is required"


@pytest.mark.parametrize("destination", ["sandbox/unknown", "other/annx", TRAINER])
async def test_the_destination_must_exist_and_be_ours(stand: Stand, destination: str) -> None:
    """404 with the recorded text."""
    answer = await stand.call("POST", TRAININGS, json=await stand.training_body(destination=destination))
    assert (answer.status, answer.body["detail"]) == (404, "The specified training destination does not exist")


@pytest.mark.parametrize(
    "model", [f"{TRAINER}/versions/{'0' * 64}", f"{FLUX}/versions/{TRAINER_VERSION}", "a/b/versions/c"]
)
async def test_only_the_trainers_version_is_trained_with(stand: Stand, model: str) -> None:
    """404 for others."""
    answer = await stand.call("POST", f"{API}/models/{model}/trainings", json=await stand.training_body())
    assert answer.status == 404


@pytest.mark.parametrize(
    "change",
    [
        {"destination": None},
        {"webhook": 7},
        {"webhook_events_filter": ["done"]},
        {"webhook": "https://example.com/x"},
        {"x": 1},
    ],
)
async def test_a_wrong_body_is_refused(stand: Stand, change: dict[str, Any]) -> None:
    """Fields beside the input are checked too; webhooks go to this machine alone."""
    answer = await stand.call("POST", TRAININGS, json=await stand.training_body() | change)
    assert answer.status == 422
    assert await stand.jobs() == []


def _nested() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, zipfile.ZipFile(io.BytesIO(photo_zip(4))) as flat:
        for name in flat.namelist():
            archive.writestr(f"photos/{name}", flat.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"no zip", "input_images must be a zip file"),
        (_nested(), "No images found in input_images"),
        (
            photo_zip(0, extra={"a.txt": b"x", "__MACOSX/1.jpg": b"x", "._1.jpg": b"x"}),
            "No images found in input_images",
        ),
        (photo_zip(1, extra={"2.jpg": b"broken"}), "cannot identify image file 'input_images/2.jpg'"),
    ],
)
async def test_a_bad_archive_fails_the_training(stand: Stand, data: bytes, error: str) -> None:
    """It must be a true ZIP with readable photos that stand in no folder; a Mac's extra files are passed over."""
    url = (await stand.upload(data))["urls"]["get"]
    training = await stand.train(input_images=url)
    assert (training["status"], training["error"], training["output"]) == ("failed", error, None)


async def test_photos_that_cannot_be_fetched_fail_the_training(stand: Stand) -> None:
    """A deleted file, and an address elsewhere."""
    file = await stand.upload(photo_zip(4))
    await stand.call("DELETE", f"{API}/files/{file['id']}")
    for url in (file["urls"]["get"], "https://example.com/photos.zip"):
        training = await stand.train(input_images=url)
        assert training["error"] == f"Failed to download input_images from {url}"


async def test_photos_may_lie_on_another_public_host(stand: Stand) -> None:
    """Any public address will do."""
    url = stand.elsewhere.keep("photos.zip", photo_zip(4), "application/zip", None)
    assert (await stand.train(input_images=url))["status"] == "succeeded"


@pytest.mark.parametrize("values", [{"resolution": "512,big"}, {"batch_size": 0}])
async def test_values_that_only_the_trainer_checks_fail_it(stand: Stand, values: dict[str, Any]) -> None:
    """The schema has no bound for them; the run fails."""
    assert (await stand.train(**values))["status"] == "failed"


async def test_the_contract_is_the_one_of_the_documents() -> None:
    """A sample of the numbers of the published trainer, so that nobody loosens them by mistake."""
    fields = load_models()[TRAINER]["input"]["properties"]
    assert (fields["steps"]["minimum"], fields["steps"]["maximum"], fields["steps"]["default"]) == (3, 6000, 1000)
    assert (fields["lora_rank"]["maximum"], fields["learning_rate"]["default"]) == (128, 0.0004)
    assert (fields["resolution"]["default"], fields["autocaption"]["default"]) == ("512,768,1024", True)
