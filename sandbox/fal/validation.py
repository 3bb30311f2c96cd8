"""Checks request bodies against an endpoint's contract and words the refusal as fal does (422)."""

from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

# Name of the error in fal's answers for each JSON Schema keyword that can fail.
_TYPE_OF_KEYWORD = {
    "required": "missing",
    "additionalProperties": "extra_forbidden",
    "minimum": "greater_than_equal",
    "exclusiveMinimum": "greater_than",
    "maximum": "less_than_equal",
    "exclusiveMaximum": "less_than",
    "multipleOf": "multiple_of",
    "maxItems": "too_long",
    "enum": "literal_error",
}
_CONTEXT_KEY = {
    "minimum": "ge",
    "exclusiveMinimum": "gt",
    "maximum": "le",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "maxItems": "max_length",
}
_TYPE_OF_TYPE = {
    "string": "string_type",
    "integer": "int_type",
    "number": "float_type",
    "boolean": "bool_type",
    "array": "list_type",
    "object": "model_attributes_type",
    "null": "none_required",
}


class BodyCheck:
    """The contract of one endpoint, ready to check bodies and answers."""

    def __init__(self, contract: Mapping[str, Any]) -> None:
        self.input_schema: dict[str, Any] = dict(contract["input"])
        self.output_schema: dict[str, Any] = dict(contract["output"])
        self._input = Draft202012Validator(self.input_schema)

    def problems(self, body: object) -> list[dict[str, Any]]:
        """The `detail` list of the 422 answer; empty where the body fits."""
        found = sorted(self._input.iter_errors(body), key=lambda error: list(map(str, error.absolute_path)))
        return [item for error in found for item in _items(error)]

    def with_defaults(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The body with the contract's default in every top-level field that was left out."""
        properties: dict[str, dict[str, Any]] = self.input_schema["properties"]
        defaults = {name: field["default"] for name, field in properties.items() if "default" in field}
        return defaults | dict(body)


def _items(error: ValidationError) -> Iterable[dict[str, Any]]:
    if error.validator == "anyOf" and error.context:
        deepest = max(error.context, key=lambda inner: (len(inner.absolute_path), inner.validator != "type"))
        yield from _items(deepest)
        return
    path: list[str | int] = ["body", *error.absolute_path]
    given: Any = error.instance
    rule: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "required":
        for name in rule:
            if name not in given:
                yield _item([*path, name], "missing", "Field required", given)
    elif error.validator == "additionalProperties":
        for name in sorted(set(given) - set(schema.get("properties", {}))):
            yield _item([*path, name], "extra_forbidden", "Extra inputs are not permitted", given[name])
    else:
        yield _plain_item(str(error.validator), rule, given, path)


def _plain_item(keyword: str, rule: Any, given: object, path: list[str | int]) -> dict[str, Any]:
    if keyword == "type":
        return _item(path, _TYPE_OF_TYPE[rule], f"Input should be a valid {rule}", given)
    item = _item(path, _TYPE_OF_KEYWORD.get(keyword, "value_error"), _text(keyword, rule), given)
    if keyword in _CONTEXT_KEY:
        item["ctx"] = {_CONTEXT_KEY[keyword]: rule}
    elif keyword == "enum":
        item["ctx"] = {"expected": _expected(rule)}
    return item


def _text(keyword: str, limit: Any) -> str:
    texts = {
        "minimum": f"Input should be greater than or equal to {limit}",
        "exclusiveMinimum": f"Input should be greater than {limit}",
        "maximum": f"Input should be less than or equal to {limit}",
        "exclusiveMaximum": f"Input should be less than {limit}",
        "multipleOf": f"Input should be a multiple of {limit}",
        "maxItems": f"List should have at most {limit} items after validation",
    }
    if keyword == "enum":
        return f"Input should be {_expected(limit)}"
    return texts.get(keyword, "Value error")


def _expected(choices: list[Any]) -> str:
    *head, last = [repr(choice) for choice in choices]
    return f"{', '.join(head)} or {last}" if head else last


def _item(path: list[str | int], kind: str, text: str, value: object) -> dict[str, Any]:
    return {"loc": path, "msg": text, "type": kind, "input": value}
