"""The input schema inside an endpoint's OpenAPI document, as fal's platform API gives it. Pure."""

from collections.abc import Mapping
from typing import Any

from services.errors import ProviderError

DEEPEST = 20
"""Guard against a schema that refers to itself."""


def read_input_schema(document: Any, endpoint: str) -> Mapping[str, Any]:
    """The JSON Schema of what a submit to `endpoint` sends, with everything it refers to put in its place.

    Raises `ProviderError('provider-answer')` for a document that has none.
    """
    node = document
    for name in ("paths", f"/{endpoint}", "post", "requestBody", "content", "application/json", "schema"):
        node = node.get(name) if isinstance(node, Mapping) else None
    schema = _resolved(node, document, 0)
    if not isinstance(schema, Mapping) or not isinstance(schema.get("properties"), Mapping):
        raise ProviderError("provider-answer")
    return schema


def _resolved(node: Any, document: Any, depth: int) -> Any:
    if depth > DEEPEST:
        raise ProviderError("provider-answer")
    if isinstance(node, list):
        return [_resolved(item, document, depth + 1) for item in node]
    if not isinstance(node, Mapping):
        return node
    meant = _meant(node.get("$ref"), document)
    if meant is not None:
        # What stands beside a reference (a default, a text) belongs to the place that refers.
        beside = {name: value for name, value in node.items() if name != "$ref"}
        return {**_resolved(meant, document, depth + 1), **_resolved(beside, document, depth + 1)}
    return {name: _resolved(value, document, depth + 1) for name, value in node.items()}


def _meant(reference: Any, document: Any) -> Mapping[str, Any] | None:
    if not isinstance(reference, str):
        return None
    node = document
    for name in reference.removeprefix("#/").split("/"):
        node = node.get(name) if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping):
        raise ProviderError("provider-answer")
    return node
