"""How trainings are judged by their proofs, and what their end leaves behind."""

from datetime import UTC, datetime, timedelta

import pytest

from db.enums import JobState, LoraStatus, Retention
from db.models import Dataset, Image, Job, Lora, LoraVersion
from db.repositories.jobs import children_of
from services.jobs.kinds import Delivered, Outcome
from services.training.proofs import PROOFS
from services.training.settling import photos_erase_at
from tests.services.training.fakes import OUTPUT
from tests.services.training.workshop import Workshop, finalising, messages, ordered


async def validated(workshop: Workshop, ends: list[tuple[JobState, str | None]]) -> tuple[Job, Delivered | None]:
    """The verdict when the three proofs ended this way; the successful ones have a picture."""
    job = await finalising(workshop)
    await workshop.kind.finalise(job, await workshop.attempt(job), OUTPUT)
    async with workshop.story.db.write() as session:
        for number, (child, (state, code)) in enumerate(zip(await children_of(session, job.id), ends, strict=True)):
            child.state, child.error_code = state, code
            if state is JobState.SUCCEEDED:
                image = Image(
                    generation_id=child.subject_id, no=number, state="stored", created_at=workshop.story.clock.now()
                )
                session.add(image)
    async with workshop.story.db.write() as session:
        verdict = await workshop.kind.validate(session, await session.get_one(Job, job.id))
    return job, verdict


GOOD = (JobState.SUCCEEDED, None)


@pytest.mark.parametrize(
    ("ends", "verdict", "passed"),
    [
        ([GOOD, GOOD, (JobState.RUNNING, None)], None, None),
        ([GOOD, GOOD, GOOD], Delivered(1), True),
        ([GOOD, GOOD, (JobState.FAILED, "blocked")], Delivered(1), False),
        ([(JobState.FAILED, "provider-timeout")] * 3, Delivered(1), False),
        ([(JobState.FAILED, "weights-unusable")] * 3, Delivered(0, "weights-unusable"), None),
        ([GOOD, GOOD, (JobState.FAILED, "weights-unusable")], Delivered(1), False),
    ],
)
async def test_only_weights_that_cannot_be_loaded_fail_a_training(
    workshop: Workshop, ends: list[tuple[JobState, str | None]], verdict: Delivered | None, passed: bool | None
) -> None:
    job, found = await validated(workshop, ends)
    assert found == verdict
    _, version = await workshop.story.rows_of(job)
    assert version.validation_passed is passed


async def settled(workshop: Workshop, job: Job, outcome: Outcome) -> tuple[Lora, LoraVersion]:
    async with workshop.story.db.write() as session:
        row = await session.get_one(Job, job.id)
        row.state = outcome.state
        await session.flush()
        await workshop.kind.settle(session, row, outcome)
    return await workshop.story.rows_of(job)


@pytest.mark.parametrize(
    ("state", "status", "view"),
    [
        (JobState.FAILED, LoraStatus.FAILED, "training_failed"),
        (JobState.CANCELLED, LoraStatus.CANCELLED, "training_cancelled"),
    ],
)
async def test_a_training_that_failed_frees_its_name_and_says_so(
    workshop: Workshop, state: JobState, status: LoraStatus, view: str
) -> None:
    job = await ordered(workshop, retention=Retention.UNTIL_TRAINED)
    lora, version = await settled(workshop, job, Outcome(state, error_code="x"))
    assert (lora.status, version.status, lora.name_key) == (status, status, None)
    assert lora.trigger_key is not None, "a trigger word is never shared, not even with a failed model"
    assert (await messages(workshop))[view] == {"job_id": str(job.id)}
    async with workshop.story.db.read() as session:
        dataset = await session.get_one(Dataset, version.dataset_id)
    assert dataset.erase_photos_at is not None
    assert dataset.erase_photos_at > workshop.story.clock.now() + timedelta(days=6)


async def test_a_free_training_that_failed_leaves_the_model_as_it_was(workshop: Workshop) -> None:
    job = await ordered(workshop)
    await settled(workshop, job, Outcome(JobState.SUCCEEDED, units=1))
    lora, version = await workshop.story.rows_of(job)
    free = await workshop.story.orders.free_retry(lora.user_id, version.id)
    lora, _ = await workshop.story.rows_of(free)
    assert lora.status is LoraStatus.COMPLETED, "pictures can be made with the version that is there"
    lora, second = await settled(workshop, free, Outcome(JobState.FAILED, error_code="x"))
    assert (lora.status, lora.current_version_id, lora.name_key) == (LoraStatus.COMPLETED, version.id, "anna")
    assert second.status is LoraStatus.FAILED


def test_photos_go_when_the_person_has_chosen() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    done, failed = JobState.SUCCEEDED, JobState.FAILED
    assert photos_erase_at(Retention.UNTIL_TRAINED, done, now) == now + timedelta(days=1)
    assert photos_erase_at(Retention.UNTIL_TRAINED, failed, now) == now + timedelta(days=7)
    assert photos_erase_at(Retention.DAYS_30, done, now) == now + timedelta(days=30)
    assert photos_erase_at(None, done, now) == now + timedelta(days=30)
    assert photos_erase_at(Retention.UNTIL_DELETED, done, now) is None


def test_proofs_differ_and_say_nothing_about_looks() -> None:
    for shots in PROOFS.values():
        assert len({shot.prompt for shot in shots}) == len({shot.seed for shot in shots}) == 3
        words = " ".join(shot.prompt for shot in shots).lower()
        assert not any(word in words for word in ("skin", "beaut", "young", "old ", "slim", "blue eyes", "hair"))


async def test_a_withdrawn_consent_is_not_undone_by_the_end_of_a_training(workshop: Workshop) -> None:
    """Photos that are due because the person withdrew stay due."""
    job = await finalising(workshop)
    _, version = await workshop.story.rows_of(job)
    withdrawn = workshop.story.clock.now() - timedelta(minutes=1)
    async with workshop.story.db.write() as session:
        (await session.get_one(Dataset, version.dataset_id)).erase_photos_at = withdrawn
    await settled(workshop, job, Outcome(JobState.SUCCEEDED, units=1))
    async with workshop.story.db.read() as session:
        assert (await session.get_one(Dataset, version.dataset_id)).erase_photos_at == withdrawn
