"""What a person who comes in has: nothing yet, a model to draw with, a draft to go on with."""

from dataclasses import dataclass

from db.database import Database
from db.repositories.visitors import Has, what_they_have
from services.training.draft_view import DraftView
from services.training.drafts import CreateDrafts


@dataclass(frozen=True)
class Welcome:
    """The name of the newest model that is ready, and the open draft of a new one."""

    newest_model: str | None
    draft: DraftView | None


class Welcomes:
    """What a greeting depends on."""

    def __init__(self, db: Database, drafts: CreateDrafts) -> None:
        self._db = db
        self._drafts = drafts

    async def of(self, user_id: int, has: Has | None = None) -> Welcome:
        """What this person has; `has` is it in short, when it is known already."""
        if has is None:
            async with self._db.read() as session:
                has = await what_they_have(session, user_id)
        return Welcome(has.newest_model, await self._drafts.current(user_id) if has.draft else None)
