"""The published request and answer schemas of Replicate that the sandbox plays.

`api.json` holds the objects of Replicate's own OpenAPI file of 2026-04-09 under `$defs`, without their texts.
Additions of the sandbox: the requests that make models and trainings are closed (an unknown field is refused);
`output` of a training and `logs` may be null, as they have been seen to be.

The other files are one model each, named by it with "__" for "/": `model`, `input` and `output` (JSON Schema).
Fields, defaults and bounds are those of the models' published sources: the trainer (its `input` is the
TrainingInput), "trained-version" for what it makes, the official FLUX model that loads any LoRA, and a language
model. Inputs are closed.
"""

import json
from importlib import resources
from typing import Any


def load_api() -> dict[str, Any]:
    """JSON Schemas of the API's objects, under `$defs`."""
    return _read("api.json")


def load_models() -> dict[str, dict[str, Any]]:
    """Every stored model contract by "owner/name"."""
    files = resources.files("sandbox.contracts.replicate").iterdir()
    names = sorted(file.name for file in files if file.name.endswith(".json") and file.name != "api.json")
    contracts = [_read(name) for name in names]
    return {contract["model"]: contract for contract in contracts}


def _read(name: str) -> dict[str, Any]:
    text = resources.files("sandbox.contracts.replicate").joinpath(name).read_text("utf-8")
    contents: dict[str, Any] = json.loads(text)
    return contents
