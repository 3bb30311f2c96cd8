"""Twenty orders at once: neither the budget nor a quota is passed, and a warning comes once."""

import asyncio
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from db.database import Database
from db.enums import JobState, LoraStatus
from db.models import Job, Outbox, User
from db.repositories.choices import put_choice
from services.billing import ledger
from services.billing.budget import BudgetRules, month_spent
from services.errors import LimitReachedError
from services.generation.order import GenerationOrders
from services.generation.rules import GenerationRules
from services.generation.settings import GenerationSettings
from services.operating.chosen import Limit, stored
from tests.services.generation.fakes import TABLE, Model, make_model
from tests.services.training.story import RULES, Story
from tests.support.clock import FakeClock
from tests.support.rows import make_consent, make_user

AT_ONCE = 20
ADMINS = (1, 2)


def orders_of(db: Database, clock: FakeClock, budget: BudgetRules, pictures_per_day: int = 1000) -> GenerationOrders:
    return GenerationOrders(db, clock, GenerationRules(budget, pictures_per_day=pictures_per_day), TABLE)


async def at_once(orders: GenerationOrders, models: list[Model]) -> Counter[str]:
    """An order for each model, all started together; how often each end came: `ok`, or an error's code."""

    async def order(number: int, model: Model) -> str:
        try:
            await orders.order(model.user.id, model.lora.id, "a kite", GenerationSettings(), f"order-{number}")
        except LimitReachedError as refused:
            return refused.code
        return "ok"

    return Counter(await asyncio.gather(*(order(number, model) for number, model in enumerate(models))))


async def people_with_models(db: Database) -> list[Model]:
    return [await make_model(db) for _ in range(AT_ONCE)]


async def picture_cost(db: Database, clock: FakeClock, model: Model) -> Decimal:
    job = await orders_of(db, clock, BudgetRules(None)).order(
        model.user.id, model.lora.id, "a kite", GenerationSettings(), "first"
    )
    return job.estimated_cost


async def alerts(db: Database) -> list[int]:
    async with db.read() as session:
        rows = await session.execute(select(Outbox).where(Outbox.view == "admin_alert"))
        return sorted(row.chat_id for row in rows.scalars())


async def test_the_budget_holds_and_warns_once(db: Database, clock: FakeClock) -> None:
    """Seven orders fit between twenty people; each admin reads one warning."""
    models = await people_with_models(db)
    cost = await picture_cost(db, clock, models[0])
    budget = BudgetRules(cost * 8, alert_usd=cost * 3, admin_ids=ADMINS)
    ends = await at_once(orders_of(db, clock, budget), models)
    assert ends == {"ok": 7, "budget-reached": AT_ONCE - 7}
    async with db.read() as session:
        assert await month_spent(session, clock) == cost * 8
    assert await alerts(db) == list(ADMINS)


async def test_the_day_of_one_person_holds(db: Database, clock: FakeClock) -> None:
    """Taps of one person, whatever replica they reach."""
    model = await make_model(db)
    replicas = [orders_of(db, clock, BudgetRules(None), pictures_per_day=5) for _ in range(2)]
    halves = [at_once(orders, [model] * AT_ONCE) for orders in replicas]
    ends = sum(await asyncio.gather(*halves), Counter[str]())
    async with db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Job)) == 5
    # The same keys reach both: a repeat finds the first order.
    assert ends["picture-quota"] >= AT_ONCE


async def test_a_budget_that_was_just_lowered_holds_in_a_stale_process(db: Database, clock: FakeClock) -> None:
    """The rows have the last word, not what this process has read before; raising it counts at once, too."""
    models = await people_with_models(db)
    cost = await picture_cost(db, clock, models[0])
    stale = orders_of(db, clock, BudgetRules(Decimal(1000)))
    async with db.write() as session:
        await put_choice(session, Limit.MONTHLY_BUDGET, stored(cost * 4), 1, clock.now())
    assert await at_once(stale, models) == {"ok": 3, "budget-reached": AT_ONCE - 3}
    async with db.write() as session:
        await put_choice(session, Limit.MONTHLY_BUDGET, stored(cost * 5), 1, clock.now())
    assert (await at_once(orders_of(db, clock, BudgetRules(Decimal(0))), models[3:]))["ok"] == 1


async def test_trainings_hold_the_budget_too(db: Database, clock: FakeClock) -> None:
    """Four trainings of two dollars fit into nine; the rest are told when it goes on."""
    story = Story(db, clock, replace(RULES, budget=BudgetRules(Decimal(9), Decimal(5), Decimal(5), ADMINS)))
    drafts: list[tuple[User, object]] = []
    for _ in range(8):
        user = await make_user(db)
        await make_consent(db, user)
        drafts.append((user, (await story.complete_draft(user)).draft_id))
    confirms = [story.orders.confirm(user.id, draft_id, "key") for user, draft_id in drafts]  # type: ignore[arg-type]
    results = await asyncio.gather(*confirms, return_exceptions=True)
    assert len([result for result in results if isinstance(result, Job)]) == 4
    refused = [result for result in results if isinstance(result, LimitReachedError)]
    assert {error.code for error in refused} == {"budget-reached"}
    assert len(refused) == 4
    assert await alerts(db) == list(ADMINS)


async def test_the_month_of_one_person_holds(db: Database, clock: FakeClock) -> None:
    """Two trainings of a month, of six failed models that are tried again at the same moment."""
    story = Story(db, clock, replace(RULES, trainings_per_month=2, tries_per_day=100))
    user = await story.person()
    loras = []
    for number in range(6):
        job = await story.ordered(user, f"Anna {number}")
        lora, _ = await story.rows_of(job)
        await story.change(lora, {"status": LoraStatus.FAILED})
        await story.change(job, {"state": JobState.FAILED})
        loras.append(lora)
    taps = [story.orders.retry(user.id, lora.id, f"again-{lora.id}") for lora in loras]
    results = await asyncio.gather(*taps, return_exceptions=True)
    assert len([result for result in results if isinstance(result, Job)]) == 2
    assert len([result for result in results if isinstance(result, LimitReachedError)]) == 4


async def test_a_price_of_more_than_the_wallet_holds(db: Database, clock: FakeClock) -> None:
    """Nobody orders for credits that another order has taken."""
    model = await make_model(db)
    rules = GenerationRules(BudgetRules(None), pictures_per_day=1000, price=3)
    async with db.write() as session:
        await ledger.grant(session, clock, model.user.id, 10, "start")
    ends = await at_once(GenerationOrders(db, clock, rules, TABLE), [model] * AT_ONCE)
    assert ends == {"ok": 3, "credits-short": AT_ONCE - 3}
    async with db.read() as session:
        assert await ledger.balance(session, model.user.id) == 1
        assert await ledger.audit(session) == []


@pytest.mark.parametrize("limit", [Limit.MONTHLY_BUDGET, Limit.BUDGET_ALERT])
async def test_a_choice_that_cannot_be_read_denies(db: Database, clock: FakeClock, limit: Limit) -> None:
    """Fail closed: a damaged row stops orders instead of lifting the limit."""
    model = await make_model(db)
    async with db.write() as session:
        await put_choice(session, limit, {"value": "broken"}, 1, clock.now())
    with pytest.raises(ArithmeticError):
        await orders_of(db, clock, BudgetRules(None)).order(
            model.user.id, model.lora.id, "a kite", GenerationSettings(), "k"
        )
