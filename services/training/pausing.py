"""Whether trainings may be ordered at all."""

from db.repositories.choices import choices
from db.sessions import ReadSession
from services.errors import BusyError
from services.operating.chosen import PAUSE, chosen_pause


async def check_not_paused(session: ReadSession) -> None:
    """Raises `BusyError('trainings-paused')`, or `('trainings-paused-why', reason)` where an admin has said why.

    It asks the rows: this process's copy may be seconds old, and nothing is to be ordered after a pause.
    """
    refuse_when_paused(chosen_pause(await choices(session, PAUSE)))


def refuse_when_paused(paused: str | None) -> None:
    """The same for a pause that is known; `paused` as in `TrainingRules`."""
    if paused is None:
        return
    raise BusyError("trainings-paused-why", reason=paused) if paused else BusyError("trainings-paused")
