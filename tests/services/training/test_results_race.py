"""Weights that arrive while their training ends elsewhere do not bring it back to life."""

import asyncio
from contextvars import Context

from db.enums import JobState, LoraStatus
from services.jobs.kinds import Outcome
from services.jobs.terminal import finish
from tests.services.training.fakes import OUTPUT
from tests.services.training.workshop import Workshop, finalising

A_MOMENT = 0.5
"""Seconds in which the finaliser reaches the rows that the other hand holds."""


async def test_a_training_that_ends_while_its_weights_arrive_stays_ended(workshop: Workshop) -> None:
    """Otherwise the model would be shown as validating for ever."""
    job = await finalising(workshop)
    attempt = await workshop.attempt(job)
    work = workshop.kind.finalise(job, attempt, OUTPUT)
    async with workshop.story.db.write() as session:
        ended = Outcome(JobState.FAILED, error_code="artefact-gone")
        assert await finish(session, workshop.engine._parts, job.id, ended)
        beside = asyncio.create_task(work, context=Context())  # noqa: TID251 (a test's own, awaited by it)
        await asyncio.sleep(A_MOMENT)
    await beside
    lora, version = await workshop.story.rows_of(job)
    assert (version.status, lora.status) == (LoraStatus.FAILED, LoraStatus.FAILED)
