"""What is known of the person who writes, read together with their update: see `db.repositories.lanes`."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, exists, literal, select

from db.enums import DraftKind, LoraStatus
from db.models import Conversation, Draft, Lora, User
from db.sessions import ReadSession


@dataclass(frozen=True)
class Has:
    """The name of the person's newest model that is ready, and whether a draft of a new one is open."""

    newest_model: str | None = None
    draft: bool = False


@dataclass(frozen=True)
class Visitor:
    """The person (None if we never met), where their chat stands in its conversation, and what they have."""

    user: User | None = None
    state: str | None = None
    draft_id: UUID | None = None
    has: Has = Has()


def with_visitor(question: Select[*tuple[Any, ...]], user_id: SQLColumnExpression[int]) -> Select[*tuple[Any, ...]]:
    """The question with the columns that `visitor_of` reads; private chats have their person's id."""
    return (
        question.add_columns(User, Conversation.state, Conversation.draft_id, *_has(user_id))
        .outerjoin(User, User.id == user_id)
        .outerjoin(Conversation, Conversation.chat_id == user_id)
    )


def visitor_of(user: User | None, state: str | None, draft_id: UUID | None, model: str | None, draft: Any) -> Visitor:
    """The last columns of a row of `with_visitor`."""
    return Visitor(user, state, draft_id, Has(model, bool(draft)))


async def what_they_have(session: ReadSession, user_id: int) -> Has:
    """The same question for one person alone."""
    model, draft = (await session.execute(select(*_has(literal(user_id))))).one()
    return Has(model, bool(draft))


def _has(user_id: SQLColumnExpression[int]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    newest = (
        select(Lora.name)
        .where(Lora.user_id == user_id, Lora.status == LoraStatus.COMPLETED, Lora.deleted_at.is_(None))
        .order_by(Lora.created_at.desc(), Lora.id.desc())
        .limit(1)
        .correlate_except(Lora)
        .scalar_subquery()
    )
    draft = exists().where(Draft.user_id == user_id, Draft.kind == DraftKind.CREATE).correlate_except(Draft)
    return newest, draft
