"""The API's description, OpenAPI 3.1, made from the table of routes and the models at its edge."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot.web.api.problems import CONTENT_TYPE, Problem
from bot.web.api.reading import KEY_HEADER, KEY_PATTERN
from bot.web.api.route import Route
from bot.web.api.shapes import Nothing

REF = "#/components/schemas/{model}"

PROBLEMS = {
    400: "The request is not what this route takes",
    401: "No session, or it is over: open the app again",
    403: "This person may not do it",
    404: "It does not exist, or is not this person's",
    409: "It clashes with something that exists",
    413: "Too large",
    422: "What was sent cannot be used",
    429: "A limit is reached; `reset_at` or Retry-After say until when",
    502: "The provider did not answer usably",
    503: "Something of our own is in the way for a moment",
}


def describe(routes: Sequence[Route], version: str = "1") -> dict[str, Any]:
    """The document; the same table always gives the same."""
    names, schemas = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(f"/api/v1{route.path}", {})[route.method.lower()] = _operation(route, names)
    return {
        "openapi": "3.1.0",
        "info": {"title": "loragram", "version": version, "description": (__doc__ or "").strip()},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def document(routes: Sequence[Route]) -> str:
    """The description as text, one line a value, so that changes can be read."""
    return json.dumps(describe(routes), indent=1, ensure_ascii=False, sort_keys=False)


Names = Mapping[tuple[Any, JsonSchemaMode], dict[str, Any]]


def _schemas(routes: Sequence[Route]) -> tuple[Names, dict[str, Any]]:
    models: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(Problem, "serialization"): None}
    for route in routes:
        if route.answer is not None:
            models[route.answer, "serialization"] = None
        if route.body is not Nothing:
            models[route.body, "validation"] = None
    references, document = models_json_schema(list(models), ref_template=REF)
    schemas: dict[str, Any] = document["$defs"]
    return references, schemas


def _operation(route: Route, names: Names) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "tags": [route.path.split("/")[1]],
        "parameters": list(_parameters(route)),
        "responses": _responses(route, names),
        "security": [] if route.public else [{"bearer": []}],
    }
    if route.body is not Nothing:
        schema = names[route.body, "validation"]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    elif route.raw:
        operation["requestBody"] = {"required": True, "content": dict(route.raw)}
    return operation


def _parameters(route: Route) -> Iterable[dict[str, Any]]:
    for name in route.ids:
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    fields = route.query.model_json_schema(ref_template=REF)
    definitions = fields.get("$defs", {})
    for name, schema in fields.get("properties", {}).items():
        required = name in fields.get("required", ())
        yield {"name": name, "in": "query", "required": required, "schema": _inlined(schema, definitions)}
    if route.keyed:
        schema = {"type": "string", "pattern": f"^{KEY_PATTERN}$"}
        yield {"name": KEY_HEADER, "in": "header", "required": True, "schema": schema}


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """Enums of queries are small; written out they need no component."""
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return definitions[schema["$ref"].rsplit("/", 1)[1]]
    return {name: _inlined(one, definitions) for name, one in schema.items()}


def _responses(route: Route, names: Names) -> dict[str, Any]:
    done: dict[str, Any] = {"description": "Done"}
    if route.answer is not None:
        done["content"] = {route.content: {"schema": names[route.answer, "serialization"]}}
    elif route.content != "application/json":
        done["content"] = {route.content: {"schema": {"type": "string"}}}
    is_empty = route.answer is None and route.content == "application/json"
    responses = {"204" if is_empty else str(route.status): done}
    schema = names[Problem, "serialization"]
    for status in route.all_problems:
        responses[str(status)] = {"description": PROBLEMS[status], "content": {CONTENT_TYPE: {"schema": schema}}}
    return responses
