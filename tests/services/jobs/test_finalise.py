"""Results: fetched, validated, partly delivered, or rejected."""

from uuid import UUID

from db.enums import JobState
from services.billing import ledger
from services.errors import BrokenArtefactError
from services.jobs.kinds import Delivered, NeedsValidation, Rejected
from services.providers.base import Done
from tests.services.jobs.conftest import Stage
from tests.services.jobs.fakes import UNREACHABLE


async def _arrived(stage: Stage, **values: object) -> UUID:
    job_id = await stage.order(**values)
    await stage.engine.submit_tick()
    stage.provider.looks["run-1"] = Done({"file": "x"})
    stage.clock.advance(20)
    await stage.engine.poll_tick()
    return job_id


async def test_part_of_the_pieces_costs_part_of_the_price(stage: Stage) -> None:
    async with stage.db.write() as session:
        await ledger.grant(session, stage.clock, stage.user_id, 10, "start")
    stage.kind.results = [Delivered(3)]
    job_id = await _arrived(stage, units=4, price=8)
    await stage.engine.finalise_tick()
    job = await stage.job(job_id)
    assert (job.state, job.units_done) == (JobState.SUCCEEDED, 3)
    async with stage.db.read() as session:
        assert await ledger.balance(session, stage.user_id) == 4
        assert await ledger.audit(session) == []


async def test_nothing_delivered_is_a_failure_that_costs_nothing(stage: Stage) -> None:
    async with stage.db.write() as session:
        await ledger.grant(session, stage.clock, stage.user_id, 10, "start")
    stage.kind.results = [Delivered(0, "all-blocked")]
    job_id = await _arrived(stage, units=4, price=8)
    await stage.engine.finalise_tick()
    job = await stage.job(job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "all-blocked")
    async with stage.db.read() as session:
        assert await ledger.balance(session, stage.user_id) == 10


async def test_a_job_waits_for_its_children_and_is_woken_by_them(stage: Stage) -> None:
    stage.kind.results = [NeedsValidation()]
    parent = await _arrived(stage)
    await stage.engine.finalise_tick()
    assert await stage.state(parent) is JobState.VALIDATING
    child = await stage.order(parent_id=parent)
    await stage.engine.submit_tick()
    stage.provider.looks["run-2"] = Done({})
    stage.clock.advance(20)
    await stage.engine.finalise_tick()
    assert await stage.state(parent) is JobState.VALIDATING
    stage.kind.validation = Delivered(1)
    await stage.engine.poll_tick()
    await stage.engine.finalise_tick()
    assert await stage.state(child) is JobState.SUCCEEDED
    await stage.engine.finalise_tick()
    assert await stage.state(parent) is JobState.SUCCEEDED


async def test_a_result_that_cannot_be_fetched_is_fetched_again_until_the_limit(stage: Stage) -> None:
    stage.kind.results = [UNREACHABLE, UNREACHABLE]
    job_id = await _arrived(stage)
    await stage.run(rounds=6)
    assert await stage.state(job_id) is JobState.SUCCEEDED
    stage.kind.results = [UNREACHABLE] * 500
    late = await stage.order()
    await stage.engine.submit_tick()
    stage.provider.looks["run-2"] = Done({})
    await stage.run(rounds=100, seconds=1200)
    assert (await stage.job(late)).error_code == "artefact-gone"


async def test_a_broken_result_fails_without_another_payment(stage: Stage) -> None:
    stage.kind.results = [BrokenArtefactError("weights-broken")]
    job_id = await _arrived(stage)
    await stage.run(rounds=2)
    assert (await stage.job(job_id)).error_code == "weights-broken"
    assert len(stage.provider.runs) == 1


async def test_a_rejected_result_may_be_made_once_more(stage: Stage) -> None:
    stage.kind.results = [Rejected("runner-lost", transient=True)]
    job_id = await _arrived(stage)
    await stage.run(rounds=4)
    stage.provider.looks["run-2"] = Done({})
    await stage.run(rounds=4)
    assert await stage.state(job_id) is JobState.SUCCEEDED
    assert len(stage.provider.runs) == 2
