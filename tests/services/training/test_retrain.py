"""A model is trained once more from its data set as it is now, at the usual price and under the usual limits."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from db.enums import JobState, LoraStatus
from db.models import Dataset, Job, Photo
from services.errors import ConflictError, InvalidInputError, LimitReachedError, NotFoundError
from services.training.retrain import Retraining
from services.training.trainer_rows import Z_IMAGE_TURBO
from tests.services.training.story import RULES, Story
from tests.services.training.test_retry import end


def retraining(story: Story) -> Retraining:
    """The facade over the story's orders."""
    return Retraining(story.db, story.clock, story.orders, story.trainers, story.rules)


async def trained(story: Story, **how: object) -> Job:
    """A training that has ended well."""
    job = await story.ordered(await story.person(), **how)
    await end(story, job, LoraStatus.COMPLETED)
    lora, version = await story.rows_of(job)
    await story.change(lora, {"current_version_id": version.id})
    return job


async def take_photos(story: Story, job: Job, count: int) -> None:
    """Removes photo rows of the training's set."""
    _, version = await story.rows_of(job)
    async with story.db.write() as session:
        photos = await session.scalars(select(Photo).where(Photo.dataset_id == version.dataset_id))
        for photo in photos.all()[:count]:
            await session.delete(photo)


async def test_a_ready_model_gets_another_version_and_stays_ready(story: Story) -> None:
    """By the same trainer and settings, from the same data set, whose photos are kept meanwhile."""
    job = await trained(story, trainer=Z_IMAGE_TURBO.key)
    lora, version = await story.rows_of(job)
    async with story.db.read() as session:
        dataset = await session.get_one(Dataset, version.dataset_id)
    await story.change(dataset, {"erase_photos_at": story.clock.now().replace(year=2100)})
    again = await retraining(story).order(job.user_id, version.id, "anew")
    same, second = await story.rows_of(again)
    assert (same.id, same.status, same.current_version_id) == (lora.id, LoraStatus.COMPLETED, version.id)
    assert (second.no, second.dataset_id, second.trainer) == (2, version.dataset_id, Z_IMAGE_TURBO.key)
    assert (second.params, second.quality, second.free_retry_of) == (version.params, version.quality, None)
    assert (second.triggered_by_job_id, again.state) == (job.id, JobState.QUEUED)
    async with story.db.read() as session:
        assert (await session.get_one(Dataset, version.dataset_id)).erase_photos_at is None


async def test_a_second_tap_finds_the_first_order(story: Story) -> None:
    """Also at the same time, and after that training has begun."""
    job = await trained(story)
    _, version = await story.rows_of(job)
    again = retraining(story)
    jobs = await asyncio.gather(*(again.order(job.user_id, version.id, "anew") for _ in range(3)))
    assert {one.id for one in jobs} == {(await again.order(job.user_id, version.id, "anew")).id}


async def test_the_button_of_an_earlier_version_orders_nothing(story: Story) -> None:
    """Under another key: the person was shown something else."""
    job = await trained(story)
    _, version = await story.rows_of(job)
    second = await retraining(story).order(job.user_id, version.id, "anew")
    await end(story, second, LoraStatus.COMPLETED)
    with pytest.raises(NotFoundError, match="button-old"):
        await retraining(story).order(job.user_id, version.id, "later")


async def test_two_trainings_of_a_model_do_not_run_beside_each_other(story: Story) -> None:
    """They would take the same place."""
    job = await trained(story)
    lora, version = await story.rows_of(job)
    second = await retraining(story).order(job.user_id, version.id, "anew")
    _, newest = await story.rows_of(second)
    with pytest.raises(ConflictError, match="model-not-ready"):
        await retraining(story).order(job.user_id, newest.id, "once more")
    with pytest.raises(ConflictError, match="model-not-ready"):
        await retraining(story).offer(job.user_id, lora.id)


async def test_what_it_comes_to_is_told_before(story: Story) -> None:
    """Photos, trainer, price, time and what is left of the month."""
    job = await trained(story)
    lora, version = await story.rows_of(job)
    told = await retraining(story).offer(job.user_id, lora.id)
    assert (told.newest.id, told.photos, told.offer.trainer) == (version.id, 4, version.trainer)
    assert (str(told.offer.usd), told.quota.used, told.price) == ("2.0000", 1, 0)
    assert told.offer.minutes > 0


async def test_it_counts_as_a_training_of_the_month(story: Story) -> None:
    """Unlike the free second one."""
    job = await trained(story)
    _, version = await story.rows_of(job)
    strict = Story(story.db, story.clock, replace(RULES, trainings_per_month=1))
    with pytest.raises(LimitReachedError, match="training-quota"):
        await retraining(strict).order(job.user_id, version.id, "anew")


async def test_too_few_and_erased_photos_are_told_apart(story: Story) -> None:
    """Some are missing, or all are gone."""
    job = await trained(story)
    lora, version = await story.rows_of(job)
    await take_photos(story, job, 1)
    with pytest.raises(InvalidInputError) as few:
        await retraining(story).order(job.user_id, version.id, "anew")
    assert (few.value.code, few.value.params) == ("photos-few", {"count": 3, "min": 4})
    await take_photos(story, job, 3)
    with pytest.raises(ConflictError, match="photos-gone"):
        await retraining(story).offer(job.user_id, lora.id)


async def test_nothing_is_trained_without_consent_or_from_photos_that_are_to_go(story: Story) -> None:
    """Withdrawing does both."""
    job = await trained(story)
    _, version = await story.rows_of(job)
    await story.agreements.withdraw(job.user_id)
    with pytest.raises(ConflictError):
        await retraining(story).order(job.user_id, version.id, "anew")
    other = await trained(story)
    _, version = await story.rows_of(other)
    async with story.db.read() as session:
        dataset = await session.get_one(Dataset, version.dataset_id)
    await story.change(dataset, {"erase_photos_at": story.clock.now()})
    for refused in (
        retraining(story).order(other.user_id, version.id, "anew"),
        retraining(story).offer(other.user_id, version.lora_id),
    ):
        with pytest.raises(ConflictError, match="photos-gone"):
            await refused


async def test_another_persons_model_does_not_exist(story: Story) -> None:
    """Neither to look at nor to order."""
    job, other = await trained(story), await story.person()
    lora, version = await story.rows_of(job)
    with pytest.raises(NotFoundError, match="model-gone"):
        await retraining(story).offer(other.id, lora.id)
    with pytest.raises(NotFoundError, match="model-gone"):
        await retraining(story).order(other.id, version.id, "anew")
