"""Builds what admins see and do. Imports no aiogram."""

from bot.context import Rules
from services.billing.access import Access
from services.jobs.parts import EngineParts
from services.jobs.verdicts import Verdicts
from services.operating.alerts import Alerts
from services.operating.choice_reading import ChangeableRules, ChoiceReading
from services.operating.choices import Choices
from services.operating.numbers import LiveNumbers
from services.operating.operating import Operating
from services.operating.people import People
from services.operating.requests import Requests
from services.training.trainers import TrainerTable


def build_operating(parts: EngineParts, access: Access, rules: Rules, trainers: TrainerTable) -> Operating:
    """The facades of the admin chat, over the rules and prices that everybody else in this process reads."""
    db, clock = parts.db, parts.clock
    changeable = ChangeableRules(rules.training.budget, rules.training, rules.generation, parts.prices)
    reading = ChoiceReading(db, changeable)
    choices = Choices(db, clock, access, changeable, trainers, reading)
    people = People(parts, access, rules.training, rules.generation)
    return Operating(
        numbers=LiveNumbers(db, clock, access, rules.training.budget),
        people=people,
        choices=choices,
        requests=Requests(db, clock, access, people, choices),
        alerts=Alerts(db, clock, access),
        verdicts=Verdicts(parts),
        reading=reading,
    )
