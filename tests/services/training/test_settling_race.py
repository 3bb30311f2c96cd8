"""A training that ends while the person withdraws the consent does not keep the photos after all."""

import asyncio
from contextvars import Context
from datetime import timedelta

from db.enums import JobState
from db.models import Dataset
from db.repositories.privacy import make_photos_due
from services.jobs.kinds import Outcome
from services.jobs.terminal import finish
from tests.services.training.workshop import Workshop, finalising

A_MOMENT = 0.5
"""Seconds in which the end of the training reaches the rows that the withdrawal holds."""


async def test_photos_whose_consent_goes_as_the_training_ends_are_due(workshop: Workshop) -> None:
    """Otherwise the end would give them another thirty days."""
    job = await finalising(workshop)
    story = workshop.story
    _, version = await story.rows_of(job)

    async def end() -> None:
        async with story.db.write() as session:
            ended = Outcome(JobState.FAILED, error_code="artefact-gone")
            assert await finish(session, workshop.engine._parts, job.id, ended)

    async with story.db.write() as session:
        await make_photos_due(session, job.user_id, story.clock.now())
        beside = asyncio.create_task(end(), context=Context())  # noqa: TID251 (a test's own, awaited by it)
        await asyncio.sleep(A_MOMENT)
    await beside
    async with story.db.read() as session:
        due = (await session.get_one(Dataset, version.dataset_id)).erase_photos_at
    assert due is not None
    assert due <= story.clock.now() + timedelta(seconds=1)
