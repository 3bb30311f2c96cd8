"""Training again: after a failure, and once for free when the proofs do not look like the person."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from db.enums import JobState, LoraStatus, Verdict
from db.models import Dataset, Job
from services.billing import ledger
from services.errors import ConflictError, LimitReachedError, NotFoundError
from services.training.trainer_rows import Z_IMAGE_TURBO
from tests.services.training.story import RULES, Story
from tests.support.rows import make_consent


async def end(story: Story, job: Job, status: LoraStatus) -> None:
    """Ends a training as settling would, without the engine."""
    state = {
        LoraStatus.COMPLETED: JobState.SUCCEEDED,
        LoraStatus.FAILED: JobState.FAILED,
        LoraStatus.CANCELLED: JobState.CANCELLED,
    }[status]
    lora, version = await story.rows_of(job)
    now = story.clock.now()
    await story.change(job, {"state": state, "finished_at": now})
    await story.change(version, {"status": status})
    await story.change(lora, {"status": status} | ({} if status is LoraStatus.COMPLETED else {"name_key": None}))


async def test_a_failed_training_can_be_tried_again_with_its_photos(story: Story) -> None:
    user = await story.person()
    job = await story.ordered(user, "Anna", trainer=Z_IMAGE_TURBO.key)
    await end(story, job, LoraStatus.FAILED)
    lora, version = await story.rows_of(job)
    async with story.db.write() as session:
        dataset = await session.get_one(Dataset, version.dataset_id)
        dataset.erase_photos_at = story.clock.now() + timedelta(days=3)
    again = await story.orders.retry(user.id, lora.id, "again")
    assert (await story.orders.retry(user.id, lora.id, "again")).id == again.id
    same, second = await story.rows_of(again)
    assert (same.id, same.name, same.name_key, same.status) == (lora.id, "Anna", "anna", LoraStatus.PENDING)
    assert (second.no, second.dataset_id, second.trainer) == (2, version.dataset_id, Z_IMAGE_TURBO.key)
    async with story.db.read() as session:
        assert (await session.get_one(Dataset, version.dataset_id)).erase_photos_at is None


async def test_a_retry_takes_a_numbered_name_when_the_old_one_is_gone(story: Story) -> None:
    user = await story.person()
    job = await story.ordered(user, "Anna")
    await end(story, job, LoraStatus.CANCELLED)
    await story.ordered(user, "Anna")
    lora, _ = await story.rows_of(job)
    retried, _ = await story.rows_of(await story.orders.retry(user.id, lora.id, "again"))
    assert (retried.name, retried.name_key) == ("Anna 2", "anna 2")


async def test_what_has_not_failed_is_not_tried_again(story: Story) -> None:
    user, other = await story.person(), await story.person()
    job = await story.ordered(user)
    lora, version = await story.rows_of(job)
    with pytest.raises(ConflictError) as busy:
        await story.orders.retry(user.id, lora.id, "a")
    assert busy.value.code == "model-not-ready"
    await end(story, job, LoraStatus.COMPLETED)
    with pytest.raises(ConflictError) as ready:
        await story.orders.retry(user.id, lora.id, "b")
    assert ready.value.code == "model-ready"
    with pytest.raises(NotFoundError):
        await story.orders.retry(other.id, lora.id, "c")
    await end(story, job, LoraStatus.FAILED)
    async with story.db.write() as session:
        (await session.get_one(Dataset, version.dataset_id)).photos_erased_at = story.clock.now()
    with pytest.raises(ConflictError) as gone:
        await story.orders.retry(user.id, lora.id, "d")
    assert gone.value.code == "photos-gone"


async def test_whether_it_can_be_tried_again_is_known_before(story: Story) -> None:
    """Nobody is offered what would be refused for the model's own sake, and nobody learns of others' models."""
    user, other = await story.person(), await story.person()
    job = await story.ordered(user)
    lora, version = await story.rows_of(job)
    assert not await story.orders.can_retry(user.id, lora.id), "it is being trained"
    await end(story, job, LoraStatus.COMPLETED)
    assert not await story.orders.can_retry(user.id, lora.id), "it worked out"
    await end(story, job, LoraStatus.FAILED)
    assert await story.orders.can_retry(user.id, lora.id)
    with pytest.raises(NotFoundError):
        await story.orders.can_retry(other.id, lora.id)
    async with story.db.write() as session:
        (await session.get_one(Dataset, version.dataset_id)).photos_erased_at = story.clock.now()
    assert not await story.orders.can_retry(user.id, lora.id), "the photos are gone"


async def test_photos_that_are_due_are_not_trained_on_again(story: Story) -> None:
    """Whoever withdrew consent does not find the photos in use because nobody had erased them yet."""
    user = await story.person()
    job = await story.ordered(user)
    lora, version = await story.rows_of(job)
    await end(story, job, LoraStatus.FAILED)
    async with story.db.write() as session:
        (await session.get_one(Dataset, version.dataset_id)).erase_photos_at = story.clock.now()
    with pytest.raises(ConflictError) as gone:
        await story.orders.retry(user.id, lora.id, "again")
    assert gone.value.code == "photos-gone"


async def test_not_me_gives_one_free_training(story: Story) -> None:
    user = await story.person()
    paid = Story(story.db, story.clock, replace(RULES, price=100, trainings_per_month=1))
    async with story.db.write() as session:
        await ledger.grant(session, story.clock, user.id, 100, "gift")
    job = await paid.ordered(user)
    await end(story, job, LoraStatus.COMPLETED)
    lora, version = await story.rows_of(job)
    free = await paid.orders.free_retry(user.id, version.id)
    assert (free.price, free.estimated_cost) == (0, Decimal(2))
    assert (await paid.orders.free_retry(user.id, version.id)).id == free.id, "asked twice"
    again, second = await story.rows_of(free)
    assert (again.id, second.no, second.free_retry_of) == (lora.id, 2, version.id)
    assert (version.triggered_by_job_id, second.triggered_by_job_id) == (None, job.id)
    _, first = await story.rows_of(job)
    assert first.verdict is Verdict.NOT_ME
    assert (await paid.drafts.open(user.id)).quota.used == 1, "a free one does not count"
    await end(story, free, LoraStatus.COMPLETED)
    with pytest.raises(ConflictError) as used:
        await paid.orders.free_retry(user.id, second.id)
    assert used.value.code == "free-retry-used"


async def test_a_free_training_that_failed_may_be_asked_for_again(story: Story) -> None:
    user = await story.person()
    job = await story.ordered(user)
    await end(story, job, LoraStatus.COMPLETED)
    lora, version = await story.rows_of(job)
    first = await story.orders.free_retry(user.id, version.id)
    await end(story, first, LoraStatus.FAILED)
    await story.change(lora, {"status": LoraStatus.COMPLETED})
    second = await story.orders.free_retry(user.id, version.id)
    assert second.id != first.id


async def test_a_free_training_needs_an_own_finished_model_and_a_budget(story: Story) -> None:
    user, other = await story.person(), await story.person()
    job = await story.ordered(user)
    _, version = await story.rows_of(job)
    with pytest.raises(ConflictError):
        await story.orders.free_retry(user.id, version.id)
    await end(story, job, LoraStatus.COMPLETED)
    with pytest.raises(NotFoundError):
        await story.orders.free_retry(other.id, version.id)
    broke = Story(story.db, story.clock, replace(RULES, budget=replace(RULES.budget, monthly_usd=Decimal(0))))
    with pytest.raises(LimitReachedError):
        await broke.orders.free_retry(user.id, version.id)


async def test_a_training_is_not_repeated_without_consent(story: Story) -> None:
    """Neither after a failure nor for free; a consent makes up for it."""
    user = await story.person()
    job = await story.ordered(user)
    lora, version = await story.rows_of(job)
    await story.disagree(user)
    await end(story, job, LoraStatus.FAILED)
    with pytest.raises(ConflictError, match="consent-missing"):
        await story.orders.retry(user.id, lora.id, "again")
    await end(story, job, LoraStatus.COMPLETED)
    with pytest.raises(ConflictError, match="consent-missing"):
        await story.orders.free_retry(user.id, version.id)
    assert (await story.rows_of(job))[1].verdict is None, "nothing of the refused order stays"
    await make_consent(story.db, user)
    assert (await story.orders.free_retry(user.id, version.id)).provider == "fal"
