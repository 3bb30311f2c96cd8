"""How long a training usually takes: measured where we can, from the table where we cannot."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from db.enums import Quality
from db.repositories.trainings import finished_trainings
from db.sessions import ReadSession
from services.ports import Clock
from services.training.trainer_settings import SettingKey
from services.training.trainers import Trainer, values_for

Finished = tuple[float, dict[str, Any]]
"""Seconds that a training took, and what was set for it."""

KEPT = timedelta(minutes=1)


class Paces:
    """How earlier trainings went, read again after a minute: it is asked for with every look at a training."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[tuple[str, Quality], tuple[datetime, list[Finished]]] = {}

    async def usual_seconds(
        self, session: ReadSession, trainer: Trainer, quality: Quality, values: Mapping[str, Any]
    ) -> float:
        """See the function of this name."""
        until, finished = self._known.get((trainer.key, quality), (None, []))
        if until is None or until < self._clock.now():
            finished = await finished_trainings(session, trainer.key, quality)
            self._known[trainer.key, quality] = (self._clock.now() + KEPT, finished)
        return _usual(finished, trainer, quality, values)


async def usual_seconds(session: ReadSession, trainer: Trainer, quality: Quality, values: Mapping[str, Any]) -> float:
    """For a training with these values: the median pace of our last 20 trainings of this trainer and quality that
    ended well, else the row's figure; both grow with the steps and with what makes a step longer."""
    return _usual(await finished_trainings(session, trainer.key, quality), trainer, quality, values)


def _usual(finished: Sequence[Finished], trainer: Trainer, quality: Quality, values: Mapping[str, Any]) -> float:
    measured = [seconds / _work(trainer, params) for seconds, params in finished if SettingKey.STEPS in params]
    if measured:
        return median(measured) * _work(trainer, values)
    course = trainer.courses.get(quality) or trainer.courses[Quality.STANDARD]
    return course.usual_seconds * _work(trainer, values) / _work(trainer, values_for(trainer, quality, {}))


def _work(trainer: Trainer, values: Mapping[str, Any]) -> float:
    return float(trainer.billing.work(values))
