"""Writing messages: rows in the same transaction as the fact they tell about."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from db.claims import insert_once
from db.columns import new_id
from db.enums import OutboxKind, OutboxState
from db.models import Outbox
from db.repositories import outbox as rows
from db.sessions import WriteSession
from services.ports import Clock

log = logging.getLogger(__name__)

CARD_GAP = timedelta(seconds=2)
"""Telegram tolerates about one message a second in a chat; cards leave room for answers."""

MISSED_FOR = timedelta(days=7)
"""Older messages than that are no news to somebody who unblocks the bot."""


async def put_card(
    session: WriteSession,
    clock: Clock,
    *,
    chat_id: int,
    subject: str,
    view: str,
    params: Mapping[str, Any],
    delay: float = 0.0,
) -> None:
    """Asks for the card of `subject` in a chat to be brought up to date: one row per chat and subject.

    It is rendered from the rows as they are when it is sent, so several wishes in a row cost one edit.
    """
    now = clock.now()
    key = f"card:{chat_id}:{subject}"
    fresh = _row(key, chat_id, OutboxKind.CARD, view, params, now + timedelta(seconds=delay), now)
    if not await insert_once(session, Outbox, fresh):
        await rows.renew_card(session, key, view, dict(params), now + timedelta(seconds=delay), CARD_GAP)
    session.wake("outbox")


async def put_ping(
    session: WriteSession, clock: Clock, *, key: str, chat_id: int, view: str, params: Mapping[str, Any]
) -> None:
    """A new message that is sent at most once; the same key again does nothing."""
    now = clock.now()
    await insert_once(session, Outbox, _row(f"ping:{key}", chat_id, OutboxKind.PING, view, params, now, now))
    session.wake("outbox")


async def put_media(
    session: WriteSession, clock: Clock, *, key: str, chat_id: int, view: str, params: Mapping[str, Any]
) -> None:
    """Pictures that are sent at least once; the same key again does nothing."""
    now = clock.now()
    await insert_once(session, Outbox, _row(f"media:{key}", chat_id, OutboxKind.MEDIA, view, params, now, now))
    session.wake("outbox")


async def send_what_was_missed(session: WriteSession, clock: Clock, chat_id: int) -> None:
    """What a person who takes messages again has missed in the last days is sent after all: the end of a training,
    pictures, cards as they stand by then."""
    if await rows.bring_back(session, chat_id, clock.now() - MISSED_FOR):
        session.wake("outbox")


async def alert_admins(
    session: WriteSession,
    clock: Clock,
    admin_ids: Sequence[int],
    *,
    key: str,
    code: str,
    params: Mapping[str, Any],
) -> None:
    """Tells every admin once under `key`; the view `admin_alert` renders `code` with `params`."""
    log.warning("admin alert", extra={"code": code, **{f"about_{name}": str(value) for name, value in params.items()}})
    for admin_id in admin_ids:
        await put_ping(
            session,
            clock,
            key=f"alert:{key}:{admin_id}",
            chat_id=admin_id,
            view="admin_alert",
            params={"code": code, **params},
        )


def _row(
    key: str, chat_id: int, kind: OutboxKind, view: str, params: Mapping[str, Any], due: Any, now: Any
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "dedupe_key": key,
        "chat_id": chat_id,
        "kind": kind,
        "view": view,
        "params": dict(params),
        "state": OutboxState.PENDING,
        "version": 1,
        "not_before": due,
        "tries": 0,
        "created_at": now,
    }
