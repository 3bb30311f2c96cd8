"""What Replicate keeps and what it forgets: files for an hour, trained versions until somebody deletes them."""

import pytest

from db.enums import JobState
from db.models import LoraVersion
from tests.e2e.conftest import Owners
from tests.e2e.owner import Owner

pytestmark = pytest.mark.slow


async def _version(owner: Owner) -> LoraVersion:
    lora = (await owner.stage.services.loras.ready(owner.person.id))[0]
    async with owner.stage.services.db.read() as session:
        return await session.get_one(LoraVersion, lora.current_version_id)


async def test_weights_that_were_fetched_too_late_cost_nobody_the_model(owners: Owners) -> None:
    """The bot was away for longer than the file lived: the version that Replicate keeps is drawn with."""
    owner = await owners("replicate", "fal")
    await owner.switch(weights_seconds=0.0)
    await owner.trained()
    assert (await _version(owner)).weights_key is None
    job = await owner.end_of(await owner.order_pictures(count=2))
    assert (job.state, job.units_done, job.provider) == (JobState.SUCCEEDED, 2, "replicate")


async def test_a_version_that_was_deleted_is_replaced_by_our_weights(owners: Owners) -> None:
    """At the same provider, and for good."""
    owner = await owners("replicate")
    await owner.trained()
    version = await _version(owner)
    assert version.hosted_version is not None
    model, _, number = version.hosted_version.partition(":")
    headers = {"Authorization": f"Bearer {owner.stage.parts.settings.replicate_api_token.get_secret_value()}"}  # type: ignore[union-attr]
    address = f"/replicate/v1/models/{model}/versions/{number}"
    async with owner.stage.http.delete(address, headers=headers) as answer:
        assert answer.status == 202
    await owner.stage.control("clock", {"advance": 600})
    for prompt in ("in a garden", "on a boat"):
        job = await owner.end_of(await owner.order_pictures(prompt))
        assert (job.state, job.error_code, job.provider) == (JobState.SUCCEEDED, None, "replicate")
    last = [one["path"] for one in await owner.submits()][-3:]
    official = "/replicate/v1/models/black-forest-labs/flux-dev-lora/predictions"
    assert last == ["/replicate/v1/predictions", official, official]
    assert (await _version(owner)).hosted_version is None
    owner.stage.services.clock.advance(days=90)
    await owner.stage.control("clock", {"advance": 90 * 86_400})
    await owner.forget_files()
    job = await owner.end_of(await owner.order_pictures("in the snow"))
    assert (job.state, job.error_code, job.provider) == (JobState.SUCCEEDED, None, "replicate")
