"""The doctor reads what a model takes from the model itself."""

from typing import Any

import pytest

from services.errors import ProviderError
from services.providers.replicate import ReplicateProvider
from services.providers.replicate.input_schemas import input_schema_of
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.services.providers.replicate.facts import OFFICIAL_MODEL, TRAINED, TRAINER, VERSION, model

SCHEMAS: dict[str, Any] = {
    "aspect_ratio": {"enum": ["1:1", "16:9"], "type": "string", "title": "aspect_ratio", "description": "An enum."},
    "Input": {
        "type": "object",
        "required": ["prompt"],
        "properties": {
            "prompt": {"type": "string"},
            "aspect_ratio": {"allOf": [{"$ref": "#/components/schemas/aspect_ratio"}], "default": "1:1"},
            "format": {"$ref": "#/components/schemas/aspect_ratio", "description": "Its own words."},
        },
    },
    "TrainingInput": {"type": "object", "properties": {"steps": {"type": "integer", "minimum": 3, "maximum": 6000}}},
}


def version(schemas: Any = SCHEMAS) -> dict[str, Any]:
    return {"id": VERSION, "openapi_schema": {"components": {"schemas": schemas}}}


async def test_a_trainer_has_its_training_input(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """Of its newest version; a model that only draws has its plain input, references in place."""
    recorder.plays(as_json(model(latest_version=version())))
    steps = (await replicate.input_schema(TRAINER))["properties"]["steps"]
    assert steps == {"type": "integer", "minimum": 3, "maximum": 6000}
    drawn = (await replicate.input_schema(OFFICIAL_MODEL))["properties"]
    assert drawn["prompt"] == {"type": "string"}
    assert drawn["aspect_ratio"] == SCHEMAS["aspect_ratio"] | {"default": "1:1"}
    assert drawn["format"] == SCHEMAS["aspect_ratio"] | {"description": "Its own words."}
    assert [seen.path for seen in recorder.seen] == [f"/v1/models/{TRAINER}", f"/v1/models/{OFFICIAL_MODEL}"]


async def test_a_trained_version_has_its_own(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """Its fields are those of the predictor that its trainer put there."""
    recorder.plays(as_json(version()))
    assert "aspect_ratio" in (await replicate.input_schema(TRAINED))["properties"]
    assert recorder.seen[0].path == f"/v1/models/acme/lora-1/versions/{VERSION}"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404),
        Reply(503),
        Reply(body=b"?"),
        as_json(model(version=None)),
        as_json(model()),
        as_json(model(latest_version=version({}))),
        as_json(model(latest_version=version({"Input": {"$ref": "#/components/schemas/Input"}}))),
        as_json(model(latest_version=version({"Input": {"$ref": "#/components/schemas/None"}}))),
        as_json(model(latest_version=version({"Input": []}))),
        as_json(model(latest_version=version({"Input": {"properties": 3}}))),
        as_json(model(latest_version=version({"Input": {"allOf": 3, "properties": {}}}))),
    ],
    ids=range(11),
)
async def test_a_schema_that_cannot_be_read_is_an_error(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply
) -> None:
    """Whatever the form it has."""
    recorder.plays(reply)
    with pytest.raises(ProviderError):
        await replicate.input_schema(OFFICIAL_MODEL)


async def test_what_is_no_model_has_no_schema(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """`trained-version` names a kind of call, not a model."""
    for endpoint in ("trained-version", "../account", ""):
        with pytest.raises(ProviderError):
            await replicate.input_schema(endpoint)
    assert recorder.seen == []


def test_the_schema_itself_is_not_changed() -> None:
    """Resolving makes another one."""
    before = repr(SCHEMAS)
    input_schema_of(version(), "Input")
    assert repr(SCHEMAS) == before
