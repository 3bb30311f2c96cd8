"""What stood open when a copy of the database was made, and may have been done since."""

import uuid
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, select, update

from db.enums import BroadcastState, JobState, OutboxKind, OutboxState
from db.models import Broadcast, ChatLane, Job, Outbox, TgUpdate
from db.sessions import ReadSession, WriteSession


async def queued_jobs(session: ReadSession) -> list[uuid.UUID]:
    """Orders for which no paid call was begun, the oldest first."""
    found = await session.execute(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id))
    return list(found.scalars())


async def spend_retries(session: WriteSession, most: int) -> None:
    """Takes from calls that run the right to be made again."""
    calls = (JobState.SUBMITTING, JobState.UNCERTAIN, JobState.REVIEW, JobState.RUNNING, JobState.FINALISING)
    await _change(session, update(Job).where(Job.state.in_(calls), Job.retries < most).values(retries=most))


async def forget_waiting_updates(session: WriteSession, now: datetime) -> int:
    """Marks what people wrote and nobody has handled yet as handled; how many."""
    waiting = (TgUpdate.handled_at.is_(None), TgUpdate.quarantined_at.is_(None))
    await _change(session, update(ChatLane).where(ChatLane.due_at.is_not(None)).values(due_at=None))
    return await _change(session, update(TgUpdate).where(*waiting).values(handled_at=now, body=None))


async def doubt_waiting_pings(session: WriteSession) -> int:
    """Calls pings that wait unsure, so that they are never sent; how many."""
    waiting = (Outbox.kind == OutboxKind.PING, Outbox.state == OutboxState.PENDING)
    return await _change(session, update(Outbox).where(*waiting).values(state=OutboxState.UNSURE))


async def stop_confirmed_broadcasts(session: WriteSession, now: datetime) -> int:
    """Stops broadcasts that had begun, or would at their time; how many."""
    confirmed = Broadcast.state.in_((BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.SCHEDULED))
    stopped = {"state": BroadcastState.STOPPED, "finished_at": now}
    return await _change(session, update(Broadcast).where(confirmed).values(**stopped))


async def _change(session: WriteSession, statement: Update) -> int:
    result = await session.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount
