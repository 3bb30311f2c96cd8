"""A process that is told to end: what it has begun is finished, the rest is left to others at once."""

from dataclasses import replace

from db.enums import JobState
from db.models import Job
from db.repositories.leases import free_leases_of
from services import crash_points
from services.jobs.engine import Engine
from services.stopping import Stopping
from tests.services.jobs.conftest import Stage


async def test_of_claimed_jobs_those_not_begun_are_left_to_others_at_once(stage: Stage) -> None:
    """The one in its paid call is finished and stored; nobody waits for the lease of the other."""
    jobs = [await stage.order(), await stage.order()]
    ending = Engine(replace(stage.parts, owner="ending", stopping=Stopping()))

    def stop_in_the_first_call(name: str) -> None:
        if name == "intent-committed":
            ending.stop()

    crash_points.observe_crash_points(stop_in_the_first_call)
    try:
        assert await ending.submit_tick() == 2
    finally:
        crash_points._observers.remove(stop_in_the_first_call)
    assert len(stage.provider.calls) == 1
    assert sorted([await stage.state(job) for job in jobs]) == [JobState.QUEUED, JobState.RUNNING]
    assert await stage.engine.submit_tick() == 0
    async with stage.db.write() as session:
        await free_leases_of(session, "ending")
    assert await stage.engine.submit_tick() == 1
    assert {await stage.state(job) for job in jobs} == {JobState.RUNNING}
    assert len(stage.provider.calls) == 2


async def test_a_paid_call_that_was_cut_off_keeps_its_lease(stage: Stage) -> None:
    """Its answer may be on the way: nobody is to look for it before it would have come."""
    job_id = await stage.order()
    async with stage.db.write() as session:
        job = await session.get_one(Job, job_id)
        job.state, job.lease_owner = JobState.SUBMITTING, "ending"
        job.lease_until = stage.clock.now()
    async with stage.db.write() as session:
        await free_leases_of(session, "ending")
    assert (await stage.job(job_id)).lease_owner == "ending"
