"""What is kept of a person's settings for their next pictures: their taste, never a seed. Pure.

Steps and guidance are kept for each base model by itself: eight steps are usual for one and far too few for another.
"""

from collections.abc import Mapping
from typing import Any

from services.errors import InvalidInputError
from services.generation.settings import GenerationSettings

OF_BASE_MODEL = frozenset({"steps", "guidance"})
_KEPT = ("aspect", "count", "scale", "format")
_BY_BASE_MODEL = "by_base_model"


def kept(stored: Any) -> dict[str, Any]:
    """What is worth keeping of what was stored; empty for what cannot be read."""
    if not isinstance(stored, Mapping):
        return {}
    return {key: stored[key] for key in (*_KEPT, _BY_BASE_MODEL) if key in stored}


def with_values(stored: Any, base_model: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was stored with these values for pictures of a base model; None takes steps or guidance back."""
    of_models = _of_models(stored)
    own = {**of_models.get(base_model, {}), **{key: values[key] for key in OF_BASE_MODEL & values.keys()}}
    others = {key: value for key, value in values.items() if key not in OF_BASE_MODEL}
    chosen = {key: value for key, value in own.items() if value is not None}
    return {**kept(stored), **others, _BY_BASE_MODEL: {**of_models, base_model: chosen}}


def to_preferences(stored: Any, base_model: str, settings: GenerationSettings) -> dict[str, Any]:
    """What is kept after an order with these settings."""
    values = settings.to_json()
    return with_values(stored, base_model, {key: values[key] for key in (*_KEPT, *OF_BASE_MODEL)})


def from_preferences(stored: Any, base_model: str | None = None) -> GenerationSettings:
    """The person's last settings for pictures of a base model; the defaults when there are none or they are not allowed
    any more. Without a base model steps and guidance are the endpoint's own."""
    own = _of_models(stored).get(base_model, {}) if base_model else {}
    values = {key: value for key, value in kept(stored).items() if key in _KEPT}
    try:
        return GenerationSettings.from_json({**values, **{key: own[key] for key in OF_BASE_MODEL & own.keys()}})
    except (InvalidInputError, ValueError, TypeError):
        return GenerationSettings()


def _of_models(stored: Any) -> dict[str, dict[str, Any]]:
    found = kept(stored).get(_BY_BASE_MODEL)
    if not isinstance(found, Mapping):
        return {}
    return {model: dict(own) for model, own in found.items() if isinstance(own, Mapping)}
