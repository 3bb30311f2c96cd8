"""Checks bodies and model inputs against their contracts and words the refusal as Replicate does (422)."""

from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from sandbox.replicate.problems import invalid_fields

# Name of the error in `invalid_fields` for each JSON Schema keyword that can fail.
_KINDS = {
    "required": "required",
    "additionalProperties": "additional_property_not_allowed",
    "minimum": "number_gte",
    "maximum": "number_lte",
    "enum": "enum",
    "type": "invalid_type",
}
_TYPES = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}


class Check:
    """A contract, ready to check what is sent. `place` is the name of the checked value in refusals."""

    def __init__(self, schema: Mapping[str, Any], place: str) -> None:
        self.schema: dict[str, Any] = dict(schema)
        self._place = place
        self._validator = Draft202012Validator(self.schema)

    def refuse_wrong(self, value: object) -> None:
        """Raises Problem (422) where the value does not fit."""
        found = sorted(self._validator.iter_errors(value), key=lambda error: list(map(str, error.absolute_path)))
        fields = [field for error in found for field in self._fields(error)]
        if fields:
            raise invalid_fields(fields)

    def with_defaults(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """The value with the contract's default in every field that was left out."""
        properties: dict[str, dict[str, Any]] = self.schema["properties"]
        defaults = {name: field["default"] for name, field in properties.items() if "default" in field}
        return defaults | dict(value)

    def _fields(self, error: ValidationError) -> Iterable[dict[str, str]]:
        place = ".".join([*([self._place] if self._place else []), *map(str, error.absolute_path)]) or "body"
        kind = _KINDS.get(str(error.validator), str(error.validator))
        for description in _descriptions(error):
            yield {"type": kind, "field": place, "description": description}


def _descriptions(error: ValidationError) -> list[str]:
    given: Any = error.instance
    rule: Any = error.validator_value
    schema: Any = error.schema
    keyword = str(error.validator)
    if keyword == "required":
        return [f"{name} is required" for name in rule if name not in given]
    if keyword == "additionalProperties":
        extra = sorted(set(given) - set(schema["properties"]))
        return [f"Additional property {name} is not allowed" for name in extra]
    if keyword == "type":
        wanted = rule if isinstance(rule, str) else "/".join(rule)
        return [f"Invalid type. Expected: {wanted}, given: {_TYPES.get(type(given), 'null')}"]
    if keyword == "enum":
        return ["Must be one of the following: " + ", ".join(f'"{choice}"' for choice in rule)]
    texts = {"minimum": f"Must be greater than or equal to {rule}", "maximum": f"Must be less than or equal to {rule}"}
    return [texts.get(keyword, "Does not match the format")]
