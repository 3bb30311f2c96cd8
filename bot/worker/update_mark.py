"""Marking an update handled in the same transaction as its effect."""

from dataclasses import dataclass

from db.database import joins_next_write
from db.repositories.lanes import Hold, holds_lane
from db.repositories.updates import mark_handled
from db.sessions import WriteSession
from services.ports import Clock


class LaneLostError(Exception):
    """Another worker took the lane over; what was about to be written must not be written twice."""


@dataclass(frozen=True)
class UpdateMark:
    """Joins the first unit of work while its update is handled."""

    clock: Clock
    update_id: int
    hold: Hold

    async def join(self, session: WriteSession) -> None:
        """Marks the update inside `session`. Raises LaneLostError when somebody else did or may do so.

        A second unit of work in a child task meets the mark of the first and passes.
        """
        if await mark_handled(session, self.clock, self.update_id, *self.hold):
            return
        if not await holds_lane(session, *self.hold):
            raise LaneLostError

    def put_up(self) -> None:
        """From here on the next unit of work carries the mark."""
        joins_next_write.set(self.join)

    @staticmethod
    def take_down() -> None:
        """Later units of work are nobody's effect."""
        joins_next_write.set(None)


def effect_is_written() -> bool:
    """Whether the update being handled is marked already, so that it will not be tried again."""
    return joins_next_write.get() is None
