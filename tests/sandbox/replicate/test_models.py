"""Models and versions: destinations are made, found and deleted, and say what they take."""

from typing import Any

import pytest

from sandbox import replicate
from sandbox.contracts.replicate import load_models
from sandbox.replicate.catalogue import FLUX, LANGUAGE, TRAINER, TRAINER_VERSION
from tests.sandbox.replicate.shapes import check
from tests.sandbox.replicate.stand import API, DESTINATION, FLUX_PREDICTIONS, Stand

MODELS = f"{API}/models"
NEW = {"owner": replicate.USERNAME, "name": "annx", "visibility": "private", "hardware": "gpu-t4"}


async def test_a_model_is_made_once(stand: Stand) -> None:
    """201 with the published object; then 409, and it can be read."""
    made = await stand.call("POST", MODELS, json=NEW)
    assert made.status == 201
    check("model_response", made.body)
    assert (made.body["visibility"], made.body["latest_version"], made.body["is_official"]) == ("private", None, False)
    again = await stand.call("POST", MODELS, json=NEW)
    assert (again.status, again.body["status"]) == (409, 409)
    assert (await stand.call("GET", f"{MODELS}/{DESTINATION}")).body == made.body
    assert (await stand.call("GET", f"{MODELS}/{DESTINATION}x")).status == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"hardware": "gpu-unknown"}, 422),
        ({"visibility": "secret"}, 422),
        ({"name": "Ann X"}, 422),
        ({"hardware": None}, 422),
        ({"colour": "red"}, 422),
        ({"owner": "other"}, 403),
    ],
)
async def test_a_wrong_model_is_refused(stand: Stand, change: dict[str, Any], status: int) -> None:
    """Hardware must be on the list, the owner be us, the name be a name."""
    answer = await stand.call("POST", MODELS, json=NEW | change)
    assert answer.status == status
    assert (await stand.call("GET", "/control/replicate/models")).body == []


async def test_a_body_that_is_no_json_is_refused(stand: Stand) -> None:
    """400, for models as for predictions."""
    for path in (MODELS, FLUX_PREDICTIONS):
        assert (await stand.call("POST", path, data=b"{")).status == 400


async def test_the_trainer_publishes_what_it_takes(stand: Stand) -> None:
    """latest_version is the one that is trained with; its schema has every field, default and bound."""
    model = (await stand.call("GET", f"{MODELS}/{TRAINER}")).body
    check("model_response", model)
    check("version_response", model["latest_version"])
    assert model["latest_version"]["id"] == TRAINER_VERSION
    schemas = model["latest_version"]["openapi_schema"]["components"]["schemas"]
    given = schemas["TrainingInput"]["properties"]
    for name, rule in load_models()[TRAINER]["input"]["properties"].items():
        for key in ("default", "minimum", "maximum"):
            assert given[name].get(key) == rule.get(key), (name, key)
    assert schemas["TrainingInput"]["required"] == ["input_images"]
    assert "additionalProperties" not in schemas["TrainingInput"]
    assert given["autocaption_prefix"]["nullable"] is True
    assert schemas["output_format"]["enum"] == ["webp", "jpg", "png"]
    assert schemas["Input"]["properties"]["output_format"]["allOf"] == [{"$ref": "#/components/schemas/output_format"}]


@pytest.mark.parametrize(("model", "official"), [(TRAINER, False), (FLUX, True), (LANGUAGE, True)])
async def test_official_models_say_so(stand: Stand, model: str, official: bool) -> None:
    """Only they are run by name."""
    assert (await stand.call("GET", f"{MODELS}/{model}")).body["is_official"] is official


async def test_a_trained_version_stands_at_its_destination(stand: Stand) -> None:
    """Each training adds a version; the newest is the latest."""
    first = (await stand.train())["output"]["version"].split(":")[1]
    second = (await stand.train(trigger_word="other"))["output"]["version"].split(":")[1]
    model = (await stand.call("GET", f"{MODELS}/{DESTINATION}")).body
    assert model["latest_version"]["id"] == second
    listed = (await stand.call("GET", f"{MODELS}/{DESTINATION}/versions")).body["results"]
    assert [version["id"] for version in listed] == [second, first]
    version = (await stand.call("GET", f"{MODELS}/{DESTINATION}/versions/{first}")).body
    check("version_response", version)
    assert "prompt" in version["openapi_schema"]["components"]["schemas"]["Input"]["properties"]
    assert "TrainingInput" not in version["openapi_schema"]["components"]["schemas"]


async def test_a_model_is_deleted_after_its_versions(slow_stand: Stand) -> None:
    """409 while it has a version; the version goes minutes after the 202, with its predictions and their files."""
    stand = slow_stand
    await stand.settings(training_seconds=0, generation_seconds=0)
    version = (await stand.train())["output"]["version"]
    prediction = await stand.predict(version=version)
    assert prediction["status"] == "succeeded"
    one = f"{MODELS}/{DESTINATION}"
    assert (await stand.call("DELETE", one)).status == 409
    path = f"{one}/versions/{version.split(':')[1]}"
    assert (await stand.call("DELETE", path)).status == 202
    assert (await stand.call("GET", path)).status == 200
    while (await stand.call("GET", path)).status == 200:
        stand.clock.advance(60)
    assert (await stand.call("GET", f"{API}/predictions/{prediction['id']}")).status == 404
    assert (await stand.call("GET", prediction["output"][0], key=False)).status == 404
    body = {"version": version, "input": {"prompt": "a"}}
    assert (await stand.call("POST", f"{API}/predictions", json=body)).status == 422
    assert (await stand.call("DELETE", one)).status == 204
    assert (await stand.call("GET", one)).status == 404


async def test_only_private_models_of_ours_are_deleted(stand: Stand) -> None:
    """Public ones of ours are 403, others' are 404."""
    public = await stand.destination("open", "public")
    assert (await stand.call("DELETE", f"{MODELS}/{public}")).status == 403
    assert (await stand.call("DELETE", f"{MODELS}/{TRAINER}")).status == 404
    assert (await stand.call("DELETE", f"{MODELS}/{TRAINER}/versions/{TRAINER_VERSION}")).status == 404
