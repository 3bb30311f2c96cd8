"""Why a training or prediction failed. Replicate gives one string: a model's own words or a code such as E1001."""

import re
from dataclasses import dataclass
from typing import Any

from services.providers.base import Broken


@dataclass(frozen=True)
class _Ending:
    """`name` is what logs show in place of the words, which may repeat the prompt."""

    words: re.Pattern[str]
    name: str
    code: str
    transient: bool = False


def _ending(words: str, name: str, code: str, *, transient: bool = False) -> _Ending:
    return _Ending(re.compile(words, re.IGNORECASE), name, code, transient)


# The first that fits counts. Sources: Replicate's page of error codes; predict.py of cog-flux and flux-fine-tuner
# (pictures), weights.py of cog-flux (weights given by address: "at loras", as generations know them), train.py.
_ENDINGS = (
    _ending(r"nsfw|flagged as sensitive|content[ _](?:policy|moderation)|\bE005\b", "content", "content-policy"),
    _ending(r"out of memory|\bE1001\b|\boom\b", "out of memory", "provider-failed", transient=True),
    _ending(
        r"failed to download (?:from huggingface|tarball|safetensors)|weights not found|to download weights failed",
        "unreachable at loras",
        "input-unreachable",
    ),
    _ending(
        r"safetensors files? (?:was |were )?found|url must end with|failed to parse|lora_weights|loading lora"
        r"|deserializing header",
        "refused at loras",
        "input-refused",
    ),
    _ending(
        r"40[34] client error|http error 4\d\d|failed to (?:download|fetch)", "unreachable input", "input-unreachable"
    ),
    _ending(r"must be a zip file|input_images|no images", "refused at input_images", "input-refused"),
    _ending(r"\bE6716\b|timed? ?out", "timeout", "provider-timeout", transient=True),
    _ending(r"high demand|unavailable|\bE00[34]\b", "unavailable", "provider-unavailable", transient=True),
    # A webhook address that is missing stays missing; every other code is trouble of Replicate's own.
    _ending(r"\bE4875\b", "webhook", "provider-refused"),
    _ending(
        r"\bE\d{3,4}\b|interrupted|internal|cuda error|health ?check|please retry|something went wrong",
        "internal",
        "provider-failed",
        transient=True,
    ),
)

_CODE = re.compile(r"\bE\d{3,4}\b")


def failed(error: Any) -> Broken:
    """The end of a call with status `failed`. Words that are not known are the model's own, and would be said
    again: not transient, since failed time is billed too."""
    words = error if isinstance(error, str) else ""
    ending = next((one for one in _ENDINGS if one.words.search(words)), None)
    code = _CODE.search(words)
    told = [ending.name if ending else "failed", *([code.group(0)] if code else [])]
    if ending is None:
        return Broken("provider-failed", " ".join(told))
    return Broken(ending.code, " ".join(told), transient=ending.transient)
