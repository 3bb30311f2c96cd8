"""What the work in hand is about, so that every log line on its way can say it.

A task that is started meanwhile inherits it; work that goes on beside it is not touched.
"""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_job: ContextVar[str | None] = ContextVar("traced_job", default=None)
_update: ContextVar[int | None] = ContextVar("traced_update", default=None)


@contextmanager
def about_job(job_id: uuid.UUID | str | None) -> Iterator[None]:
    """Log lines inside carry `job=<id>`; None changes nothing."""
    token = _job.set(_job.get() if job_id is None else str(job_id))
    try:
        yield
    finally:
        _job.reset(token)


@contextmanager
def about_update(update_id: int) -> Iterator[None]:
    """Log lines inside carry `update=<id>`, the Telegram update that is being handled."""
    token = _update.set(update_id)
    try:
        yield
    finally:
        _update.reset(token)


def present_subject() -> Mapping[str, str | int]:
    """What the present work is about, by the names that log lines use; only what is known."""
    known: dict[str, str | int | None] = {"job": _job.get(), "update": _update.get()}
    return {name: value for name, value in known.items() if value is not None}
