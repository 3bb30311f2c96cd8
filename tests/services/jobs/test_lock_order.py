"""Answers about one call that come at the same moment wait in line: none is lost to a deadlock."""

import asyncio
from collections.abc import Coroutine
from contextvars import Context
from typing import Any, TypeVar

from db.enums import AttemptState, JobState
from db.models import Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.jobs.attempts import record_accepted
from services.jobs.kinds import Outcome
from services.jobs.terminal import finish
from services.providers.base import Accepted, PaidCall, ProviderRef, SubmitAnswer, Unknown
from tests.services.jobs.conftest import Stage

A_MOMENT = 0.3
"""Seconds in which the other task reaches the lock it waits for."""

Result = TypeVar("Result")


def _another_replica(work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
    """Runs beside the test, in no unit of work of its own."""
    return asyncio.create_task(work, context=Context())  # noqa: TID251 (a test's own, awaited by it)


async def test_a_webhook_beside_the_answer(stage: Stage) -> None:
    """The webhook pins the account and adopts the call while the submit's own answer is being stored."""
    original = stage.provider.submit

    async def early_webhook(call: PaidCall) -> SubmitAnswer:
        answer = await original(call)
        await stage.hints.receive("fal", stage.token(), {"signature": "good"}, b"run-1")
        assert isinstance(answer, Accepted)
        return answer

    announced = stage.kind.announce
    beside: list[asyncio.Task[int]] = []

    async def announce(session: WriteSession, job: Job) -> None:
        if not beside:
            beside.append(_another_replica(stage.engine.hint_tick()))
            await asyncio.sleep(A_MOMENT)
        await announced(session, job)

    stage.provider.submit = early_webhook  # type: ignore[method-assign]
    stage.kind.announce = announce  # type: ignore[method-assign]
    job_id = await stage.order()
    await stage.engine.submit_tick()
    await beside[0]
    [attempt] = await stage.attempts(job_id)
    assert (await stage.state(job_id), attempt.state) == (JobState.RUNNING, AttemptState.ACCEPTED)


async def test_a_late_answer_beside_the_end_of_its_job(stage: Stage) -> None:
    stage.provider.answers = [Unknown("reset")]
    job_id = await stage.order()
    await stage.engine.submit_tick()
    [attempt] = await stage.attempts(job_id)

    async def late_answer() -> bool:
        async with stage.db.write() as session:
            return await record_accepted(
                session, stage.parts, attempt.id, ProviderRef("run-1", attempt.endpoint), how="answer"
            )

    async with stage.db.write() as session:
        await rows.move_job(session, job_id, {JobState.UNCERTAIN}, {"progress": 1})
        beside = _another_replica(late_answer())
        await asyncio.sleep(A_MOMENT)
        assert await finish(session, stage.parts, job_id, Outcome(JobState.FAILED, error_code="outcome-unknown"))
    assert await beside is False
    [attempt] = await stage.attempts(job_id)
    assert (await stage.state(job_id), attempt.state) == (JobState.FAILED, AttemptState.DUPLICATE)
