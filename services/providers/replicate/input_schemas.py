"""What a model's newest version takes, by its own schema."""

from collections.abc import Mapping
from typing import Any

from services.errors import ProviderError
from services.providers.replicate.api import Api, is_model, is_trained_version

MOST_DEPTH = 20
"""Of references inside references; real schemas have one or two."""

_PREFIX = "#/components/schemas/"


async def live_input_schema(api: Api, endpoint: str, *, is_training: bool) -> Mapping[str, Any]:
    """The JSON schema of `endpoint`'s input (`owner/name`, or `owner/name:version` for that very version), its
    references resolved. Raises `ProviderError`."""
    if is_trained_version(endpoint):
        model, _, version_id = endpoint.partition(":")
        version: Any = await api.ask(f"/v1/models/{model}/versions/{version_id}")
    elif is_model(endpoint):
        version = (await api.ask(f"/v1/models/{endpoint}")).get("latest_version")
    else:
        raise ProviderError("provider-answer", endpoint=endpoint)
    return input_schema_of(version, "TrainingInput" if is_training else "Input")


def input_schema_of(version: Any, name: str) -> Mapping[str, Any]:
    """The named schema of a version object. Raises `ProviderError` where it has none that can be read."""
    try:
        schemas = version["openapi_schema"]["components"]["schemas"]
        resolved = _resolved(schemas[name], schemas, MOST_DEPTH)
    except (KeyError, TypeError, ValueError) as error:
        raise ProviderError("provider-answer") from error
    if not isinstance(resolved, dict) or not isinstance(resolved.get("properties"), dict):
        raise ProviderError("provider-answer")
    return resolved


def _resolved(node: Any, schemas: Mapping[str, Any], depth: int) -> Any:
    if depth == 0:
        raise ValueError("references without an end")
    if isinstance(node, list):
        return [_resolved(item, schemas, depth - 1) for item in node]
    if not isinstance(node, dict):
        return node
    result: dict[str, Any] = {}
    # A choice is written as a reference inside `allOf`, with its default beside it.
    for part in (*_parts(node, schemas),):
        result |= _resolved(part, schemas, depth - 1)
    kept = {key: value for key, value in node.items() if key not in ("$ref", "allOf")}
    return result | {key: _resolved(value, schemas, depth - 1) for key, value in kept.items()}


def _parts(node: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parts = list(node.get("allOf", []))
    reference = node.get("$ref")
    if isinstance(reference, str):
        parts.insert(0, schemas[reference.removeprefix(_PREFIX)])
    return parts
