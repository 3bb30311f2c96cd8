"""What happened to a training."""

from datetime import datetime
from uuid import UUID

from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Limit, Sent
from services.training.history import Shown, training_history


class LogsQuery(Sent):
    """`after`: the `next_after` of the page before."""

    after: UUID | None = None
    limit: Limit = 50


class LogLine(Answer):
    """One thing that happened: placed, accepted, moved, retried, succeeded and the like. What `data` has depends on
    `name`."""

    id: UUID
    name: str
    at: datetime
    data: dict[str, Shown]


class TrainingLogs(Answer):
    """Lines in order. `next_after` gives the lines that come after these, also those that are yet to happen; null as
    long as nothing has happened."""

    items: list[LogLine]
    next_after: UUID | None


async def read_training_logs(call: Call) -> TrainingLogs:
    """The history of one training of the caller's."""
    query = call.query
    async with call.services.db.read() as session:
        lines = await training_history(session, call.user_id, call.ids["job_id"], query.after, query.limit)
    items = [LogLine(id=one.id, name=one.name, at=one.at, data=one.data) for one in lines]
    return TrainingLogs(items=items, next_after=items[-1].id if items else query.after)


ROUTES = (
    Route(
        "GET", "/trainings/{job_id}/logs", read_training_logs, "What happened to a training",
        answer=TrainingLogs, query=LogsQuery,
    ),
)  # fmt: skip
