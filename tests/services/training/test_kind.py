"""What the engine asks of a training while it runs."""

from datetime import timedelta

import pytest

from db.enums import JobState, LoraStatus, Quality, Stage
from db.models import Job
from services.jobs.kinds import Progress
from services.providers.base import Broken
from services.training.trainer_rows import FLUX_FAST
from tests.services.training.workshop import Workshop, messages, ordered
from tests.support.rows import make_dataset, make_job, make_lora, make_user, make_version


async def test_timing_comes_from_the_table_until_we_have_measured(workshop: Workshop) -> None:
    """What is measured counts a minute later: it is asked for with every look."""
    db, clock = workshop.story.db, workshop.story.clock
    job = await ordered(workshop)
    async with db.read() as session:
        table = await workshop.kind.timing(session, job)
    assert (table.usual, table.queue_limit, table.run_limit) == (600, 7200, 3600)
    user = await make_user(db)
    lora = await make_lora(db, user)
    dataset = await make_dataset(db, user, lora)
    minutes = [30, 40, 50]
    for no, (length, quality, state) in enumerate(
        [(minute, Quality.STANDARD, JobState.SUCCEEDED) for minute in minutes]
        + [(1, Quality.QUICK, JobState.SUCCEEDED), (1, Quality.STANDARD, JobState.FAILED)]
    ):
        version = await make_version(db, lora, dataset, no=no + 1, trainer=FLUX_FAST.key, quality=quality)
        end = clock.now()
        started = end - timedelta(minutes=length)
        await make_job(db, user, subject_id=version.id, state=state, started_at=started, finished_at=end)
    clock.advance(61)
    async with db.read() as session:
        measured = await workshop.kind.timing(session, job)
    assert measured.usual == pytest.approx(40 * 60)
    assert measured.run_limit == pytest.approx(3 * 40 * 60)


async def test_progress_is_read_against_the_ordered_steps(workshop: Workshop) -> None:
    job = await ordered(workshop)
    line = " 35%|###5      | 350/1000 [03:25<06:20,  1.71it/s]"
    assert workshop.kind.progress(job, [line]) == Progress(Stage.TRAINING, 35, 350, 1000)
    assert workshop.kind.progress(job, []) is None


async def test_the_card_and_the_model_follow_the_job(workshop: Workshop) -> None:
    job = await ordered(workshop)
    await workshop.story.change(job, {"state": JobState.RUNNING})
    async with workshop.story.db.write() as session:
        await workshop.kind.announce(session, await session.get_one(Job, job.id))
    lora, version = await workshop.story.rows_of(job)
    assert (lora.status, version.status) == (LoraStatus.TRAINING, LoraStatus.TRAINING)
    assert (await messages(workshop))["training_card"] == {"job_id": str(job.id)}


@pytest.mark.parametrize(
    ("failure", "judged"),
    [
        (Broken("input-unreachable"), Broken("input-unreachable", transient=True)),
        (Broken("content-policy"), Broken("content-policy")),
        (Broken("provider-timeout", transient=True), Broken("provider-timeout", transient=True)),
    ],
)
async def test_failures_are_judged(workshop: Workshop, failure: Broken, judged: Broken) -> None:
    job = await ordered(workshop)
    async with workshop.story.db.write() as session:
        assert await workshop.kind.judge(session, job, failure) == judged
