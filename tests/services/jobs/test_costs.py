"""What a finished call cost: the provider's units at the price they had, or the estimate."""

from decimal import Decimal

import pytest

from db.database import Database
from db.enums import AttemptState, JobState
from db.models import Attempt, Job
from services.billing.budget import month_spent
from services.billing.prices import PriceBook
from services.jobs.attempts import cost_of, partial_cost_of
from services.providers.base import Broken, Done
from tests.services.jobs.conftest import Stage

STEP = Decimal("0.002")
ESTIMATE = Decimal(2)


@pytest.mark.parametrize(
    ("units", "price", "cost"),
    [
        (Decimal(1000), STEP, Decimal(2)),
        (Decimal(900), STEP, Decimal("1.8")),
        (Decimal("1234.5"), Decimal("0.0015"), Decimal("1.8518")),
        (None, STEP, ESTIMATE),
        (Decimal(1000), None, ESTIMATE),
        # One run of a price per step, pixels of a price per megapixel, and nothing at all.
        (Decimal(1), STEP, ESTIMATE),
        (Decimal(1_000_000), STEP, ESTIMATE),
        (Decimal(0), STEP, ESTIMATE),
        *(
            (Decimal(absurd), STEP, ESTIMATE)
            for absurd in ("1e30", "1e300", "1e999999", "-1", "NaN", "sNaN", "Infinity")
        ),
    ],
)
def test_the_units_at_their_price(units: Decimal | None, price: Decimal | None, cost: Decimal) -> None:
    """Units that cannot be the price's leave the estimate, so that the budget never counts too little."""
    assert cost_of(Attempt(endpoint="e", unit_price=price), Done({}, units=units), ESTIMATE) == cost


def test_without_an_estimate_the_units_decide() -> None:
    """There is nothing to doubt them by."""
    assert cost_of(Attempt(endpoint="e", unit_price=STEP), Done({}, units=Decimal(500)), Decimal(0)) == 1


async def test_a_finished_call_keeps_its_real_cost_and_the_budget_counts_it(stage: Stage) -> None:
    """The price is the one at the time of the call, also when the book has changed since."""
    book: PriceBook = stage.parts.prices
    book.learn("fal", {"fal-ai/trainer": STEP})
    job_id = await stage.order(estimated_cost=ESTIMATE)
    await stage.engine.submit_tick()
    book.learn("fal", {"fal-ai/trainer": STEP * 2})
    (attempt,) = await stage.attempts(job_id)
    stage.provider.looks[str(attempt.provider_ref)] = Done({}, units=Decimal(1100))
    await stage.run(rounds=4)
    (attempt,) = await stage.attempts(job_id)
    assert await stage.state(job_id) is JobState.SUCCEEDED
    assert (attempt.state, attempt.unit_price, attempt.cost) == (AttemptState.ENDED, STEP, Decimal("2.2"))
    assert await spent(stage.db, stage) == Decimal("2.2")


async def spent(db: Database, stage: Stage) -> Decimal:
    async with db.read() as session:
        return await month_spent(session, stage.clock)


@pytest.mark.parametrize(
    ("units", "cost"),
    [
        (Decimal(0), Decimal(0)),
        (Decimal(100), Decimal("0.2")),
        (Decimal("1e300"), ESTIMATE),
        (Decimal("NaN"), None),
        (Decimal(-1), None),
    ],
)
def test_a_call_that_ended_badly_costs_what_it_ran(units: Decimal, cost: Decimal | None) -> None:
    """Nothing where it never ran, never more than a whole one."""
    assert partial_cost_of(Attempt(endpoint="e", unit_price=STEP), units, ESTIMATE) == cost


async def test_a_call_that_never_ran_is_not_counted_against_the_budget(stage: Stage) -> None:
    """A training that is cancelled while it waits would otherwise stop everybody a little earlier."""
    stage.parts.prices.learn("fal", {"fal-ai/trainer": STEP})
    job_id = await stage.order(estimated_cost=ESTIMATE)
    await stage.engine.submit_tick()
    (attempt,) = await stage.attempts(job_id)
    stage.provider.looks[str(attempt.provider_ref)] = Broken("cancelled", cancelled=True, units=Decimal(0))
    await stage.run(rounds=4)
    assert await stage.state(job_id) is JobState.FAILED
    assert await spent(stage.db, stage) == 0


async def test_a_call_counts_with_the_estimate_it_was_made_with(stage: Stage) -> None:
    """The job may go to another provider after it, and be cheaper there."""
    job_id = await stage.order(estimated_cost=ESTIMATE)
    await stage.engine.submit_tick()
    async with stage.db.write() as session:
        (await session.get_one(Job, job_id)).estimated_cost = Decimal(1)
    assert await spent(stage.db, stage) == ESTIMATE
