"""What a person may read of what happened to a training."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from db.columns import new_id
from db.database import Database
from db.enums import JobKind
from db.models import JobEvent
from services.errors import NotFoundError
from services.training.history import training_history
from tests.support.rows import make_job, make_user

NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def test_lines_come_in_order_page_by_page_without_secrets(db: Database) -> None:
    """Only fields that are known to be harmless are told."""
    user = await make_user(db)
    job, other = await make_job(db, user), await make_job(db, user)
    told = [
        (job, "placed", {"price": 3, "token": "t"}),
        (other, "placed", {}),
        (job, "accepted", {"attempt": 1, "how": "list", "ref": "r-1", "error": {"url": "u"}}),
        (job, "failed", {"units": 0, "error": None}),
    ]
    async with db.write() as session:
        # Ids of one millisecond have no order of their own.
        session.add_all(
            JobEvent(id=UUID(int=number), job_id=of.id, name=name, data=data, at=NOW)
            for number, (of, name, data) in enumerate(told, start=1)
        )
    async with db.read() as session:
        lines = await training_history(session, user.id, job.id, None, 2)
        rest = await training_history(session, user.id, job.id, lines[-1].id, 2)
        assert not await training_history(session, user.id, job.id, rest[-1].id, 2)
    assert [(one.name, one.data, one.at) for one in (*lines, *rest)] == [
        ("placed", {"price": 3}, NOW),
        ("accepted", {"attempt": 1}, NOW),
        ("failed", {"units": 0, "error": None}, NOW),
    ]


async def test_nothing_else_has_a_history(db: Database) -> None:
    """Somebody else's training, an order of pictures and a job that never was look alike."""
    user, other = await make_user(db), await make_user(db)
    pictures = await make_job(db, user, kind=JobKind.GENERATION)
    foreign = await make_job(db, other)
    async with db.read() as session:
        for job_id in (pictures.id, foreign.id, new_id()):
            with pytest.raises(NotFoundError) as refusal:
                await training_history(session, user.id, job_id, None, 10)
            assert refusal.value.code == "job"
