"""Everything the caller has ordered, trainings and pictures, in one list."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from bot.excerpts import shortened
from bot.web.api.failure_text import failure_text
from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer, Sent
from db.enums import JobKind, Stage
from db.repositories.generations import HistoryRow
from services.jobs.progress import job_stage

EXCERPT = 160


class ActivityWanted(Sent):
    """Which part of the list: behind `before`, `next_before` of the page before."""

    limit: int = Field(20, ge=1, le=50)
    before: UUID | None = None


class ActivityItem(Answer):
    """A training, or an order of `count` pictures with `generation_id` and the beginning of its `prompt`. `error` is
    the code of a failure, `error_text` says it in the caller's language."""

    job_id: UUID
    kind: JobKind
    lora_id: UUID
    lora_name: str
    generation_id: UUID | None
    prompt: str | None
    count: int
    stage: Stage
    progress: int
    created_at: datetime
    finished_at: datetime | None
    error: str | None
    error_text: str | None


class Activity(Answer):
    """Orders, newest first. `next_before` continues the list; null at its end."""

    items: list[ActivityItem]
    next_before: UUID | None


async def list_activity(call: Call) -> Activity:
    """The caller's own trainings and generations; proofs belong to their training."""
    query: ActivityWanted = call.query
    # One more than asked tells whether there is more.
    rows = await call.services.gallery.history(call.user_id, query.limit + 1, query.before)
    items = [_item(call, row) for row in rows[: query.limit]]
    return Activity(items=items, next_before=items[-1].job_id if len(rows) > query.limit else None)


def _item(call: Call, row: HistoryRow) -> ActivityItem:
    job, generation = row.job, row.generation
    return ActivityItem(
        job_id=job.id,
        kind=job.kind,
        lora_id=row.lora.id,
        lora_name=row.lora.name,
        generation_id=generation.id if generation else None,
        prompt=shortened(generation.prompt, EXCERPT) if generation else None,
        count=job.units,
        stage=job_stage(job),
        progress=job.progress,
        created_at=job.created_at,
        finished_at=job.finished_at,
        error=job.error_code,
        error_text=failure_text(call, job.error_code),
    )


ROUTES = (
    Route(
        "GET", "/activity", list_activity, "Every training and order of pictures, newest first",
        answer=Activity, query=ActivityWanted, problems=(404,),
    ),
)  # fmt: skip
