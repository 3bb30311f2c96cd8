"""One paid call per attempt, written down before it is made."""

from db.enums import AttemptState, JobState
from db.models import Job
from db.repositories import jobs as rows
from services.errors import InvalidInputError, ProviderError
from services.providers.base import PaidCall, RefusalReason, Refused, SubmitAnswer, Unknown
from tests.services.jobs.conftest import Stage


async def test_the_intent_is_committed_before_the_call_leaves(stage: Stage) -> None:
    job_id = await stage.order()
    seen: list[tuple[JobState, list[AttemptState]]] = []
    original = stage.provider.submit

    async def spy(call: PaidCall) -> SubmitAnswer:
        async with stage.db.read() as session:
            job = await rows.job_by_id(session, job_id)
            attempts = await rows.attempts_of(session, job_id)
        assert isinstance(job, Job)
        seen.append((job.state, [attempt.state for attempt in attempts]))
        return await original(call)

    stage.provider.submit = spy  # type: ignore[method-assign]
    await stage.engine.submit_tick()
    assert seen == [(JobState.SUBMITTING, [AttemptState.CALLING])]
    assert await stage.state(job_id) is JobState.RUNNING


async def test_the_webhook_token_is_stored_only_as_a_hash(stage: Stage) -> None:
    job_id = await stage.order()
    await stage.engine.submit_tick()
    [attempt] = await stage.attempts(job_id)
    assert stage.token() not in attempt.token_hash
    assert len(stage.token()) >= 43


async def test_a_lost_answer_is_never_submitted_again(stage: Stage) -> None:
    """The oracle counts the provider's own purchases, not our rows."""

    def lost(call: PaidCall) -> SubmitAnswer:
        stage.provider.take(call)
        return Unknown("read timeout")

    stage.provider.answers = [lost]
    stage.provider.lists_running = False
    job_id = await stage.order()
    await stage.give_up()
    assert len(stage.provider.runs) == 1
    assert await stage.state(job_id) is JobState.FAILED
    assert (await stage.job(job_id)).error_code == "outcome-unknown"


async def test_a_wrong_request_fails_at_once_and_is_not_repeated(stage: Stage) -> None:
    stage.provider.answers = [Refused(RefusalReason.INVALID, "422")]
    job_id = await stage.order()
    await stage.run(rounds=5)
    assert await stage.state(job_id) is JobState.FAILED
    assert len(stage.provider.calls) == 1
    assert [attempt.state for attempt in await stage.attempts(job_id)] == [AttemptState.VOID]


async def test_unavailable_provider_is_tried_again_and_given_up_after_the_limit(stage: Stage) -> None:
    stage.provider.answers = [Refused(RefusalReason.UNAVAILABLE, "connect")] * 50
    job_id = await stage.order()
    await stage.run(rounds=60, seconds=300)
    job = await stage.job(job_id)
    assert job.state is JobState.FAILED
    assert job.error_code == "provider-unavailable"
    assert len(stage.provider.calls) == stage.parts.rules.max_refusals + 1


async def test_unavailable_provider_that_comes_back_gets_the_job(stage: Stage) -> None:
    stage.provider.answers = [Refused(RefusalReason.UNAVAILABLE), Refused(RefusalReason.UNAVAILABLE)]
    job_id = await stage.order()
    await stage.run(rounds=10)
    assert await stage.state(job_id) is JobState.RUNNING
    assert len(stage.provider.runs) == 1


async def test_an_empty_account_holds_all_jobs_and_one_probe_resumes_them(stage: Stage) -> None:
    """People and admins are told once; nothing is refused twice at the same time; all jobs run in the end."""
    stage.provider.answers = [Refused(RefusalReason.NO_CREDIT)]
    first = await stage.order()
    await stage.engine.submit_tick()
    second = await stage.order()
    await stage.engine.submit_tick()
    for job_id in (first, second):
        assert (await stage.job(job_id)).held_reason == "no_credit"
    assert len(stage.provider.calls) == 1
    assert len(await stage.outbox("job_held")) == 2
    assert len(await stage.outbox("admin_alert")) == 1
    await stage.run(rounds=4, seconds=40)
    assert await stage.state(first) is JobState.RUNNING
    assert await stage.state(second) is JobState.RUNNING
    assert (await stage.job(second)).held_reason is None
    assert len(await stage.outbox("job_held")) == 2


async def test_an_account_that_stays_empty_keeps_the_job_and_probes_ever_more_rarely(stage: Stage) -> None:
    stage.provider.answers = [Refused(RefusalReason.BAD_KEY)] * 1000
    job_id = await stage.order()
    await stage.run(rounds=24 * 12, seconds=300)
    assert await stage.state(job_id) is JobState.QUEUED
    assert len(stage.provider.calls) < 160


async def test_no_key_holds_the_job(stage: Stage) -> None:
    job_id = await stage.order(provider="nobody")
    await stage.run(rounds=3)
    job = await stage.job(job_id)
    assert (job.state, job.held_reason) == (JobState.QUEUED, "no_key")


async def test_preparing_is_repeated_after_a_passing_error_and_fails_on_a_lasting_one(stage: Stage) -> None:
    stage.kind.prepare_errors = [ProviderError("provider-unreachable")]
    passing = await stage.order()
    await stage.run(rounds=4)
    assert await stage.state(passing) is JobState.RUNNING
    stage.kind.prepare_errors = [InvalidInputError("photos-gone")]
    lasting = await stage.order()
    await stage.run(rounds=2)
    assert (await stage.job(lasting)).error_code == "photos-gone"


async def test_the_same_order_twice_is_one_job(stage: Stage) -> None:
    first = await stage.order(request_key="tap-1")
    second = await stage.order(request_key="tap-1")
    assert first == second
    await stage.run(rounds=2)
    assert len(stage.provider.runs) == 1
