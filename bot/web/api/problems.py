"""Errors as RFC 9457 problems: a stable `code`, a sentence in the person's language, nothing of the inside."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from services.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    LimitReachedError,
    LoragramError,
    NotFoundError,
    ProviderError,
)  # fmt: skip

CONTENT_TYPE = "application/problem+json"

UNREADABLE = frozenset({"name-empty", "name-too-long"})
"""What the seeds' clients know as 400; all else that is sent and cannot be used is 422."""

TOO_LARGE = frozenset({"photo-file-too-big", "file-too-large", "photos-too-large"})


class FieldProblem(BaseModel):
    """One thing that is wrong with a request: where, as a JSON pointer, and what."""

    pointer: str
    message: str


class Problem(BaseModel):
    """The body of every error."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    type: str
    title: str
    status: int
    detail: str
    code: str
    retry: str
    params: dict[str, Any] = {}
    reset_at: datetime | None = None
    errors: list[FieldProblem] = []


def status_of(error: LoragramError) -> int:
    """The HTTP status of an expected error."""
    if isinstance(error, InvalidInputError):
        if error.code in TOO_LARGE:
            return 413
        return 400 if error.code in UNREADABLE else 422
    for kind, status in STATUSES:
        if isinstance(error, kind):
            return status
    return 503


STATUSES: Sequence[tuple[type[LoragramError], int]] = (
    (NotFoundError, 404), (ConflictError, 409), (ForbiddenError, 403), (LimitReachedError, 429), (ProviderError, 502),
)  # fmt: skip


def answer(problem: Problem, headers: Mapping[str, str] | None = None) -> web.Response:
    """The response that carries the problem."""
    return web.Response(
        status=problem.status, text=problem.model_dump_json(), content_type=CONTENT_TYPE, headers=dict(headers or {})
    )


def problem(status: int, code: str, detail: str, retry: str = "never", **more: Any) -> Problem:
    """A problem of this API; `title` is HTTP's own phrase."""
    return Problem(
        type=f"urn:loragram:problem:{code}", title=HTTPStatus(status).phrase, status=status, detail=detail, code=code,
        retry=retry, **more,
    )  # fmt: skip


def problem_of(error: LoragramError, detail: str) -> Problem:
    """The problem that an expected error is. `params` are those that fill the sentence; times say until when."""
    shown = {name: _plain(value) for name, value in error.params.items() if not name.startswith("_")}
    until = error.params.get("until")
    reset_at = until if isinstance(until, datetime) else None
    return problem(status_of(error), error.code, detail, error.retry.value, params=shown, reset_at=reset_at)


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [_plain(one) for one in value]
    return str(value)
