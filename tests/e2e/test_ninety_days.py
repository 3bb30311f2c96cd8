"""A model is ours: it draws long after the provider has forgotten every file."""

import pytest

from db.enums import JobState
from tests.e2e.conftest import Owners
from tests.e2e.owner import Owner

pytestmark = pytest.mark.slow

DAYS = 90


async def _ninety_days_on(owner: Owner) -> None:
    owner.stage.services.clock.advance(days=DAYS)
    await owner.stage.control("clock", {"advance": DAYS * 86_400})


async def _draw_twice(owner: Owner) -> None:
    for prompt in ("in a garden", "on a boat"):
        job = await owner.end_of(await owner.order_pictures(prompt, count=2))
        assert (job.state, job.error_code, job.units_done) == (JobState.SUCCEEDED, None, 2)
    assert await owner.sent("pictures") == 2


async def test_a_model_draws_ninety_days_later(owners: Owners) -> None:
    """The weights are hosted anew from our own storage, once, and then used again."""
    owner = await owners("fal")
    await owner.trained()
    await _ninety_days_on(owner)
    await owner.forget_files()
    await _draw_twice(owner)
    sources = [one["body"]["loras"][0]["path"].partition("?")[0] for one in (await owner.submits())[-2:]]
    assert len(set(sources)) == 1


async def test_a_model_of_replicate_draws_by_its_trained_version(owners: Owners) -> None:
    """Versions stay when all files are gone."""
    owner = await owners("replicate")
    await owner.trained()
    await _ninety_days_on(owner)
    await owner.forget_files()
    await _draw_twice(owner)
    assert [one["path"] for one in (await owner.submits())[-2:]] == ["/replicate/v1/predictions"] * 2


async def test_a_model_moves_to_the_provider_that_is_left(owners: Owners) -> None:
    """The trainer's account is empty: our own weights go to the other one, which draws with them."""
    owner = await owners("replicate", "fal")
    await owner.trained()
    await _ninety_days_on(owner)
    await owner.forget_files()
    await owner.switch(balance="exhausted")
    await _draw_twice(owner)
    assert len(await owner.submits("fal")) == 2
