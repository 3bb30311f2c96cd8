"""A restored engine makes no call that may have been made after the copy."""

from datetime import timedelta

from db.enums import JobState
from services.billing import ledger
from services.providers.base import Broken, Done
from tests.services.jobs.conftest import Stage


async def test_waiting_orders_end_with_their_credits_back(stage: Stage) -> None:
    """The call for one may have been made since, so none is made now; the books add up."""
    async with stage.db.write() as session:
        await ledger.grant(session, stage.clock, stage.user_id, 10, "start")
    job_id = await stage.order(price=4)
    assert await stage.engine.settle_restored() == 1
    await stage.run(rounds=3)
    job = await stage.job(job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "restored")
    assert stage.provider.calls == []
    async with stage.db.read() as session:
        assert await ledger.balance(session, stage.user_id) == 10
        assert await ledger.audit(session) == []
    assert [outcome.error_code for _, outcome in stage.kind.settled] == ["restored"]


async def test_what_runs_is_asked_about_and_delivered(stage: Stage) -> None:
    """The copy knows its number at the provider."""
    job_id = await stage.order()
    await stage.engine.submit_tick()
    assert await stage.engine.settle_restored() == 0
    stage.provider.looks["run-1"] = Done({"file": "x"})
    await stage.run(rounds=3)
    assert await stage.state(job_id) is JobState.SUCCEEDED
    assert len(stage.provider.calls) == 1


async def test_a_lost_call_is_still_looked_for(stage: Stage) -> None:
    """A copy that was made in the middle of a call finds it in the provider's list."""
    job_id = await stage.lose(lists=True)
    assert await stage.state(job_id) is JobState.UNCERTAIN
    await stage.engine.settle_restored()
    stage.provider.looks["run-1"] = Done({"file": "x"})
    await stage.run(rounds=5)
    assert await stage.state(job_id) is JobState.SUCCEEDED
    assert len(stage.provider.calls) == 1


async def test_a_call_that_breaks_is_not_made_a_second_time(stage: Stage) -> None:
    """The second one may have been made since the copy as well."""
    job_id = await stage.order()
    await stage.engine.submit_tick()
    await stage.engine.settle_restored()
    stage.provider.looks["run-1"] = Broken("runner-lost", transient=True)
    await stage.run(rounds=8)
    assert (await stage.job(job_id)).error_code == "runner-lost"
    assert len(stage.provider.calls) == 1


async def test_orders_of_later_are_as_always(stage: Stage) -> None:
    """What is settled is what the copy held."""
    await stage.engine.settle_restored()
    job_id = await stage.order()
    stage.clock.advance(timedelta(minutes=1).total_seconds())
    await stage.run(rounds=2)
    assert await stage.state(job_id) is JobState.RUNNING
