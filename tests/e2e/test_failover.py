"""Two providers: what one definitely refuses the other does, once, and the person reads it."""

import pytest

from db.enums import JobState
from db.models import LoraVersion
from tests.e2e.conftest import Owners

pytestmark = pytest.mark.slow

CALLS = 4
"""A training and its three proofs."""


@pytest.mark.parametrize("providers", [("fal", "replicate"), ("replicate", "fal")])
@pytest.mark.parametrize("trouble", [{"balance": "exhausted"}, {"key": "wrong"}])
async def test_a_training_goes_to_the_next_provider(
    owners: Owners, providers: tuple[str, str], trouble: dict[str, str]
) -> None:
    """The first account is empty or its key wrong: the same order is trained, proved and drawn by the second."""
    owner = await owners(*providers, admin_ids=(77,))
    await owner.switch(**trouble)
    job = await owner.end_of(await owner.order_training(), seconds=60)
    assert (job.state, job.error_code, job.provider) == (JobState.SUCCEEDED, None, providers[1])
    picture = await owner.end_of(await owner.order_pictures())
    assert (picture.state, picture.provider) == (JobState.SUCCEEDED, providers[1])
    assert [one for one in await owner.submits() if one["request_id"] is not None] == []
    assert len(await owner.submits(providers[1])) == CALLS + 1
    assert [await owner.sent(view) for view in ("job_moved", "job_held", "training_done", "pictures")] == [1, 0, 1, 1]
    async with owner.stage.services.db.read() as session:
        version = await session.get_one(LoraVersion, job.subject_id)
    assert owner.stage.services.trainers.get(version.trainer).provider == providers[1]
    names = {"fal": "fal.ai", "replicate": "Replicate"}
    told = await owner.person.see(f"at {names[providers[0]]}, so it goes on at {names[providers[1]]}")
    assert f"costs this service about ${job.estimated_cost:.2f}" in told["text"]


async def test_a_trainer_that_nobody_else_has_waits(owners: Owners) -> None:
    """Z-Image is trained by fal alone: the order is held, not turned into something else."""
    owner = await owners("fal", "replicate", admin_ids=(77,))
    await owner.switch(balance="exhausted")
    job_id = await owner.order_training(trainer="z-image-turbo-trainer-v2")
    await owner.until_held(job_id, "no_credit")
    assert await owner.at_provider("jobs", "replicate") == []
    await owner.switch(balance="ok")
    owner.stage.services.clock.advance(700)
    assert (await owner.end_of(job_id)).state is JobState.SUCCEEDED
