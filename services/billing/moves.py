"""Whether an order may go on elsewhere at another price."""

from decimal import Decimal

from db.models import Job
from db.sessions import WriteSession
from services.billing.budget import BudgetRules, check_budget
from services.billing.locks import lock_budget
from services.errors import LimitReachedError
from services.ports import Clock


async def is_affordable(session: WriteSession, clock: Clock, rules: BudgetRules, job: Job, cost: Decimal) -> bool:
    """Whether the budget allows an open job to cost `cost` USD instead of what it was expected to."""
    more = cost - job.estimated_cost
    if more <= 0:
        return True
    await lock_budget(session)
    try:
        await check_budget(session, clock, rules, more)
    except LimitReachedError:
        return False
    return True
