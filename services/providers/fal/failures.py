"""What fal's error answers mean for us. Decided by status and error type, never by prose where it can be helped."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.providers.base import Broken, RefusalReason, Refused, Unknown
from services.providers.wire import AnswerError

# fal names an empty balance only in prose: "User is locked. Reason: Exhausted balance."
_NO_CREDIT = re.compile(r"balance|locked|credit|top up", re.IGNORECASE)
# Input is never shown; what is shown consists of names such as "content_policy_violation" and "body.prompt".
_NAME = re.compile(r"[A-Za-z0-9_.\-]{1,80}")


@dataclass(frozen=True)
class Complaint:
    """An error answer without its prose. `types` has one entry for each problem, `fields` where they are."""

    status: int
    types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    is_retryable: bool = False

    @property
    def detail(self) -> str:
        """For logs and admins: status, error types and field names."""
        parts = [str(self.status), *self.types]
        return " ".join(parts + (["at", *self.fields] if self.fields else []))


@dataclass(frozen=True)
class _Ending:
    code: str
    transient: bool = False
    cancelled: bool = False


_TIMEOUT = _Ending("provider-timeout", transient=True)
_UNAVAILABLE = _Ending("provider-unavailable", transient=True)
_FAILED = _Ending("provider-failed", transient=True)
_INPUT = _Ending("input-refused")

# fal's pages on request errors and on model errors. 5xx results are not billed, so one more try costs nothing.
_ENDINGS = {
    "request_timeout": _TIMEOUT,
    "startup_timeout": _TIMEOUT,
    "generation_timeout": _TIMEOUT,
    "runner_scheduling_failure": _UNAVAILABLE,
    "runner_connection_timeout": _UNAVAILABLE,
    "runner_disconnected": _UNAVAILABLE,
    "runner_connection_refused": _UNAVAILABLE,
    "runner_connection_error": _UNAVAILABLE,
    "concurrent_requests_limit": _UNAVAILABLE,
    "runner_incomplete_response": _FAILED,
    "runner_server_error": _FAILED,
    "internal_error": _FAILED,
    "internal_server_error": _FAILED,
    "client_disconnected": _Ending("provider-failed"),
    "client_cancelled": _Ending("cancelled", cancelled=True),
    "bad_request": _Ending("provider-refused"),
    "content_policy_violation": _Ending("content-policy"),
    "file_download_error": _Ending("input-unreachable"),
}


def complaint_of(answer: AnswerError) -> Complaint:
    """Reads either of fal's two error bodies; anything else gives a complaint without types."""
    try:
        body = json.loads(answer.body)
    except ValueError:
        body = None
    types, fields = _problems(body)
    if not types and (header := answer.headers.get("x-fal-error-type")):
        types = _names([header])
    retryable = any(
        answer.headers.get(name, "").lower() in ("true", "1") for name in ("x-fal-retryable", "x-fal-needs-retry")
    )
    return Complaint(answer.status, types, fields, retryable)


def broken(complaint: Complaint) -> Broken:
    """A call that ended with this error."""
    ending = next((_ENDINGS[kind] for kind in complaint.types if kind in _ENDINGS), None)
    ending = ending or _by_status(complaint.status)
    transient = (ending.transient or complaint.is_retryable) and not ending.cancelled
    return Broken(ending.code, complaint.detail, transient=transient, cancelled=ending.cancelled)


def submit_answer(answer: AnswerError) -> Refused | Unknown:
    """What an error answer to a paid call means. A server error may come from a door behind which the call was
    already taken, and so may the two statuses that speak of a broken connection: those are unknown."""
    complaint = complaint_of(answer)
    if answer.status >= 500 or answer.status < 400 or answer.status in (408, 499):
        return Unknown(complaint.detail)
    if answer.status in (409, 425, 429):
        return Refused(RefusalReason.UNAVAILABLE, complaint.detail, _seconds(answer.headers.get("retry-after")))
    if answer.status in (401, 402, 403):
        return Refused(_account_trouble(answer), complaint.detail)
    return Refused(RefusalReason.INVALID, complaint.detail)


def _account_trouble(answer: AnswerError) -> RefusalReason:
    prose = answer.body[:2000].decode("utf-8", "replace")
    if answer.status == 402 or (answer.status == 403 and _NO_CREDIT.search(prose)):
        return RefusalReason.NO_CREDIT
    return RefusalReason.BAD_KEY


def _problems(body: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not isinstance(body, Mapping):
        return (), ()
    detail = body.get("detail")
    if not isinstance(detail, list):
        return _names([body.get("error_type")]), ()
    items = [item for item in detail[:5] if isinstance(item, Mapping)]
    places = [item.get("loc") for item in items]
    fields = [".".join(str(part) for part in place) for place in places if isinstance(place, list)]
    return _names(item.get("type") for item in items), _names(fields)


def _names(values: Any) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str) and _NAME.fullmatch(value))


def _by_status(status: int) -> _Ending:
    if status == 499:
        return _ENDINGS["client_cancelled"]
    if status == 504:
        return _TIMEOUT
    if status >= 500:
        return _FAILED
    return _INPUT if status == 422 else _Ending("provider-refused")


def _seconds(retry_after: str | None) -> float | None:
    return float(retry_after) if retry_after and re.fullmatch(r"[0-9]{1,6}", retry_after) else None
