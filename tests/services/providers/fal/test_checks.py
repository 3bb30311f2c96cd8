"""What an operator's check-up asks fal: whether the key is taken, and what an endpoint takes today."""

from typing import Any

import pytest

from services.errors import ProviderError
from services.providers.fal import FalProvider
from tests.services.providers.recorder import Recorder, Reply, as_json

ENDPOINT = "fal-ai/turbo-flux-trainer"
TOKEN = {"token": "t", "token_type": "Bearer", "base_url": "http://127.0.0.1:1", "expires_at": "2999-01-01T00:00:00Z"}
INPUT = {
    "type": "object",
    "required": ["images_data_url"],
    "properties": {
        "images_data_url": {"type": "string"},
        "training_style": {"$ref": "#/components/schemas/Style", "default": "subject"},
        "steps": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 10000}, {"type": "null"}]},
    },
}
STYLE = {"type": "string", "enum": ["subject", "style"]}


def document(**schemas: Any) -> dict[str, Any]:
    """fal's OpenAPI of an endpoint, cut down to what leads to the input."""
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/TurboInput"}}}}
    return {
        "openapi": "3.0.4",
        "components": {"schemas": {"TurboInput": INPUT, "Style": STYLE, **schemas}},
        "paths": {
            f"/{ENDPOINT}/requests/{{request_id}}/status": {"get": {}},
            f"/{ENDPOINT}": {"post": {"requestBody": body}},
        },
    }


def models(*rows: dict[str, Any]) -> Reply:
    """The answer of the list of models."""
    return as_json({"models": list(rows), "has_more": False, "next_cursor": None})


async def test_the_key_is_shown_for_an_upload_token(fal: FalProvider, recorder: Recorder) -> None:
    """A question that needs the key and costs nothing; an ordinary key may ask it."""
    recorder.plays(as_json(TOKEN))
    assert await fal.check_key() == ""
    (seen,) = recorder.seen
    assert (seen.method, seen.path) == ("POST", "/rest/storage/auth/token")
    assert seen.headers["authorization"] == "Key id:secret"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(401), "provider-key"),
        (Reply(403), "provider-key"),
        (Reply(503), "provider-unreachable"),
        (Reply(drop=True), "provider-unreachable"),
        (as_json({"token": 3}), "provider-unreachable"),
    ],
)
async def test_a_key_is_only_bad_when_fal_says_so(
    fal: FalProvider, recorder: Recorder, reply: Reply, code: str
) -> None:
    """An outage must not make anybody throw a good key away."""
    recorder.plays(reply)
    with pytest.raises(ProviderError) as refused:
        await fal.check_key()
    assert refused.value.code == code


async def test_an_input_schema_is_found_and_made_whole(fal: FalProvider, recorder: Recorder) -> None:
    """References are put in their place, and what stands beside one is kept."""
    recorder.plays(models({"endpoint_id": "fal-ai/other"}, {"endpoint_id": ENDPOINT, "openapi": document()}))
    schema = await fal.input_schema(ENDPOINT)
    assert schema["properties"]["training_style"] == STYLE | {"default": "subject"}
    assert schema["required"] == ["images_data_url"]
    (seen,) = recorder.seen
    assert seen.path == "/api/v1/models"
    assert seen.query == {"endpoint_id": [ENDPOINT], "expand": ["openapi-3.0"]}


async def test_an_endpoint_that_is_gone_is_told_from_a_bad_answer(fal: FalProvider, recorder: Recorder) -> None:
    """The list without it says 404, as the price list does."""
    recorder.plays(models({"endpoint_id": "fal-ai/other", "openapi": document()}))
    with pytest.raises(ProviderError) as gone:
        await fal.input_schema(ENDPOINT)
    assert gone.value.params == {"status": 404}


@pytest.mark.parametrize(
    "openapi",
    [
        None,
        {},
        {"paths": {f"/{ENDPOINT}": {"post": None}}},
        document(TurboInput={"type": "object"}),
        document(TurboInput={"properties": {"a": {"$ref": "#/components/schemas/Nowhere"}}}),
        document(TurboInput={"properties": {"a": {"$ref": "#/components/schemas/TurboInput"}}}),
    ],
    ids=["none", "empty", "no body", "no fields", "dangling", "endless"],
)
async def test_a_schema_that_cannot_be_read_is_no_schema(fal: FalProvider, recorder: Recorder, openapi: object) -> None:
    """Comparing with half of one would find faults that are not there."""
    recorder.plays(models({"endpoint_id": ENDPOINT, "openapi": openapi}))
    with pytest.raises(ProviderError) as unreadable:
        await fal.input_schema(ENDPOINT)
    assert (unreadable.value.code, unreadable.value.params) == ("provider-answer", {})
