"""What has been put into English already, by person."""

import uuid
from datetime import datetime

from sqlalchemy import delete, select, update

from db.claims import insert_once
from db.enums import Translation
from db.models import Generation, TranslatedText
from db.sessions import ReadSession, WriteSession


async def english_of(session: ReadSession, user_id: int, key: str) -> str | None:
    """The English kept under `key`; None when there is none."""
    found = await session.execute(
        select(TranslatedText.english).where(TranslatedText.user_id == user_id, TranslatedText.key == key)
    )
    return found.scalar_one_or_none()


async def keep_english(session: WriteSession, user_id: int, key: str, english: str, now: datetime) -> None:
    """Keeps the English of a person's words, or notes that it was used again."""
    values = {"user_id": user_id, "key": key, "english": english, "used_at": now}
    if await insert_once(session, TranslatedText, values):
        return
    await session.execute(
        update(TranslatedText)
        .where(TranslatedText.user_id == user_id, TranslatedText.key == key)
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


async def settle_words(
    session: WriteSession, generation: Generation, state: Translation, english: str | None, prompt_sent: str
) -> bool:
    """Stores what became of a generation's words, once: False after another hand, and when they have been erased."""
    settled = await session.execute(
        update(Generation)
        .where(
            Generation.id == generation.id,
            Generation.translation == Translation.OPEN,
            Generation.prompt == generation.prompt,
        )
        .values(translation=state, english=english, prompt_sent=prompt_sent)
        .returning(Generation.id)
        .execution_options(synchronize_session=False)
    )
    return settled.scalar_one_or_none() is not None


async def prompt_sent_of(session: ReadSession, generation_id: uuid.UUID) -> str | None:
    """The words that are sent for a generation, as stored; None when it is gone."""
    found = await session.execute(select(Generation.prompt_sent).where(Generation.id == generation_id))
    return found.scalar_one_or_none()


async def drop_unused(session: WriteSession, unused_since: datetime) -> int:
    """Forgets what nobody used since then; the rows are small and few, so all at once."""
    gone = await session.execute(
        delete(TranslatedText)
        .where(TranslatedText.used_at < unused_since)
        .returning(TranslatedText.user_id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
