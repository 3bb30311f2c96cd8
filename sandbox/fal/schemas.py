"""The OpenAPI document of an endpoint, in the form of fal's platform API."""

import re
from typing import Any

from sandbox.fal.endpoints import Endpoint

_QUEUE_STATUS = {
    "type": "object",
    "properties": {
        "status": {"type": "string", "enum": ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]},
        "request_id": {"type": "string", "description": "The request id."},
        "response_url": {"type": "string", "description": "The response url."},
        "status_url": {"type": "string", "description": "The status url."},
        "cancel_url": {"type": "string", "description": "The cancel url."},
        "logs": {"type": "object", "description": "The logs.", "additionalProperties": True},
        "metrics": {"type": "object", "description": "The metrics.", "additionalProperties": True},
        "queue_position": {"type": "integer", "description": "The queue position."},
    },
    "required": ["status", "request_id"],
}
_REQUEST_ID = {"name": "request_id", "in": "path", "required": True, "schema": {"type": "string"}}


def openapi(endpoint: Endpoint) -> dict[str, Any]:
    """The document: the input and output schemas have the endpoint's name, other objects stand beside them."""
    name = schema_name(endpoint.id)
    schemas: dict[str, Any] = {"QueueStatus": _QUEUE_STATUS}
    _add(schemas, f"{name}Input", endpoint.check.input_schema)
    _add(schemas, f"{name}Output", endpoint.check.output_schema)
    return {
        "openapi": "3.0.4",
        "info": {
            "title": f"Queue OpenAPI for {endpoint.id}",
            "version": "1.0.0",
            "description": f"The OpenAPI schema for the {endpoint.id} queue.",
            "x-fal-metadata": {"endpointId": endpoint.id, "category": endpoint.category},
        },
        "components": {
            "securitySchemes": {"apiKeyAuth": {"type": "apiKey", "in": "header", "name": "Authorization"}},
            "schemas": schemas,
        },
        "paths": _paths(endpoint.id, name),
        "servers": [{"url": "https://queue.fal.run"}],
        "security": [{"apiKeyAuth": []}],
    }


def schema_name(endpoint_id: str) -> str:
    """The id without its owner, in one word: "fal-ai/flux-2/lora" is Flux2Lora."""
    words = re.split(r"[/._-]", endpoint_id.split("/", 1)[1])
    return "".join(word[:1].upper() + word[1:] for word in words)


def _add(schemas: dict[str, Any], name: str, contract: dict[str, Any]) -> None:
    for inner, schema in contract.get("$defs", {}).items():
        schemas[inner] = _open(schema)
    schemas[name] = _open({key: value for key, value in contract.items() if key != "$defs"})


def _open(schema: Any) -> Any:
    """The schema as it is published: without the sandbox's additions, with references to its neighbours."""
    if isinstance(schema, list):
        return [_open(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    added = {"maxItems"} | ({"additionalProperties"} if schema.get("additionalProperties") is False else set())
    kept = {key: _open(value) for key, value in schema.items() if key not in added}
    if isinstance(reference := kept.get("$ref"), str):
        kept["$ref"] = reference.replace("#/$defs/", "#/components/schemas/")
    return kept


def _paths(endpoint_id: str, name: str) -> dict[str, Any]:
    body = {"required": True, "content": _json(f"{name}Input")}
    one = f"/{endpoint_id}/requests/{{request_id}}"
    stopped = {"schema": {"type": "object", "properties": {"success": {"type": "boolean"}}}}
    cancelled = {"200": {"description": "The request was cancelled.", "content": {"application/json": stopped}}}
    return {
        f"{one}/status": {"get": {"parameters": [_REQUEST_ID], "responses": _ok("QueueStatus")}},
        f"{one}/cancel": {"put": {"parameters": [_REQUEST_ID], "responses": cancelled}},
        f"/{endpoint_id}": {"post": {"requestBody": body, "responses": _ok("QueueStatus")}},
        one: {"get": {"parameters": [_REQUEST_ID], "responses": _ok(f"{name}Output")}},
    }


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _ok(schema: str) -> dict[str, Any]:
    return {"200": {"description": "The answer.", "content": _json(schema)}}
