"""Prices, models and the list of requests."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.contracts import load_contracts
from sandbox.fal.schemas import schema_name
from tests.sandbox.fal.stand import FAST, FLUX, Z_IMAGE, Stand

PROMPT = {"prompt": "a portrait", "seed": 1}
LIST = "/fal/api/v1/models/requests/by-endpoint"


async def listed(stand: Stand, **params: Any) -> Any:
    answer = await stand.call("GET", LIST, params={"endpoint_id": FLUX, **params})
    assert answer.status == 200, answer.body
    return answer.body


async def test_prices_are_given_for_the_asked_endpoints(stand: Stand) -> None:
    """By repeated parameter or by comma; unit and currency are named."""
    for query in (f"endpoint_id={FAST}&endpoint_id={FLUX}", f"endpoint_id={FAST},{FLUX}"):
        body = (await stand.call("GET", f"/fal/api/v1/models/pricing?{query}")).body
        assert body["prices"] == [
            {"endpoint_id": FAST, "unit_price": 0.002, "unit": "steps", "currency": "USD"},
            {"endpoint_id": FLUX, "unit_price": 0.035, "unit": "megapixels", "currency": "USD"},
        ]


@pytest.mark.parametrize(("query", "status"), [("", 400), ("?endpoint_id=fal-ai/nothing", 404)])
async def test_prices_of_nothing_are_refused(stand: Stand, query: str, status: int) -> None:
    """At least one known endpoint is asked for."""
    answer = await stand.call("GET", f"/fal/api/v1/models/pricing{query}")
    kind = {400: "validation_error", 404: "not_found"}[status]
    assert (answer.status, answer.body["error"]["type"]) == (status, kind)


async def test_models_are_listed_in_pages_with_their_schemas(stand: Stand) -> None:
    """The cursor leads through all endpoints, and the category chooses."""
    names: list[str] = []
    cursor = None
    while cursor or not names:
        params = {"limit": "5"} | ({"cursor": cursor} if cursor else {})
        body = (await stand.call("GET", "/fal/api/v1/models", params=params)).body
        names += [model["endpoint_id"] for model in body["models"]]
        cursor = body["next_cursor"]
        assert body["has_more"] is (cursor is not None)
    assert sorted(names) == sorted(load_contracts())
    training = (await stand.call("GET", "/fal/api/v1/models", params={"category": "training"})).body
    assert {FAST, Z_IMAGE} < {model["endpoint_id"] for model in training["models"]}


@pytest.mark.parametrize("endpoint", sorted(load_contracts()))
async def test_every_live_schema_has_the_published_form(stand: Stand, endpoint: str) -> None:
    """expand=openapi-3.0 brings a whole OpenAPI document: named input and output, every reference inside it, the
    fields of the contract, and none of the sandbox's own closing of objects."""
    params = {"endpoint_id": endpoint, "expand": "openapi-3.0"}
    (model,) = (await stand.call("GET", "/fal/api/v1/models", params=params)).body["models"]
    document = model["openapi"]
    schemas = document["components"]["schemas"]
    body = document["paths"][f"/{endpoint}"]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    contract = load_contracts()[endpoint]["input"]
    given = schemas[body.removeprefix("#/components/schemas/")]
    assert given["properties"].keys() == contract["properties"].keys()
    assert sorted(given.get("required", [])) == sorted(contract.get("required", []))
    text = json.dumps(document)
    references = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert references <= schemas.keys()
    assert "$defs" not in text
    assert "additionalProperties" not in given


def test_the_schemas_are_named_as_the_published_ones() -> None:
    """The names that the real documents of 2026-06-11 give."""
    names = {
        "fal-ai/flux-lora-fast-training": "FluxLoraFastTraining",
        "fal-ai/flux-2/klein/9b/base/lora": "Flux2Klein9bBaseLora",
        "fal-ai/z-image-turbo-trainer-v2": "ZImageTurboTrainerV2",
        "openrouter/router": "Router",
    }
    assert {endpoint: schema_name(endpoint) for endpoint in names} == names


async def test_an_ended_request_is_listed_with_its_payload_when_asked(stand: Stand) -> None:
    """Input and output come with expand=payloads, and not without stored payloads."""
    job = await stand.submit(FLUX, PROMPT)
    result = await stand.ended(job)
    unstored = await stand.submit(FLUX, PROMPT, headers={"X-Fal-Store-IO": "0"})
    await stand.ended(unstored)
    (bare,) = (await listed(stand, request_id=job["request_id"]))["items"]
    assert "json_input" not in bare
    assert (bare["status_code"], bare["endpoint_id"]) == (200, FLUX)
    assert bare["sent_at"] <= bare["started_at"] <= bare["ended_at"]
    rows = {row["request_id"]: row for row in (await listed(stand, expand="payloads"))["items"]}
    assert rows[job["request_id"]]["json_input"] == PROMPT
    assert rows[job["request_id"]]["json_output"] == result.body
    assert rows[unstored["request_id"]]["json_input"] is None


async def test_running_requests_are_listed_or_hidden(slow_stand: Stand) -> None:
    """Whether the real list shows them is not known, so there is a switch."""
    job = await slow_stand.submit(FLUX, PROMPT)
    (row,) = (await listed(slow_stand))["items"]
    assert (row["request_id"], row["ended_at"], row["status_code"]) == (job["request_id"], None, None)
    await slow_stand.settings(list_running=False)
    assert (await listed(slow_stand))["items"] == []
    slow_stand.clock.advance(9)
    await slow_stand.ended(job)
    assert len((await listed(slow_stand))["items"]) == 1


async def test_the_list_keeps_to_time_range_endpoint_and_status(stand: Stand) -> None:
    """start is included and end is not; other endpoints are not shown."""
    await stand.ended(await stand.submit(FLUX, PROMPT))
    stand.faults.plan("fal.job", "fail")
    await stand.ended(await stand.submit(FLUX, PROMPT))
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    both = await listed(stand, start=(now - hour).isoformat(), end=(now + hour).isoformat())
    assert len(both["items"]) == 2
    assert (await listed(stand, end=(now - hour).isoformat()))["items"] == []
    assert [row["status_code"] for row in (await listed(stand, status="error"))["items"]] == [500]
    assert (await listed(stand, endpoint_id=FAST))["items"] == []


async def test_the_list_has_pages(stand: Stand) -> None:
    """limit and cursor lead through all requests, newest first."""
    jobs = [await stand.submit(FLUX, PROMPT) for _ in range(3)]
    for job in jobs:
        await stand.ended(job)
    first = await listed(stand, limit="2")
    second = await listed(stand, limit="2", cursor=first["next_cursor"])
    assert (first["has_more"], second["has_more"]) == (True, False)
    found = [row["request_id"] for row in first["items"] + second["items"]]
    assert sorted(found) == sorted(job["request_id"] for job in jobs)


@pytest.mark.parametrize("params", [{}, {"endpoint_id": FLUX, "start": "now"}, {"endpoint_id": FLUX, "limit": "0"}])
async def test_a_wrong_question_to_the_list_is_refused(stand: Stand, params: dict[str, str]) -> None:
    """400 with an error that has a type."""
    answer = await stand.call("GET", LIST, params=params)
    assert (answer.status, answer.body["error"]["type"]) == (400, "validation_error")
