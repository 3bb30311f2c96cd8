"""A training in review: it may be trained anew, and whichever comes, the model is the newest that works."""

from datetime import timedelta

import pytest

from db.enums import JobState, LoraStatus
from db.models import Dataset, Job
from services.errors import ConflictError
from services.jobs.kinds import Outcome
from services.loras.library import Loras
from tests.services.training.workshop import Workshop, messages, ordered

LOST = Outcome(JobState.FAILED, error_code="outcome-unknown")
DONE = Outcome(JobState.SUCCEEDED, units=1)


async def _in_review(workshop: Workshop) -> Job:
    """A training that nobody can find; its model waits."""
    story = workshop.story
    job = await ordered(workshop)
    now = story.clock.now()
    await story.change(job, {"state": JobState.REVIEW, "uncertain_since": now, "review_since": now})
    async with story.db.write() as session:
        await workshop.kind.announce(session, await session.get_one(Job, job.id))
    return job


async def _again(workshop: Workshop, job: Job) -> Job:
    lora, _ = await workshop.story.rows_of(job)
    return await workshop.story.orders.retry(job.user_id, lora.id, "again")


async def _end(workshop: Workshop, job: Job, outcome: Outcome) -> None:
    async with workshop.story.db.write() as session:
        row = await session.get_one(Job, job.id)
        row.state = outcome.state
        await workshop.kind.settle(session, row, outcome)


async def _status(workshop: Workshop, job: Job) -> tuple[LoraStatus, str | None, int | None]:
    """The model's status, the name it reserves, and the number of the version that it draws with."""
    lora, version = await workshop.story.rows_of(job)
    current = version.no if lora.current_version_id == version.id else None
    return lora.status, lora.name_key, current


async def test_a_training_in_review_may_be_ordered_anew(workshop: Workshop) -> None:
    """Its name stays the model's, and a second wish finds the first one's training."""
    first = await _in_review(workshop)
    assert await _status(workshop, first) == (LoraStatus.PENDING, "anna", None)
    second = await _again(workshop, first)
    assert second.id != first.id
    assert (await _again(workshop, first)).id == second.id
    assert await _status(workshop, second) == (LoraStatus.PENDING, "anna", None)


async def test_only_one_more_is_trained(workshop: Workshop) -> None:
    """While the second one runs there is nothing to order."""
    first = await _in_review(workshop)
    await _again(workshop, first)
    lora, _ = await workshop.story.rows_of(first)
    with pytest.raises(ConflictError, match="model-not-ready"):
        await workshop.story.orders.retry(first.user_id, lora.id, "once more")


async def test_the_end_of_the_review_leaves_the_second_training_alone(workshop: Workshop) -> None:
    """The model is not called failed, its name is not freed, and nobody is told a second time."""
    first = await _in_review(workshop)
    second = await _again(workshop, first)
    await _end(workshop, first, LOST)
    assert await _status(workshop, second) == (LoraStatus.PENDING, "anna", None)
    assert "training_failed" not in await messages(workshop)


async def test_the_end_of_a_review_is_told_where_nothing_else_was_ordered(workshop: Workshop) -> None:
    """The person waits for it; the model is free to be trained again."""
    first = await _in_review(workshop)
    await _end(workshop, first, LOST)
    assert await _status(workshop, first) == (LoraStatus.FAILED, None, None)
    assert "training_failed" in await messages(workshop)


async def test_a_second_training_that_fails_leaves_the_review_its_model(workshop: Workshop) -> None:
    """The first one may still come: its name waits for it."""
    first = await _in_review(workshop)
    second = await _again(workshop, first)
    await _end(workshop, second, Outcome(JobState.FAILED, error_code="provider-failed"))
    assert await _status(workshop, first) == (LoraStatus.PENDING, "anna", None)
    await _end(workshop, first, DONE)
    assert await _status(workshop, first) == (LoraStatus.COMPLETED, "anna", 1)


async def test_a_training_that_comes_late_is_no_step_back(workshop: Workshop) -> None:
    """The person knows the model by the newer training."""
    first = await _in_review(workshop)
    second = await _again(workshop, first)
    await _end(workshop, second, DONE)
    await _end(workshop, first, DONE)
    assert await _status(workshop, second) == (LoraStatus.COMPLETED, "anna", 2)


async def test_a_late_end_does_not_keep_photos_longer(workshop: Workshop) -> None:
    """The day that the newer training has set stays."""
    first = await _in_review(workshop)
    second = await _again(workshop, first)
    await _end(workshop, second, DONE)
    _, version = await workshop.story.rows_of(second)
    async with workshop.story.db.read() as session:
        day = (await session.get_one(Dataset, version.dataset_id)).erase_photos_at
    workshop.story.clock.advance(days=1)
    await _end(workshop, first, LOST)
    async with workshop.story.db.read() as session:
        assert (await session.get_one(Dataset, version.dataset_id)).erase_photos_at == day
    assert day is not None
    assert day > workshop.story.clock.now() - timedelta(days=1)


async def test_a_model_in_review_is_not_deleted_under_its_call(workshop: Workshop) -> None:
    """The result would come to a model that is gone; the wait can be ended first."""
    first = await _in_review(workshop)
    lora, _ = await workshop.story.rows_of(first)
    with pytest.raises(ConflictError, match="model-busy"):
        await Loras(workshop.story.db, workshop.story.clock).delete(first.user_id, lora.id)
