"""The providers' published schemas, read as data: the sandbox's code has no say in whether our calls fit them."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_FOLDER = Path(__file__).parents[2] / "sandbox" / "contracts"


def contract(endpoint: str, side: str) -> dict[str, Any]:
    """The schema of an endpoint's `input` or `output`."""
    name = f"{endpoint.replace('/', '__')}.json"
    [path] = [path for path in (_FOLDER / name, _FOLDER / "replicate" / name) if path.exists()]
    found: dict[str, Any] = json.loads(path.read_text())[side]
    return found


def faults(endpoint: str, body: dict[str, Any]) -> list[str]:
    """What an endpoint would refuse in a body, unknown fields among it; the schema alone would let those pass."""
    schema = contract(endpoint, "input")
    found = [error.message for error in Draft202012Validator(schema).iter_errors(body)]
    return found + [f"unknown: {name}" for name in sorted(body.keys() - schema["properties"].keys())]


def bounds(endpoint: str, field: str) -> tuple[float | None, float | None, int]:
    """Least, most and divisor that a schema states for a number; None where it states none."""
    stated = contract(endpoint, "input")["properties"][field]
    parts = [stated, *stated.get("anyOf", [])]
    found = next((part for part in parts if part.get("type") in ("integer", "number")), {})
    return found.get("minimum"), found.get("maximum"), found.get("multipleOf", 1)
