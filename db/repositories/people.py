"""People as Telegram names them."""

from datetime import datetime

from sqlalchemy import update

from db.claims import insert_or_ignore
from db.enums import Language
from db.models import User
from db.sessions import ReadSession, WriteSession


async def person(session: ReadSession, user_id: int) -> User | None:
    """The person, if we ever met."""
    return await session.get(User, user_id)


async def meet(
    session: WriteSession, user_id: int, *, first_name: str, username: str | None, language: Language, now: datetime
) -> User:
    """Stores or refreshes a person who wrote to us. A language the person chose stays."""
    values = {"id": user_id, "first_name": first_name, "username": username, "language": language}
    await session.execute(insert_or_ignore(session, User, {**values, "created_at": now, "last_seen_at": now}))
    user = await session.get_one(User, user_id)
    user.first_name, user.username, user.last_seen_at = first_name, username, now
    user.unreachable_at = None
    if not user.language_chosen:
        user.language = language
    return user


async def choose_language(session: WriteSession, user_id: int, language: Language) -> None:
    """Keeps the person's own choice of language."""
    choice = update(User).where(User.id == user_id).values(language=language, language_chosen=True)
    await session.execute(choice.execution_options(synchronize_session=False))


async def set_unreachable(session: WriteSession, user_id: int, at: datetime) -> None:
    """Notes that the person takes no messages; `meet` lifts it."""
    change = update(User).where(User.id == user_id).values(unreachable_at=at)
    await session.execute(change.execution_options(synchronize_session=False))


async def set_broadcasts_off(session: WriteSession, user_id: int, since: datetime | None) -> None:
    """Since when the person wants no broadcasts; None when they do."""
    change = update(User).where(User.id == user_id).values(broadcasts_off_at=since)
    await session.execute(change.execution_options(synchronize_session=False))
