"""The whole system's spending limit, in USD per UTC calendar month. Where it cannot be counted, nothing is ordered:
a failing query ends the unit of work with its own error."""

from dataclasses import dataclass
from decimal import Decimal

from db.repositories.billing import sum_costs
from db.repositories.choices import choices
from db.sessions import ReadSession, WriteSession
from services.billing.periods import month_of
from services.choosable import Choosable
from services.errors import LimitReachedError
from services.messaging.outbox import alert_admins
from services.operating.chosen import BUDGET, chosen_fields
from services.ports import Clock


@dataclass(eq=False)
class BudgetRules(Choosable):
    """USD limits, which an admin may change. `monthly_usd` stops everything (None: no limit; 0: nothing may be spent),
    `alert_usd` tells `admin_ids` once a month, `max_training_usd` bounds one training. None switches a line off.
    """

    monthly_usd: Decimal | None
    alert_usd: Decimal | None = None
    max_training_usd: Decimal | None = None
    admin_ids: tuple[int, ...] = ()


async def month_spent(session: ReadSession, clock: Clock) -> Decimal:
    """USD spent this UTC month or promised to open jobs."""
    return await sum_costs(session, month_of(clock.now()))


async def standing_budget(session: ReadSession, rules: BudgetRules) -> BudgetRules:
    """The limits as an admin has set them by now, whatever this process has read before."""
    return rules.with_choices(chosen_fields(await choices(session, BUDGET), BUDGET))


async def check_budget(session: WriteSession, clock: Clock, rules: BudgetRules, cost: Decimal) -> None:
    """Whether `cost` USD more may be spent; raises `LimitReachedError('budget-reached', until)`.

    Call it under `lock_budget`, before the order is placed. The limits are read again: this process's copy may be
    seconds old. Crossing the alert line tells the admins, once a month; a line that was moved is another one.
    """
    if not cost.is_finite() or cost < 0:
        raise ValueError("a cost is a finite number of USD, 0 or more")
    rules = await standing_budget(session, rules)
    month = month_of(clock.now())
    total = await month_spent(session, clock) + cost
    if rules.monthly_usd is not None and (rules.monthly_usd <= 0 or total > rules.monthly_usd):
        raise LimitReachedError("budget-reached", until=month.end)
    if rules.alert_usd is not None and total >= rules.alert_usd:
        await alert_admins(
            session,
            clock,
            rules.admin_ids,
            key=f"budget-alert:{month.start:%Y-%m}:{rules.alert_usd:.2f}",
            code="budget-alert",
            params={"spent": f"{total:.2f}", "alert": f"{rules.alert_usd:.2f}", "until": month.end.isoformat()},
        )


def check_training_cost(rules: BudgetRules, cost: Decimal) -> None:
    """Whether one training may cost this much; raises `LimitReachedError('training-too-expensive', limit)`."""
    if rules.max_training_usd is not None and cost > rules.max_training_usd:
        raise LimitReachedError("training-too-expensive", limit=f"{rules.max_training_usd:.2f}")
