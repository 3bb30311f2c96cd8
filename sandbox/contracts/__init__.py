"""The published request and answer schemas of the fal endpoints that the sandbox plays.

One JSON file per endpoint, named by its id with "__" for "/": `endpoint_id`, `input` and `output` (JSON
Schema). Bounds and enums are those of fal's platform API on 2026-06-11. Additions of the sandbox:
objects are closed (an unknown field is refused), `loras` is bounded where the field's text says so, and the
two image-to-image endpoints, which that list lacks, are derived from their siblings (FLUX inpainting
without its mask; Z-Image text-to-image with `image_url`, `strength` and the size "auto").
"""

import json
from importlib import resources
from typing import Any


def load_contracts() -> dict[str, dict[str, Any]]:
    """Every stored contract by endpoint id."""
    files = resources.files("sandbox.contracts").iterdir()
    contracts = [json.loads(file.read_text("utf-8")) for file in files if file.name.endswith(".json")]
    return {contract["endpoint_id"]: contract for contract in contracts}
