"""A submit whose answer is lost: exactly one POST, and the job still ends as it should."""

import pytest

from db.enums import JobState
from tests.e2e.conftest import Owners
from tests.e2e.owner import Owner

CALLS = 4
"""A training and its three proofs."""

PROVIDERS = pytest.mark.parametrize("provider", ["fal", "replicate"])


async def _check(owner: Owner) -> None:
    job = await owner.end_of(await owner.order_training())
    assert (job.state, job.error_code) == (JobState.SUCCEEDED, None)
    submits = await owner.submits()
    assert [one["outcome"] for one in submits] == ["lost_answer"] * CALLS
    assert len(await owner.attempts()) == len(await owner.at_provider("jobs")) == CALLS
    refs = {attempt.provider_ref for attempt in await owner.attempts()}
    assert refs == {one["request_id"] for one in submits}
    assert {attempt.provider for attempt in await owner.attempts()} == {owner.provider}
    assert await owner.sent("training_done") == 1


@pytest.mark.slow
@PROVIDERS
async def test_found_in_the_providers_list(owners: Owners, provider: str) -> None:
    """By the archive that only this call was made with; at Replicate a picture by all its arguments."""
    owner = await owners(provider)
    await owner.plan("submit", "lost_answer", CALLS)
    await _check(owner)


@pytest.mark.slow
async def test_found_in_a_list_of_ended_calls(owners: Owners) -> None:
    """Nobody knows whether fal lists a call before it has ended."""
    owner = await owners("fal")
    await owner.switch(list_running=False)
    await owner.plan("submit", "lost_answer", CALLS)
    await _check(owner)


@PROVIDERS
async def test_found_by_the_webhook_alone(owners: Owners, provider: str) -> None:
    """The token in the webhook's address says whose call it was; the list does not answer at all."""
    owner = await owners(provider, webhook=True)
    await owner.plan("list", "status", 10_000, code=503)
    await owner.plan("submit", "lost_answer", CALLS)
    await _check(owner)


@pytest.mark.parametrize("providers", [("fal", "replicate"), ("replicate", "fal")])
async def test_a_dropped_call_is_given_back_and_not_repeated(owners: Owners, providers: tuple[str, str]) -> None:
    """Nobody can tell whether it was taken: nothing is paid a second time, here or elsewhere, and the person learns
    that it is looked into, and a day later how it ended."""
    owner = await owners(*providers)
    await owner.plan("submit", "dropped")
    job_id = await owner.order_training()
    await owner.until(job_id, JobState.UNCERTAIN)
    owner.stage.services.clock.advance(3 * 3600)
    await owner.until(job_id, JobState.REVIEW)
    assert (await owner.sent("job_review"), await owner.sent("training_failed")) == (1, 0)
    owner.stage.services.clock.advance(25 * 3600)
    job = await owner.end_of(job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "outcome-unknown")
    assert len(await owner.submits()) == 1
    assert await owner.at_provider("jobs") == []
    assert await owner.submits(providers[1]) == []
    assert await owner.sent("training_failed") == 1
