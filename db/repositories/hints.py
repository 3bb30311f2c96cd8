"""Provider webhooks that wait to be acted on."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from db.models import WebhookInbox
from db.sessions import ReadSession, WriteSession


async def unhandled(session: ReadSession, since: datetime, limit: int) -> list[WebhookInbox]:
    """Hints stored since then that nobody has acted on; newest first, so that none waits behind hopeless ones."""
    found = await session.execute(
        select(WebhookInbox)
        .where(WebhookInbox.handled_at.is_(None), WebhookInbox.received_at >= since)
        .order_by(WebhookInbox.received_at.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return list(found.scalars())


async def mark_handled(session: WriteSession, provider: str, event_key: str, at: datetime) -> None:
    """The hint has been acted on."""
    await session.execute(
        update(WebhookInbox)
        .where(WebhookInbox.provider == provider, WebhookInbox.event_key == event_key)
        .values(handled_at=at)
        .execution_options(synchronize_session=False)
    )


async def forget_hints(session: WriteSession, before: datetime) -> int:
    """Removes hints that came before `before`; how many."""
    old = delete(WebhookInbox).where(WebhookInbox.received_at < before)
    gone = await session.execute(old.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], gone).rowcount
