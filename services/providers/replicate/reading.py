"""A training or prediction object, read tolerantly. Pure."""

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from services.errors import ProviderError
from services.providers.base import Broken, Done, Look, Waiting, Working
from services.providers.replicate.endings import failed

LOG_TAIL = 64 * 1024
"""Characters of a log that are looked at; it grows to hundreds of KB, and the newest lines tell the progress."""

MOST_UNITS = 1_000_000_000
"""Seconds or pictures of one call; a number above is no measure of anything."""

_LINE_ENDS = re.compile(r"[\r\n]+")
_SEED = re.compile(r"^Using seed: (\d{1,20})\s*$", re.MULTILINE)
_STATUS = re.compile(r"[a-z_\-]{1,32}")

log = logging.getLogger(__name__)


def read_state(body: Mapping[str, Any], *, is_training: bool, bills_pictures: bool = False) -> Look:
    """The state that the object tells. Its units are pictures where those are billed, else seconds of running.

    Raises `ProviderError` when it tells none.
    """
    match body.get("status"):
        case "starting":
            return Waiting()
        case "processing":
            return Working(log_lines(body))
        case "succeeded":
            return _done(body, is_training, bills_pictures)
        case "failed":
            return replace(failed(body.get("error")), units=_spent(body, bills_pictures))
        case "canceled":
            return Broken("cancelled", "canceled", cancelled=True, units=_spent(body, bills_pictures))
        case "aborted":
            # It ended before it began, by a deadline of Replicate's own: nobody was asked to stop it.
            return Broken("provider-unavailable", "aborted", transient=True, units=Decimal(0))
        case str() as status if _STATUS.fullmatch(status):
            log.warning("Replicate tells a status that is not known here: %s", status)
            return Working(log_lines(body))
    raise ProviderError("provider-answer")


def log_lines(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The last lines of the log, which is one growing string or null. A progress bar that was drawn over itself is
    one line for each drawing."""
    logs = body.get("logs")
    if not isinstance(logs, str):
        return ()
    lines = _LINE_ENDS.split(logs[-LOG_TAIL:])
    if len(logs) > LOG_TAIL:
        lines = lines[1:]  # begins somewhere inside a line
    return tuple(line for line in lines if line.strip())


def _done(body: Mapping[str, Any], is_training: bool, bills_pictures: bool) -> Look:
    output = body.get("output")
    if output is None and body.get("data_removed") is True:
        return Broken("artefact-gone", "output removed")
    result = _training_output(output) if is_training else _pictures(output, body)
    if result is None:
        return Broken("provider-output", "the output has no known form")
    metrics = body.get("metrics")
    return Done(result, log_lines(body), _picture_count(metrics, result) if bills_pictures else _seconds(metrics))


def _spent(body: Mapping[str, Any], bills_pictures: bool) -> Decimal | None:
    """What a call that ended badly is billed: its seconds, nothing where it never started or made no pictures."""
    if bills_pictures or body.get("started_at", "") is None:
        return Decimal(0)
    return _seconds(body.get("metrics"))


def _training_output(output: Any) -> dict[str, Any] | None:
    return dict(output) if isinstance(output, Mapping) else None


def _pictures(output: Any, body: Mapping[str, Any]) -> dict[str, Any] | None:
    if isinstance(output, Mapping):
        return dict(output)
    urls = [output] if isinstance(output, str) else output
    if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
        return None
    result: dict[str, Any] = {"images": [{"url": url} for url in urls]}
    logs = body.get("logs")
    # The seed that a model chose by itself stands in its log alone.
    if isinstance(logs, str) and (seed := _SEED.search(logs)):
        result["seed"] = int(seed.group(1))
    return result


def _picture_count(metrics: Any, result: Mapping[str, Any]) -> Decimal | None:
    """Some official models count their pictures, with those that their checker held back; else the list tells."""
    told = metrics.get("image_count") if isinstance(metrics, Mapping) else None
    if isinstance(told, int) and not isinstance(told, bool) and 0 <= told <= MOST_UNITS:
        return Decimal(told)
    pictures = result.get("images")
    return Decimal(len(pictures)) if isinstance(pictures, list) else None


def _seconds(metrics: Any) -> Decimal | None:
    seconds = metrics.get("predict_time") if isinstance(metrics, Mapping) else None
    # Not a number fails every comparison.
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= MOST_UNITS:
        return None
    return Decimal(str(seconds))
