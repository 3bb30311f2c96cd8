"""What happened to a training, as its person may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.enums import JobKind
from db.repositories.job_events import events_of
from db.repositories.jobs import job_by_id
from db.sessions import ReadSession
from services.errors import NotFoundError

Shown = str | int | None

SHOWN = frozenset({"attempt", "error", "of", "price", "reason", "to", "units"})
"""What is told of an event. Nothing else is, so that a field that is added one day stays ours until it stands here."""


@dataclass(frozen=True)
class Happened:
    """One line. `of` and `to` are providers."""

    id: UUID
    name: str
    at: datetime
    data: dict[str, Shown]


async def training_history(
    session: ReadSession, user_id: int, job_id: UUID, after: UUID | None, limit: int
) -> Sequence[Happened]:
    """The first `limit` lines after that one, in order; raises `NotFoundError('job')` for what is no training of this
    person's."""
    job = await job_by_id(session, job_id)
    if job is None or job.user_id != user_id or job.kind is not JobKind.TRAINING:
        raise NotFoundError("job")
    return [
        Happened(one.id, one.name, one.at, _shown(one.data)) for one in await events_of(session, job_id, after, limit)
    ]


def _shown(data: dict[str, object]) -> dict[str, Shown]:
    return {name: value for name, value in data.items() if name in SHOWN and isinstance(value, str | int | None)}
