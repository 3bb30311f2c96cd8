"""The system's spending limit: what is counted, when it stops, when it warns."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from db.columns import new_id
from db.database import Database
from db.enums import AttemptState, JobKind, JobState
from db.models import Job, Outbox
from services.billing.budget import BudgetRules, check_budget, check_training_cost, month_spent
from services.billing.locks import lock_budget
from services.errors import LimitReachedError
from tests.support.clock import FakeClock
from tests.support.rows import make_attempt, make_job, make_user

TWO = Decimal("2.00")


async def spent(db: Database, clock: FakeClock) -> Decimal:
    async with db.read() as session:
        return await month_spent(session, clock)


async def check(db: Database, clock: FakeClock, rules: BudgetRules, cost: Decimal = TWO) -> None:
    async with db.write() as session:
        await check_budget(session, clock, rules, cost)


@pytest.mark.parametrize(
    ("state", "counts"),
    [(state, state is not AttemptState.VOID) for state in AttemptState],
)
async def test_a_call_counts_unless_it_was_not_taken(
    db: Database, clock: FakeClock, state: AttemptState, counts: bool
) -> None:
    """Even a lost call counts, because it may have been paid; a void one does not."""
    job = await make_job(db, await make_user(db), state=JobState.FAILED, estimated_cost=TWO)
    await make_attempt(db, job, state=state)
    assert await spent(db, clock) == (TWO if counts else 0)


async def test_the_real_cost_replaces_the_estimate(db: Database, clock: FakeClock) -> None:
    """A known cost, 0 too, stands instead of the estimate; every attempt of a job counts for itself."""
    job = await make_job(db, await make_user(db), state=JobState.SUCCEEDED, estimated_cost=TWO)
    await make_attempt(db, job, no=1, state=AttemptState.ENDED, cost=Decimal(0))
    await make_attempt(db, job, no=2, state=AttemptState.ENDED, cost=Decimal("1.7"))
    assert await spent(db, clock) == Decimal("1.7")


async def test_open_jobs_reserve_their_estimate_once(db: Database, clock: FakeClock) -> None:
    """A waiting job counts by its estimate, a running one by its call, a cancelled one not at all."""
    user = await make_user(db)
    month_ago = clock.now() - timedelta(days=40)
    await make_job(db, user, estimated_cost=TWO, created_at=month_ago)
    running = await make_job(db, user, state=JobState.RUNNING, estimated_cost=TWO)
    await make_attempt(db, running)
    submitting = await make_job(db, user, state=JobState.SUBMITTING, estimated_cost=TWO)
    await make_attempt(db, submitting, state=AttemptState.CALLING)
    again = await make_job(db, user, state=JobState.QUEUED, estimated_cost=TWO)
    await make_attempt(db, again, state=AttemptState.VOID)
    await make_job(db, user, state=JobState.CANCELLED, estimated_cost=TWO)
    assert await spent(db, clock) == 8


async def test_last_months_calls_are_not_this_months(db: Database, clock: FakeClock) -> None:
    """The count starts anew with the UTC month."""
    job = await make_job(db, await make_user(db), state=JobState.SUCCEEDED, estimated_cost=TWO)
    await make_attempt(db, job, state=AttemptState.ENDED)
    assert await spent(db, clock) == TWO
    clock.advance(days=32)
    assert await spent(db, clock) == 0


async def test_the_budget_is_a_hard_stop(db: Database, clock: FakeClock) -> None:
    """Exactly the budget passes, a cent more is refused until next month."""
    job = await make_job(db, await make_user(db), state=JobState.SUCCEEDED, estimated_cost=TWO)
    await make_attempt(db, job, state=AttemptState.ENDED)
    rules = BudgetRules(Decimal(4))
    await check(db, clock, rules)
    with pytest.raises(LimitReachedError) as refused:
        await check(db, clock, rules, Decimal("2.01"))
    assert refused.value.code == "budget-reached"
    assert refused.value.params["until"] > clock.now()


@pytest.mark.parametrize("cost", [Decimal(0), Decimal("0.01")])
async def test_a_budget_of_zero_allows_nothing(db: Database, clock: FakeClock, cost: Decimal) -> None:
    """0 is a limit, not the absence of one; None is its absence."""
    with pytest.raises(LimitReachedError):
        await check(db, clock, BudgetRules(Decimal(0)), cost)
    await check(db, clock, BudgetRules(None), cost)


async def test_a_failing_count_denies(db: Database, clock: FakeClock) -> None:
    """When the rows cannot be counted the order does not go through."""
    async with db.write() as session:
        await session.execute(text("ALTER TABLE attempt RENAME TO elsewhere"))
    with pytest.raises(SQLAlchemyError):
        await check(db, clock, BudgetRules(Decimal(1000)))


@pytest.mark.parametrize("cost", [Decimal("NaN"), Decimal(-1), Decimal("Infinity")])
async def test_a_senseless_cost_denies(sqlite_db: Database, clock: FakeClock, cost: Decimal) -> None:
    """A cost that is not a plain amount never passes, not even without a budget."""
    with pytest.raises(ValueError):
        await check(sqlite_db, clock, BudgetRules(None), cost)


async def test_the_alert_is_sent_once_a_month(db: Database, clock: FakeClock) -> None:
    """Crossing the line tells every admin once, however many orders follow; below it nobody is told."""
    rules = BudgetRules(Decimal(100), alert_usd=Decimal(3), admin_ids=(1, 2))
    await check(db, clock, rules)
    assert await alerts(db) == []
    for _ in range(3):
        await check(db, clock, rules, Decimal(3))
    assert sorted(chat for chat, _ in await alerts(db)) == [1, 2]
    assert {code for _, code in await alerts(db)} == {"budget-alert"}
    clock.advance(days=32)
    await check(db, clock, rules, Decimal(3))
    assert len(await alerts(db)) == 4


async def test_a_line_that_was_moved_warns_again(db: Database, clock: FakeClock) -> None:
    """Whoever has raised it wants to know when the new one is reached."""
    for line in (3, 3, 50, 50):
        await check(db, clock, BudgetRules(Decimal(100), alert_usd=Decimal(line), admin_ids=(1,)), Decimal(60))
    assert [chat for chat, _ in await alerts(db)] == [1, 1]


async def alerts(db: Database) -> list[tuple[int, str]]:
    async with db.read() as session:
        rows = (await session.execute(select(Outbox).where(Outbox.view == "admin_alert"))).scalars()
        return [(row.chat_id, row.params["code"]) for row in rows]


async def test_two_orders_at_once_cannot_both_take_the_last_dollars(db: Database, clock: FakeClock) -> None:
    """Two people order at the same moment; the budget holds one of them."""
    users = [await make_user(db), await make_user(db)]

    async def order(user_id: int) -> None:
        async with db.write() as session:
            await lock_budget(session)
            await check_budget(session, clock, BudgetRules(Decimal(3)), TWO)
            await asyncio.sleep(0.05)
            now = clock.now()
            session.add(
                Job(
                    user_id=user_id,
                    kind=JobKind.TRAINING,
                    provider="fal",
                    endpoint="e",
                    subject_id=new_id(),
                    estimated_cost=TWO,
                    next_at=now,
                    created_at=now,
                )
            )

    results = await asyncio.gather(*(order(user.id) for user in users), return_exceptions=True)
    assert results.count(None) == 1
    assert sum(isinstance(result, LimitReachedError) for result in results) == 1


def test_one_training_has_a_bound_of_its_own() -> None:
    """A trainer above the bound is refused with the bound; without a bound all pass."""
    check_training_cost(BudgetRules(None, max_training_usd=TWO), TWO)
    check_training_cost(BudgetRules(None), Decimal(99))
    with pytest.raises(LimitReachedError) as refused:
        check_training_cost(BudgetRules(None, max_training_usd=TWO), Decimal("2.01"))
    assert refused.value.code == "training-too-expensive"
