"""Wrong bodies get the 422 that fal gives."""

from typing import Any

import pytest

from sandbox.contracts import load_contracts
from sandbox.fal.validation import BodyCheck
from tests.sandbox.fal.stand import FAST, FLUX, FLUX_FROM_PICTURE, Z_IMAGE, Stand

ZIP = {"images_data_url": "http://127.0.0.1/x.zip"}
Z_ZIP = {"image_data_url": "http://127.0.0.1/x.zip"}
TEXT = {"prompt": "a portrait"}
KLEIN = "fal-ai/flux-2-klein-9b-base-trainer"
Z_LORA = "fal-ai/z-image/turbo/lora"
LORA = {"path": "http://127.0.0.1/x"}


@pytest.mark.parametrize(
    ("endpoint", "body", "loc", "kind"),
    [
        (FAST, {}, ["body", "images_data_url"], "missing"),
        (FAST, ZIP | {"steps": 10001}, ["body", "steps"], "less_than_equal"),
        (FAST, ZIP | {"steps": "many"}, ["body", "steps"], "int_type"),
        (FAST, ZIP | {"learning_rate": 0.1}, ["body", "learning_rate"], "extra_forbidden"),
        (FAST, Z_ZIP, ["body", "image_data_url"], "extra_forbidden"),
        (Z_IMAGE, Z_ZIP | {"steps": 9}, ["body", "steps"], "greater_than_equal"),
        (Z_IMAGE, Z_ZIP | {"trigger_word": "annx"}, ["body", "trigger_word"], "extra_forbidden"),
        (KLEIN, Z_ZIP | {"steps": 150}, ["body", "steps"], "multiple_of"),
        (FLUX, {"prompt": 7}, ["body", "prompt"], "string_type"),
        (FLUX, TEXT | {"num_images": 5}, ["body", "num_images"], "less_than_equal"),
        (FLUX, TEXT | {"output_format": "webp"}, ["body", "output_format"], "literal_error"),
        (FLUX, TEXT | {"image_size": {"width": 0}}, ["body", "image_size", "width"], "greater_than"),
        (FLUX, TEXT | {"loras": [LORA | {"scale": 5}]}, ["body", "loras", 0, "scale"], "less_than_equal"),
        (FLUX, TEXT | {"loras": [{"scale": 1}]}, ["body", "loras", 0, "path"], "missing"),
        (FLUX, TEXT | {"loras": [LORA | {"weight": 1}]}, ["body", "loras", 0, "weight"], "extra_forbidden"),
        (FLUX, TEXT | {"image_url": "x"}, ["body", "image_url"], "extra_forbidden"),
        (FLUX_FROM_PICTURE, TEXT, ["body", "image_url"], "missing"),
        (Z_LORA, TEXT | {"num_inference_steps": 9}, ["body", "num_inference_steps"], "less_than_equal"),
        (Z_LORA, TEXT | {"guidance_scale": 3}, ["body", "guidance_scale"], "extra_forbidden"),
        (Z_LORA, TEXT | {"loras": [LORA] * 4}, ["body", "loras"], "too_long"),
    ],
)
async def test_a_wrong_field_is_named(
    stand: Stand, endpoint: str, body: dict[str, Any], loc: list[str | int], kind: str
) -> None:
    """The answer names place and type of the mistake, and no job exists."""
    answer = await stand.call("POST", f"/fal/queue/{endpoint}", json=body)
    assert answer.status == 422
    assert {"loc", "msg", "type", "input"} <= answer.body["detail"][0].keys()
    assert (loc, kind) in [(item["loc"], item["type"]) for item in answer.body["detail"]]
    assert (await stand.call("GET", "/control/fal/jobs")).body == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b"7"])
async def test_a_body_that_is_no_object_is_refused(stand: Stand, raw: bytes) -> None:
    """Broken JSON and other JSON than an object are 422 as well."""
    answer = await stand.call("POST", f"/fal/queue/{FLUX}", data=raw)
    assert (answer.status, answer.body["detail"][0]["loc"][0]) == (422, "body")


async def test_an_unknown_endpoint_is_not_found(stand: Stand) -> None:
    """A mistyped endpoint id does not become a job."""
    answer = await stand.call("POST", "/fal/queue/fal-ai/flux-lora-fast-trainer", json=ZIP)
    assert answer.status == 404


async def test_validation_can_happen_when_the_job_runs(stand: Stand) -> None:
    """With `validation` "run" a wrong body is accepted, paid work begins, and the result is the 422."""
    await stand.settings(validation="run")
    result = await stand.ended(await stand.submit(FLUX, {"promt": "a portrait"}))
    assert result.status == 422
    assert {"missing", "extra_forbidden"} == {item["type"] for item in result.body["detail"]}


@pytest.mark.parametrize("contract", load_contracts().values(), ids=lambda contract: contract["endpoint_id"])
def test_the_defaults_of_every_contract_fit_it(contract: dict[str, Any]) -> None:
    """A body of the required fields and all defaults is accepted, and one unknown field is not."""
    check = BodyCheck(contract)
    least = dict.fromkeys(contract["input"]["required"], "x")
    assert check.problems(check.with_defaults(least)) == []
    assert [item["type"] for item in check.problems(least | {"typo": 1})] == ["extra_forbidden"]
