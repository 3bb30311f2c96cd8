"""What is held about a person, for their own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.database import Database
from db.enums import Retention
from db.repositories.held import Held, held_of
from db.repositories.privacy import standing_answer


@dataclass(frozen=True)
class Agreed:
    """The consent in force: its text's version, when it was given, to which providers, how long photos are kept, and
    whether faces may be compared."""

    text_version: str
    given_at: datetime
    providers: Sequence[str]
    retention: Retention
    faces: bool


@dataclass(frozen=True)
class MyData:
    """`agreed` is None without a consent in force."""

    held: Held
    agreed: Agreed | None


class HeldData:
    """Looks it up; nothing is kept beside the rows themselves."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, user_id: int) -> MyData:
        """As it stands."""
        async with self._db.read() as session:
            answer = await standing_answer(session, user_id)
            held = await held_of(session, user_id)
        if not answer:
            return MyData(held, None)
        one = answer[0]
        providers = [each.provider for each in answer]
        return MyData(held, Agreed(one.text_version, one.given_at, providers, one.retention, one.faces))
