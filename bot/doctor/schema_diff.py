"""What an endpoint's live schema says against what our tables send. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from bot.doctor.sent_bodies import SentBody

LONGEST_VALUE = 40


@dataclass(frozen=True)
class Difference:
    """`is_grave`: a call that nobody changed anything about would be refused, or not do what we think."""

    field: str
    text: str
    is_grave: bool


def differences(bodies: Sequence[SentBody], defaults: Mapping[str, Any], schema: Mapping[str, Any]) -> list[Difference]:
    """One per field, the grave ones first; none where every body is taken and the defaults are as we show them.

    Raises `SchemaError` for a schema that is none.
    """
    live = _plain(schema)
    Draft202012Validator.check_schema(live)
    found: dict[str, Difference] = {}
    for difference in (*_refusals(bodies, live), *_defaults(defaults, live)):
        earlier = found.get(difference.field)
        if earlier is None or (difference.is_grave and not earlier.is_grave):
            found[difference.field] = difference
    return sorted(found.values(), key=lambda difference: not difference.is_grave)


def _plain(node: Any) -> Any:
    """The schema with binary numbers, and without divisors of fractions, which those cannot be held against."""
    if isinstance(node, Mapping):
        fraction = node.get("multipleOf", 1) % 1 if isinstance(node.get("multipleOf", 1), int | float | Decimal) else 0
        return {name: _plain(value) for name, value in node.items() if name != "multipleOf" or not fraction}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    return float(node) if isinstance(node, Decimal) else node


def _refusals(bodies: Sequence[SentBody], schema: Mapping[str, Any]) -> Iterator[Difference]:
    validator = Draft202012Validator({**schema, "additionalProperties": True})
    known = schema.get("properties", {})
    for body in bodies:
        for name in body.arguments:
            if name not in known:
                yield Difference(name, f"{name} is sent, but not known there", is_grave=True)
        for error in validator.iter_errors(dict(body.arguments)):
            yield _refusal(error, body, schema)


def _refusal(error: ValidationError, body: SentBody, schema: Mapping[str, Any]) -> Difference:
    if not error.absolute_path:
        required = schema.get("required", [])
        missing = ", ".join(name for name in required if name not in body.arguments) or "another form"
        return Difference(missing, f"{missing} is wanted there, but not sent", is_grave=True)
    name = str(error.absolute_path[0])
    value = json.dumps(error.instance, ensure_ascii=False)
    shown = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
    place = ".".join(str(part) for part in error.absolute_path)
    taken = _taken(error.schema) or error.validator
    return Difference(name, f"{place} {shown} is not taken there ({taken})", body.is_usual)


def _defaults(ours: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Difference]:
    for name, value in ours.items():
        live = schema.get("properties", {}).get(name, {})
        if "default" in live and live["default"] is not None and live["default"] != value:
            text = f"{name} is {live['default']} by default there, {value} in our table"
            yield Difference(name, text, is_grave=False)


def _taken(schema: Any) -> str:
    """The values that a field takes, in few words."""
    if not isinstance(schema, Mapping):
        return ""
    for name in ("anyOf", "oneOf", "allOf"):
        if isinstance(schema.get(name), list):
            return " or ".join(word for part in schema[name] if (word := _taken(part)) and word != "null")
    if isinstance(schema.get("enum"), list):
        return "one of " + ", ".join(str(value) for value in schema["enum"])
    words = [str(schema["type"])] if "type" in schema else []
    for name, word in _BOUNDS.items():
        if name in schema:
            words.append(f"{word} {schema[name]}")
    return " ".join(words)


_BOUNDS = {
    "minimum": "from",
    "exclusiveMinimum": "above",
    "maximum": "to",
    "exclusiveMaximum": "below",
    "multipleOf": "in steps of",
    "maxItems": "at most",
}
