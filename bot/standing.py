"""Who writes and where their chat stands, at the moment at which their update is taken in hand."""

from contextvars import ContextVar
from dataclasses import dataclass

from bot.worker.update_mark import effect_is_written
from db.repositories.visitors import Visitor


@dataclass
class Standing:
    """Read together with the update, in the transaction that made the chat ours: no other update of this chat is
    handled meanwhile, by whatever replica. It lives as long as this update. Private chats have their person's id.
    """

    chat_id: int
    visitor: Visitor
    _moved: bool = False

    @property
    def holds(self) -> bool:
        """Whether everything is still as it was read; not after a move or any effect of this update."""
        return not self._moved and not effect_is_written()

    def move(self) -> None:
        """The conversation is about to stand elsewhere."""
        self._moved = True


standing: ContextVar[Standing | None] = ContextVar("standing", default=None)
"""Of the update that is being handled; None outside."""


def standing_of(chat_id: int) -> Standing | None:
    """The standing of this chat, if its update is the one that is being handled."""
    known = standing.get()
    return known if known is not None and known.chat_id == chat_id else None


def visitor_at_hand(chat_id: int) -> Visitor | None:
    """The visitor of this chat, if what was read with their update still holds."""
    known = standing_of(chat_id)
    return known.visitor if known is not None and known.holds else None
