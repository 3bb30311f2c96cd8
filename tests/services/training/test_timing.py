"""How long a training usually takes, by what has been measured and what is set."""

from datetime import timedelta
from typing import Any

import pytest

from db.enums import JobState, Quality
from db.models import Job
from services.training.timing import usual_seconds
from services.training.trainer_rows import FLUX_FAST, REPLICATE_FLUX
from services.training.trainers import Trainer, values_for
from tests.services.training.story import Story


async def seconds(story: Story, trainer: Trainer, wishes: dict[str, Any]) -> float:
    async with story.db.read() as session:
        values = values_for(trainer, Quality.STANDARD, wishes)
        return await usual_seconds(session, trainer, Quality.STANDARD, values)


async def finished(story: Story, steps: int, took: float) -> None:
    """A training of that many steps that ran for so many seconds."""
    job: Job = await story.ordered(await story.person())
    _, version = await story.rows_of(job)
    now = story.clock.now()
    ended = {"state": JobState.SUCCEEDED, "started_at": now - timedelta(seconds=took), "finished_at": now}
    await story.change(job, ended)
    await story.change(version, {"params": {"steps": steps}})


async def test_without_trainings_of_our_own_the_rows_figure_counts(story: Story) -> None:
    """It grows with the steps, and with what makes a step longer."""
    assert await seconds(story, FLUX_FAST, {}) == 600
    assert await seconds(story, FLUX_FAST, {"steps": 2000}) == 1200
    usual = await seconds(story, REPLICATE_FLUX, {})
    assert await seconds(story, REPLICATE_FLUX, {"batch_size": 4}) > 3 * usual
    assert await seconds(story, REPLICATE_FLUX, {"rank": 64}) == usual


async def test_measured_trainings_count_by_their_pace(story: Story) -> None:
    """One with three times the steps must not make everybody's look long."""
    await finished(story, steps=1000, took=400)
    await finished(story, steps=3000, took=1200)
    await finished(story, steps=1000, took=5000)
    assert await seconds(story, FLUX_FAST, {}) == pytest.approx(400)
    assert await seconds(story, FLUX_FAST, {"steps": 500}) == pytest.approx(200)
