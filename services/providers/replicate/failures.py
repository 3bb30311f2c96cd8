"""What Replicate's error answers mean for us. Decided by the status, never by prose."""

import json
import re
from collections.abc import Mapping
from typing import Any

from services.providers.base import RefusalReason, Refused, SubmitAnswer, Unknown
from services.providers.wire import AnswerError

# Replicate's errors are problem objects (RFC 7807): a title says the same for every occurrence, while the detail
# may repeat the input. Shown are titles and the names of fields.
_TITLE = re.compile(r"[A-Za-z][A-Za-z ,.'()\-]{0,79}")
_FIELD = re.compile(r"[A-Za-z0-9_.\-\[\]]{1,80}")
_NO_VERSION = "Invalid version"
_SECONDS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")


def submit_answer(answer: AnswerError, *, is_training: bool) -> SubmitAnswer:
    """What an error answer to a paid call means. A server error may come from a door behind which the call was
    already taken, and so may the two statuses that speak of a broken connection: those are unknown."""
    detail = detail_of(answer)
    if answer.status >= 500 or answer.status < 400 or answer.status in (408, 499):
        return Unknown(detail)
    if answer.status in (401, 403):
        return Refused(RefusalReason.BAD_KEY, detail)
    if answer.status == 402:
        return Refused(RefusalReason.NO_CREDIT, detail)
    is_gone = answer.status == 404 or _NO_VERSION in detail
    # A training whose destination or trainer version is gone gets both made or looked up anew the next time.
    if answer.status in (409, 425, 429) or (is_gone and is_training):
        return Refused(RefusalReason.UNAVAILABLE, detail, _retry_after(answer.headers))
    return Refused(RefusalReason.GONE if is_gone else RefusalReason.INVALID, detail)


def detail_of(answer: AnswerError) -> str:
    """For logs and admins: status, title and names of refused fields."""
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, Mapping):
        return str(answer.status)
    title = body.get("title")
    parts = [str(answer.status)]
    if isinstance(title, str) and _TITLE.fullmatch(title):
        parts.append(title)
    fields = _fields(body.get("invalid_fields"))
    return " ".join(parts + (["at", *fields] if fields else []))


def _fields(problems: Any) -> list[str]:
    rows = problems if isinstance(problems, list) else []
    names = [row.get("field") if isinstance(row, Mapping) else row for row in rows[:5]]
    return [name for name in names if isinstance(name, str) and _FIELD.fullmatch(name)]


def _retry_after(headers: Mapping[str, str]) -> float | None:
    # Replicate sends `retry-after` only sometimes; `ratelimit-reset` counts seconds as well.
    for name in ("retry-after", "ratelimit-reset"):
        given = headers.get(name, "")
        if _SECONDS.fullmatch(given):
            return float(given)
    return None
