"""Webhooks are hints: refused unless genuine, and checked with our own key before anything changes."""

from uuid import UUID

from sqlalchemy import func, select

from db.enums import AttemptState, JobState
from db.models import ProviderStanding, WebhookInbox
from services.jobs.hints import HintAnswer, Hints
from services.providers.base import Done, PaidCall, SubmitAnswer, Unknown
from tests.services.jobs.conftest import Stage

GOOD = {"signature": "good"}


async def _running(stage: Stage) -> UUID:
    job_id = await stage.order()
    await stage.engine.submit_tick()
    return job_id


async def _inbox(stage: Stage) -> int:
    async with stage.db.read() as session:
        return int(await session.scalar(select(func.count()).select_from(WebhookInbox)) or 0)


async def test_unknown_token_and_forged_signature_change_nothing(stage: Stage) -> None:
    await _running(stage)
    assert not await stage.hints.known("fal", "guess")
    assert await stage.hints.receive("fal", "guess", GOOD, b"run-1") is HintAnswer.REFUSED
    assert await stage.hints.receive("fal", stage.token(), {"signature": "bad"}, b"run-1") is HintAnswer.REFUSED
    assert await stage.hints.receive("replicate", stage.token(), GOOD, b"run-1") is HintAnswer.REFUSED
    assert await _inbox(stage) == 0


async def test_a_genuine_hint_only_makes_us_look_sooner(stage: Stage) -> None:
    job_id = await _running(stage)
    await stage.engine.poll_tick()
    assert await stage.hints.receive("fal", stage.token(), GOOD, b"run-1") is HintAnswer.ACCEPTED
    await stage.engine.hint_tick()
    assert await stage.state(job_id) is JobState.RUNNING
    stage.provider.looks["run-1"] = Done({})
    await stage.engine.poll_tick()
    assert await stage.state(job_id) is JobState.FINALISING


async def test_repeats_are_accepted_and_stored_once(stage: Stage) -> None:
    await _running(stage)
    for _ in range(3):
        assert await stage.hints.receive("fal", stage.token(), GOOD, b"run-1") is HintAnswer.ACCEPTED
    assert await _inbox(stage) == 1


async def test_another_run_than_the_known_one_is_a_mismatch(stage: Stage) -> None:
    await _running(stage)
    assert await stage.hints.receive("fal", stage.token(), GOOD, b"run-9") is HintAnswer.MISMATCH
    assert [row.params["code"] for row in await stage.outbox("admin_alert")] == ["webhook-mismatch"]


async def test_a_webhook_before_the_answer_adopts_the_call(stage: Stage) -> None:
    """The provider took the call, our answer was lost, and its webhook names the run."""

    def lost(call: PaidCall) -> SubmitAnswer:
        stage.provider.take(call)
        return Unknown("reset")

    stage.provider.answers = [lost]
    stage.provider.lists_running = False
    job_id = await _running(stage)
    assert await stage.state(job_id) is JobState.UNCERTAIN
    await stage.hints.receive("fal", stage.token(), GOOD, b"run-1")
    await stage.engine.hint_tick()
    [attempt] = await stage.attempts(job_id)
    assert (attempt.state, attempt.provider_ref) == (AttemptState.ACCEPTED, "run-1")
    assert await stage.state(job_id) is JobState.RUNNING


async def test_a_run_our_own_key_does_not_see_is_not_adopted(stage: Stage) -> None:
    """Any customer of the provider can have it sign a webhook to our address."""
    stage.provider.answers = [Unknown("reset")]
    job_id = await _running(stage)
    await stage.hints.receive("fal", stage.token(), GOOD | {"account": "stranger"}, b"foreign-run")
    await stage.engine.hint_tick()
    assert await stage.state(job_id) is JobState.UNCERTAIN
    async with stage.db.read() as session:
        standing = await session.get(ProviderStanding, "fal")
    assert standing is None or standing.account_id is None


async def test_the_account_is_pinned_by_the_first_confirmed_webhook(stage: Stage) -> None:
    await _running(stage)
    await stage.hints.receive("fal", stage.token(), GOOD, b"run-1")
    await stage.engine.hint_tick()
    await _running(stage)
    stranger = GOOD | {"account": "account-2"}
    assert await stage.hints.receive("fal", stage.token(), stranger, b"run-2") is HintAnswer.REFUSED
    assert await stage.hints.receive("fal", stage.token(), GOOD, b"run-2") is HintAnswer.ACCEPTED


async def test_the_account_of_the_settings_comes_first(stage: Stage) -> None:
    await _running(stage)
    hints = Hints(stage.parts, {"fal": "account-7"})
    assert await hints.receive("fal", stage.token(), GOOD, b"run-1") is HintAnswer.REFUSED


async def test_another_run_that_turns_up_after_the_call_has_its_name_is_reported_and_overwrites_nothing(
    stage: Stage,
) -> None:
    """The webhook was stored while the call had no name yet, and is acted on when it has another one."""

    def lost(call: PaidCall) -> SubmitAnswer:
        stage.provider.take(call)
        return Unknown("reset")

    stage.provider.answers = [lost]
    job_id = await _running(stage)
    stage.provider.looks["run-9"] = Done({})
    await stage.hints.receive("fal", stage.token(), GOOD, b"run-9")
    stage.clock.advance(20)
    await stage.engine.uncertain_tick()
    stage.provider.looks["run-1"] = Done({})
    stage.clock.advance(20)
    await stage.engine.poll_tick()
    await stage.engine.finalise_tick()
    assert await stage.state(job_id) is JobState.SUCCEEDED
    await stage.engine.hint_tick()
    [attempt] = await stage.attempts(job_id)
    assert (attempt.state, attempt.provider_ref) == (AttemptState.ENDED, "run-1")
    assert [row.params["code"] for row in await stage.outbox("admin_alert")] == ["webhook-mismatch"]


async def test_a_provider_that_no_row_can_name_is_unknown(stage: Stage) -> None:
    """The path comes from anybody: it must not make PostgreSQL fail, which the route takes for an outage."""
    assert not await stage.hints.known("f\x00al", "guess")
    assert await stage.hints.receive("f\x00al", "guess", GOOD, b"run-1") is HintAnswer.REFUSED
