"""What admins have chosen while the bot runs, by name."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from db.claims import insert_once
from db.models import OperatorChoice
from db.sessions import ReadSession, WriteSession


async def choices(session: ReadSession, group: str = "") -> dict[str, dict[str, Any]]:
    """The stored values of all names that begin with `group`."""
    question = select(OperatorChoice.name, OperatorChoice.value)
    if group:
        question = question.where(OperatorChoice.name.startswith(group, autoescape=True))
    return {row.name: row.value for row in await session.execute(question)}


async def put_choice(session: WriteSession, name: str, value: dict[str, Any], admin_id: int, at: datetime) -> None:
    """Stores a choice in place of the one before."""
    values = {"value": value, "chosen_by": admin_id, "chosen_at": at}
    if await insert_once(session, OperatorChoice, {"name": name, **values}):
        return
    change = update(OperatorChoice).where(OperatorChoice.name == name).values(**values)
    await session.execute(change.execution_options(synchronize_session=False))


async def drop_choice(session: WriteSession, name: str) -> None:
    """Forgets a choice; one that is not there is fine."""
    gone = delete(OperatorChoice).where(OperatorChoice.name == name)
    await session.execute(gone.execution_options(synchronize_session=False))
