"""Checks answers against the published objects of Replicate's API."""

from typing import Any

import jsonschema

from sandbox.contracts.replicate import load_api


def check(name: str, body: Any) -> None:
    """Fails unless `body` is the published object `name`, for example "training_response"."""
    api = load_api()
    jsonschema.validate(body, {"$defs": api["$defs"], "$ref": f"#/$defs/{name}"})
