"""Everything that admins see and do, in one hand."""

from dataclasses import dataclass

from services.jobs.verdicts import Verdicts
from services.operating.alerts import Alerts
from services.operating.choice_reading import ChoiceReading
from services.operating.choices import Choices
from services.operating.numbers import LiveNumbers
from services.operating.people import People
from services.operating.requests import Requests


@dataclass(frozen=True)
class Operating:
    """The facades of the admin chat. `verdicts` does not ask who calls it: its caller has to."""

    numbers: LiveNumbers
    people: People
    choices: Choices
    requests: Requests
    alerts: Alerts
    verdicts: Verdicts
    reading: ChoiceReading
