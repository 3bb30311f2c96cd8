"""Review: a lost call gives its credits back, is looked for on, and is delivered free when it turns up."""

from uuid import UUID

import pytest

from db.database import Database
from db.enums import AttemptState, JobState
from services.billing import ledger
from services.billing.quota import trainings_left
from services.jobs.cancel import Cancels
from services.jobs.progress import view_of
from services.providers.base import Broken, Done, Unknown
from tests.services.jobs.conftest import Died, Stage

GOOD = {"signature": "good"}


async def _with_credits(stage: Stage, amount: int) -> None:
    async with stage.db.write() as session:
        await ledger.grant(session, stage.clock, stage.user_id, amount, "start")


async def _balance(stage: Stage) -> int:
    async with stage.db.read() as session:
        assert await ledger.audit(session) == []
        return await ledger.balance(session, stage.user_id)


async def _used(db: Database, stage: Stage) -> int:
    async with db.read() as session:
        return (await trainings_left(session, stage.clock, stage.user_id, 5)).used


async def test_the_review_gives_credits_and_quota_back_and_tells_both_sides_once(stage: Stage) -> None:
    """The person gets one ping, the admins one alert, however long the review is."""
    await _with_credits(stage, 10)
    job_id = await stage.into_review(price=10)
    await stage.run(rounds=5, seconds=1800)
    assert await stage.state(job_id) is JobState.REVIEW
    assert await _balance(stage) == 10
    assert await _used(stage.db, stage) == 0
    assert len(await stage.outbox("job_review")) == 1
    [alert] = await stage.outbox("admin_alert")
    assert (alert.params["code"], alert.params["link"]) == ("job-review", "https://provider.example/calls")
    assert [one.state for one in await stage.attempts(job_id)] == [AttemptState.CALLING]


async def test_a_call_found_in_review_is_delivered_and_nothing_is_taken_for_it(stage: Stage) -> None:
    """The credits went back once; the result is a present."""
    await _with_credits(stage, 10)
    job_id = await stage.into_review(price=10)
    stage.provider.looks["run-1"] = Done({"file": "x"})
    await stage.run(rounds=4, seconds=400)
    assert await stage.state(job_id) is JobState.SUCCEEDED
    assert await _balance(stage) == 10
    assert await _used(stage.db, stage) == 0
    assert len(stage.provider.calls) == 1


async def test_a_webhook_ends_the_review(stage: Stage) -> None:
    """The provider's own word comes late, but it comes."""
    job_id = await stage.into_review()
    await stage.hints.receive("fal", stage.token(), GOOD, b"run-1")
    await stage.engine.hint_tick()
    assert await stage.state(job_id) is JobState.RUNNING
    assert stage.provider.cancelled == []


async def test_a_call_found_in_review_is_not_made_a_second_time(stage: Stage) -> None:
    """A passing failure is tried again for those who pay; here nobody does, and the person may have ordered anew."""
    job_id = await stage.into_review()
    stage.provider.lists_running = True
    stage.provider.looks["run-1"] = Broken("runner-lost", transient=True)
    await stage.run(rounds=4, seconds=400)
    assert (await stage.job(job_id)).error_code == "runner-lost"
    assert len(stage.provider.calls) == 1


async def test_a_review_ends_after_a_day(stage: Stage) -> None:
    """Nothing stays undecided for ever; a call that comes even later is a duplicate and is stopped."""
    job_id = await stage.into_review()
    await stage.give_up()
    assert (await stage.job(job_id)).error_code == "outcome-unknown"
    await stage.hints.receive("fal", stage.token(), GOOD, b"run-1")
    await stage.engine.hint_tick()
    assert stage.provider.cancelled == ["run-1"]
    assert [one.state for one in await stage.attempts(job_id)] == [AttemptState.DUPLICATE]


async def test_the_person_may_end_a_review_at_once(stage: Stage) -> None:
    """No provider has to agree to stop what nobody knows of."""
    await _with_credits(stage, 10)
    job_id = await stage.into_review(price=10)
    job = await stage.job(job_id)
    shown = view_of(job, 600, stage.clock.now())
    assert (shown.in_review, shown.can_cancel) == (True, True)
    await Cancels(stage.parts).request(stage.user_id, job_id)
    assert await stage.state(job_id) is JobState.CANCELLED
    assert await _balance(stage) == 10
    assert stage.provider.cancelled == []


async def test_a_wish_to_stop_needs_no_review(stage: Stage) -> None:
    """Who has asked to stop does not wait for another day."""
    job_id = await stage.lose()
    await Cancels(stage.parts).request(stage.user_id, job_id)
    await stage.run(rounds=6, seconds=1800)
    assert await stage.state(job_id) is JobState.CANCELLED
    assert await stage.outbox("job_review") == []


async def test_a_wish_to_stop_that_comes_while_the_review_begins_is_heard(stage: Stage) -> None:
    """The tick has read the job before the wish: the next look ends it, and nobody waits for another day."""
    job_id, original = await stage.lose(), stage.provider.listed
    stage.clock.advance(3 * 3600)

    async def slow(*asked: object) -> object:
        stage.provider.listed = original  # type: ignore[method-assign]
        await Cancels(stage.parts).request(stage.user_id, job_id)
        return []

    stage.provider.listed = slow  # type: ignore[method-assign, assignment]
    await stage.engine.uncertain_tick()
    assert await stage.state(job_id) is JobState.REVIEW
    stage.clock.advance(400)
    await stage.engine.uncertain_tick()
    assert await stage.state(job_id) is JobState.CANCELLED


async def test_absence_that_is_proof_ends_a_review_and_calls_nobody(stage: Stage) -> None:
    """The credits are back, so the order is over: it is not made again behind the person's back."""
    stage.provider.answers = [Unknown("reset")]
    job_id = await stage.order()
    await stage.run(rounds=6, seconds=1800)
    stage.provider.absence_is_proof = True
    await stage.run(rounds=3, seconds=600)
    assert (await stage.job(job_id)).error_code == "outcome-unknown"
    assert len(stage.provider.calls) == 1


async def test_a_kind_without_a_review_ends_at_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof picture that is lost must not hold its training for a day."""
    monkeypatch.setattr(stage.kind, "review_for", stage.kind.review_for * 0)
    job_id: UUID = await stage.into_review()
    assert (await stage.job(job_id)).error_code == "outcome-unknown"
    assert await stage.outbox("job_review") == []


async def test_a_death_while_the_review_begins_changes_nothing(stage: Stage, dies_at: list[str]) -> None:
    """State, credits and messages are one transaction; the next tick does it again."""
    await _with_credits(stage, 10)
    job_id = await stage.lose(price=10)
    stage.clock.advance(3 * 3600)
    dies_at.append("review-entered")
    with pytest.raises(Died):
        await stage.engine.uncertain_tick()
    assert await stage.state(job_id) is JobState.UNCERTAIN
    assert await _balance(stage) == 0
    stage.clock.advance(120)
    await stage.engine.uncertain_tick()
    assert await stage.state(job_id) is JobState.REVIEW
    assert await _balance(stage) == 10
    assert len(await stage.outbox("job_review")) == 1


async def test_a_job_in_review_is_not_overdue(stage: Stage) -> None:
    """It is looked at every few minutes: no alarm, and no second end beside its own."""
    job_id = await stage.into_review()
    for _ in range(20):
        await stage.run(rounds=1, seconds=1000)
        await stage.engine.deadline_tick()
    assert await stage.state(job_id) is JobState.REVIEW
    assert [row.params["code"] for row in await stage.outbox("admin_alert")] == ["job-review"]
