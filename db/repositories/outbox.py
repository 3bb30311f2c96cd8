"""Outgoing messages: renewing cards and the guarded moves of their states."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update

from db.claims import NO_LEASE, Moment, moment
from db.enums import OutboxKind, OutboxState
from db.models import Outbox
from db.sessions import ReadSession, WriteSession


async def renew_card(
    session: WriteSession, key: str, view: str, params: dict[str, Any], due: datetime, gap: timedelta
) -> None:
    """Makes a card due again at `due`, but not within `gap` of its last edit."""
    row = (await session.execute(select(Outbox).where(Outbox.dedupe_key == key).with_for_update())).scalar_one()
    row.view, row.params = view, params
    row.version += 1
    row.state = OutboxState.PENDING
    row.tries = 0
    row.not_before = max(due, row.sent_at + gap) if row.sent_at else due
    await session.flush()


async def messages_by_ids(session: ReadSession, ids: Sequence[uuid.UUID]) -> list[Outbox]:
    """The messages with these ids in the order in which they are due."""
    if not ids:
        return []
    found = await session.execute(select(Outbox).where(Outbox.id.in_(ids)).order_by(Outbox.not_before, Outbox.id))
    return list(found.scalars())


async def newest_of_view(session: ReadSession, chat_id: int, view: str, limit: int) -> list[Outbox]:
    """The messages of one view to one chat, in whatever state, the newest first."""
    found = await session.execute(
        select(Outbox)
        .where(Outbox.chat_id == chat_id, Outbox.view == view)
        .order_by(Outbox.created_at.desc(), Outbox.id.desc())
        .limit(limit)
    )
    return list(found.scalars())


async def move_message(
    session: WriteSession,
    message_id: uuid.UUID,
    from_state: OutboxState,
    values: dict[str, Any],
    *,
    version: int | None = None,
    owner: str | None = None,
) -> bool:
    """Changes a message only while it is in `from_state` and, if given, of that version or held by that owner; True
    if it was."""
    guards = [Outbox.id == message_id, Outbox.state == from_state]
    if version is not None:
        guards.append(Outbox.version == version)
    if owner is not None:
        guards.append(Outbox.lease_owner == owner)
    done = await session.execute(
        update(Outbox).where(*guards).values(**values).execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], done).rowcount == 1


async def card_sent(session: WriteSession, message_id: uuid.UUID, version: int, at: datetime) -> None:
    """Marks a card's version as shown; a version that was asked for meanwhile stays pending."""
    freed = {**NO_LEASE, "sent_at": at, "tries": 0}
    await session.execute(
        update(Outbox)
        .where(Outbox.id == message_id, Outbox.version == version)
        .values(state=OutboxState.SENT, **freed)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Outbox)
        .where(Outbox.id == message_id, Outbox.version != version)
        .values(**freed)
        .execution_options(synchronize_session=False)
    )


async def give_up_half_sent(session: WriteSession, clock: Moment) -> list[Outbox]:
    """Pings whose sender died between the mark and the answer become `unsure`: they may have arrived."""
    now = moment(session, clock)
    found = await session.execute(
        update(Outbox)
        .where(Outbox.state == OutboxState.SENDING, Outbox.kind == OutboxKind.PING, Outbox.lease_until < now)
        .values(state=OutboxState.UNSURE, lease_until=None)
        .returning(Outbox)
        .execution_options(synchronize_session=False)
    )
    return list(found.scalars())


async def bring_back(session: WriteSession, chat_id: int, since: datetime) -> int:
    """What could not reach this chat and was due from `since` on is sent after all, in its old order. How many."""
    done = await session.execute(
        update(Outbox)
        .where(Outbox.chat_id == chat_id, Outbox.state == OutboxState.UNREACHABLE, Outbox.not_before >= since)
        .values(state=OutboxState.PENDING, tries=0)
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], done).rowcount


async def forget_settled(session: WriteSession, before: datetime) -> int:
    """Removes settled pings and media from before `before`; cards stay, they are rewritten. How many."""
    done = await session.execute(
        delete(Outbox)
        .where(
            Outbox.kind != OutboxKind.CARD,
            Outbox.state.in_((OutboxState.SENT, OutboxState.DEAD, OutboxState.UNSURE, OutboxState.UNREACHABLE)),
            Outbox.created_at < before,
        )
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], done).rowcount
