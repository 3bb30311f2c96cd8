"""A paid call of unknown outcome is found again, or its money goes back; it is never made twice."""

from dataclasses import replace

from db.enums import AttemptState, JobState
from services.billing import ledger
from services.providers.base import Done, PaidCall, ProviderRef, SubmitAnswer, Unknown
from tests.services.jobs.conftest import Stage
from tests.services.jobs.fakes import UNREACHABLE


def _taken_but_lost(stage: Stage) -> None:
    def lost(call: PaidCall) -> SubmitAnswer:
        stage.provider.take(call)
        return Unknown("reset")

    stage.provider.answers = [lost]


async def test_a_listed_call_is_adopted_by_its_own_upload(stage: Stage) -> None:
    _taken_but_lost(stage)
    job_id = await stage.order()
    await stage.engine.submit_tick()
    assert await stage.state(job_id) is JobState.UNCERTAIN
    await stage.run(rounds=3)
    [attempt] = await stage.attempts(job_id)
    assert (attempt.state, attempt.provider_ref) == (AttemptState.ACCEPTED, "run-1")
    assert await stage.state(job_id) is JobState.RUNNING


async def test_a_call_that_is_listed_only_when_done_is_adopted_then(stage: Stage) -> None:
    _taken_but_lost(stage)
    stage.provider.lists_running = False
    job_id = await stage.order()
    await stage.run(rounds=10)
    assert await stage.state(job_id) is JobState.UNCERTAIN
    stage.provider.looks["run-1"] = Done({"file": "x"})
    await stage.run(rounds=4)
    assert await stage.state(job_id) is JobState.SUCCEEDED
    assert len(stage.provider.calls) == 1


async def test_another_jobs_call_is_not_adopted(stage: Stage) -> None:
    await stage.order()
    await stage.engine.submit_tick()
    stage.provider.answers = [Unknown("reset")]
    lost = await stage.order()
    await stage.run(rounds=4)
    assert await stage.state(lost) is JobState.UNCERTAIN


async def test_a_call_without_an_upload_is_adopted_by_all_its_arguments(stage: Stage) -> None:
    """A trained version takes no file; a number may come back as 28.0 where 28 was sent."""
    stage.kind.arguments = {"prompt": "in a garden", "seed": 7, "num_inference_steps": 28, "lora_scale": 1.0}
    _taken_but_lost(stage)
    job_id = await stage.order()
    await stage.engine.submit_tick()
    [(ref, call)] = stage.provider.runs.items()
    back = {"lora_scale": 1, "num_inference_steps": 28.0, "prompt": "in a garden", "seed": 7}
    stage.provider.runs[ref] = replace(call, arguments=back)
    await stage.run(rounds=3)
    [attempt] = await stage.attempts(job_id)
    assert (attempt.state, attempt.provider_ref) == (AttemptState.ACCEPTED, ref)


async def test_a_call_with_other_arguments_is_not_adopted(stage: Stage) -> None:
    """One seed makes the difference."""
    stage.kind.arguments = {"prompt": "in a garden", "seed": 7}
    await stage.order()
    await stage.engine.submit_tick()
    stage.kind.arguments = {"prompt": "in a garden", "seed": 8}
    stage.provider.answers = [Unknown("reset")]
    lost = await stage.order()
    await stage.run(rounds=4)
    assert await stage.state(lost) is JobState.UNCERTAIN


async def test_the_same_words_for_another_model_are_not_adopted(stage: Stage) -> None:
    """Proofs of two people may have the same prompt and seed; nobody gets pictures of the other's face."""
    stage.kind.arguments, stage.kind.target = {"prompt": "ANNA woman", "seed": 1101}, "ann/lora-1:" + "a" * 64
    _taken_but_lost(stage)
    first = await stage.order()
    await stage.engine.submit_tick()
    stage.kind.target = "ann/lora-2:" + "b" * 64
    stage.provider.answers = [Unknown("reset")]
    second = await stage.order()
    await stage.run(rounds=4)
    assert [await stage.state(one) for one in (first, second)] == [JobState.RUNNING, JobState.UNCERTAIN]


async def test_the_same_order_twice_adopts_a_call_for_each(stage: Stage) -> None:
    """A call that serves one attempt never serves another."""
    stage.kind.arguments = {"prompt": "in a garden", "seed": 7}
    jobs = []
    for _ in range(2):
        _taken_but_lost(stage)
        jobs.append(await stage.order())
        await stage.engine.submit_tick()
    await stage.run(rounds=4)
    refs = [(await stage.attempts(job_id))[0].provider_ref for job_id in jobs]
    assert set(refs) == {"run-1", "run-2"}
    assert len(stage.provider.calls) == 2


async def test_absence_is_proof_only_where_the_provider_says_so(stage: Stage) -> None:
    stage.provider.answers = [Unknown("reset")]
    stage.provider.absence_is_proof = True
    job_id = await stage.order()
    await stage.run(rounds=6)
    assert await stage.state(job_id) is JobState.RUNNING
    assert [attempt.state for attempt in await stage.attempts(job_id)] == [AttemptState.VOID, AttemptState.ACCEPTED]
    assert len(stage.provider.runs) == 1


async def test_after_the_longest_time_the_credits_go_back(stage: Stage) -> None:
    async with stage.db.write() as session:
        await ledger.grant(session, stage.clock, stage.user_id, 10, "start")
    stage.provider.answers = [Unknown("reset")]
    job_id = await stage.order(price=10)
    async with stage.db.read() as session:
        assert await ledger.balance(session, stage.user_id) == 0
    await stage.give_up()
    assert await stage.state(job_id) is JobState.FAILED
    async with stage.db.read() as session:
        assert await ledger.balance(session, stage.user_id) == 10
        assert await ledger.audit(session) == []
    assert [attempt.state for attempt in await stage.attempts(job_id)] == [AttemptState.LOST]


async def test_a_late_webhook_for_a_given_up_call_is_reported_and_cancelled(stage: Stage) -> None:
    _taken_but_lost(stage)
    stage.provider.lists_running = False
    job_id = await stage.order()
    await stage.give_up()
    assert await stage.state(job_id) is JobState.FAILED
    await stage.hints.receive("fal", stage.token(), {"signature": "good"}, b"run-1")
    await stage.engine.hint_tick()
    assert stage.provider.cancelled == ["run-1"]
    assert [attempt.state for attempt in await stage.attempts(job_id)] == [AttemptState.DUPLICATE]
    codes = {row.params["code"] for row in await stage.outbox("admin_alert")}
    assert codes == {"job-review", "duplicate-call"}


async def test_a_duplicate_that_could_not_be_stopped_is_asked_again(stage: Stage) -> None:
    """The provider was away at that moment; the webhook stays until the run is told to stop."""
    _taken_but_lost(stage)
    stage.provider.lists_running = False
    job_id = await stage.order()
    await stage.give_up()
    assert await stage.state(job_id) is JobState.FAILED
    original = stage.provider.cancel

    async def away(_ref: ProviderRef) -> None:
        stage.provider.cancel = original  # type: ignore[method-assign]
        raise UNREACHABLE

    stage.provider.cancel = away  # type: ignore[method-assign]
    await stage.hints.receive("fal", stage.token(), {"signature": "good"}, b"run-1")
    for _ in range(3):
        await stage.engine.hint_tick()
    assert stage.provider.cancelled == ["run-1"]
