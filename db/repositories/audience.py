"""Who receives a broadcast: always read by key, never whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from db.enums import Language, LoraStatus
from db.models import Lora, User
from db.sessions import ReadSession


@dataclass(frozen=True)
class Audience:
    """Conditions on people; None asks for nothing. `has_model`: whether they have one that pictures can be made with.
    `never_ordered`: no model of theirs was ever ordered."""

    language: Language | None = None
    seen_since: datetime | None = None
    has_model: bool = False
    never_ordered: bool = False


@dataclass(frozen=True)
class Receiver:
    """A person, as far as a broadcast has to know them."""

    user_id: int
    language: Language


def takes_broadcasts() -> ColumnElement[bool]:
    """Not banned, not opted out, and reachable."""
    return User.banned_at.is_(None) & User.broadcasts_off_at.is_(None) & User.unreachable_at.is_(None)


async def count_audience(session: ReadSession, audience: Audience) -> int:
    """How many people it is at present."""
    return await session.scalar(select(func.count()).select_from(User).where(*_conditions(audience))) or 0


async def next_receivers(session: ReadSession, audience: Audience, above: int, limit: int) -> Sequence[Receiver]:
    """Up to `limit` people with the lowest ids above `above`. A walk along the primary key: what it costs depends on
    the people between the first and the last of them, not on how many there are."""
    found = await session.execute(
        select(User.id, User.language).where(User.id > above, *_conditions(audience)).order_by(User.id).limit(limit)
    )
    return [Receiver(user_id, language) for user_id, language in found]


def _conditions(audience: Audience) -> list[ColumnElement[Any]]:
    conditions: list[ColumnElement[Any]] = [takes_broadcasts()]
    if audience.language is not None:
        conditions.append(User.language == audience.language)
    if audience.seen_since is not None:
        conditions.append(User.last_seen_at >= audience.seen_since)
    if audience.has_model:
        ready = (Lora.user_id == User.id) & (Lora.status == LoraStatus.COMPLETED) & Lora.deleted_at.is_(None)
        conditions.append(exists().where(ready))
    if audience.never_ordered:
        conditions.append(~exists().where(Lora.user_id == User.id))
    return conditions
