"""What people asked to be done with their data: finding requests and writing how far they are."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, or_, select, update

from db.enums import OutboxState, PrivacyRequestKind, PrivacyRequestState
from db.models import Generation, HostedModel, Job, LoraVersion, Outbox, PrivacyRequest, UploadedFile
from db.repositories.jobs import LIVE_STATES
from db.repositories.of_person import jobs_of, loras_of_person
from db.sessions import ReadSession, WriteSession

UNDONE = (PrivacyRequestState.OPEN, PrivacyRequestState.WAITING)


async def request_by_id(session: ReadSession, request_id: uuid.UUID) -> PrivacyRequest | None:
    """The request as it stands, never from the session's memory."""
    return await session.get(PrivacyRequest, request_id, populate_existing=True)


async def newest_request(session: ReadSession, user_id: int, kind: PrivacyRequestKind) -> PrivacyRequest | None:
    """What this person asked for last, of one kind."""
    found = await session.execute(
        select(PrivacyRequest)
        .where(PrivacyRequest.user_id == user_id, PrivacyRequest.kind == kind)
        .order_by(PrivacyRequest.created_at.desc(), PrivacyRequest.id.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def open_erasure_of_model(session: ReadSession, user_id: int, lora_id: uuid.UUID) -> PrivacyRequest | None:
    """This person's request to delete one model, as long as it is not done."""
    found = await session.execute(
        select(PrivacyRequest)
        .where(PrivacyRequest.user_id == user_id, PrivacyRequest.kind == PrivacyRequestKind.ERASE_MODEL)
        .where(PrivacyRequest.subject_id == lora_id, PrivacyRequest.state.in_(UNDONE))
        .limit(1)
    )
    return found.scalar_one_or_none()


async def change_request(
    session: WriteSession, request_id: uuid.UUID, values: dict[str, Any], *, states: Collection[PrivacyRequestState]
) -> bool:
    """Changes a request only while it is in one of `states`; True if it was."""
    done = await session.execute(
        update(PrivacyRequest)
        .where(PrivacyRequest.id == request_id, PrivacyRequest.state.in_(list(states)))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], done).rowcount == 1


async def expired_exports(session: ReadSession, now: datetime, limit: int) -> list[tuple[uuid.UUID, str]]:
    """Exports whose time is over and whose file may still be there: ids and storage keys."""
    found = await session.execute(
        select(PrivacyRequest.id, PrivacyRequest.file_key)
        .where(PrivacyRequest.expires_at <= now, PrivacyRequest.file_key.is_not(None))
        .limit(limit)
    )
    return [(row.id, row.file_key) for row in found]


async def exports_of(session: ReadSession, user_id: int) -> dict[uuid.UUID, bool]:
    """All exports of a person; True for one whose file is not written any more."""
    found = await session.execute(
        select(PrivacyRequest.id, PrivacyRequest.state).where(
            PrivacyRequest.user_id == user_id, PrivacyRequest.kind == PrivacyRequestKind.EXPORT
        )
    )
    return {row.id: row.state not in UNDONE for row in found}


async def forget_export_file(session: WriteSession, request_id: uuid.UUID) -> None:
    """The file is gone."""
    gone = update(PrivacyRequest).where(PrivacyRequest.id == request_id).values(file_key=None)
    await session.execute(gone.execution_options(synchronize_session=False))


async def forget_requests(session: WriteSession, before: datetime) -> int:
    """Removes requests that ended before then and have no file any more; how many."""
    done = await session.execute(
        delete(PrivacyRequest)
        .where(PrivacyRequest.done_at < before, PrivacyRequest.file_key.is_(None))
        .execution_options(synchronize_session=False)
    )
    return cast(CursorResult[Any], done).rowcount


async def live_jobs(session: ReadSession, user_id: int) -> list[Job]:
    """Everything of a person that has not ended, by key, proofs too."""
    found = await session.execute(
        select(Job).where(Job.user_id == user_id, Job.state.in_(LIVE_STATES)).order_by(Job.id)
    )
    return list(found.scalars())


async def live_jobs_of_model(session: ReadSession, user_id: int, lora_id: uuid.UUID) -> list[Job]:
    """The same of one model: its trainings, and pictures with it, proofs among them."""
    trainings = select(LoraVersion.id).where(LoraVersion.lora_id == lora_id)
    pictures = select(Generation.id).where(Generation.lora_id == lora_id)
    found = await session.execute(
        select(Job)
        .where(Job.user_id == user_id, Job.state.in_(LIVE_STATES))
        .where(or_(Job.subject_id.in_(trainings), Job.subject_id.in_(pictures)))
        .order_by(Job.id)
    )
    return list(found.scalars())


async def kept_by_providers(session: ReadSession, user_id: int) -> set[str]:
    """Names of the providers at which something of a person is still noted."""
    models = select(HostedModel.provider).where(HostedModel.lora_id.in_(loras_of_person(user_id)))
    files = select(UploadedFile.provider).where(UploadedFile.job_id.in_(jobs_of(user_id)))
    return {name for question in (models, files) for name in await session.scalars(question)}


async def message_state(session: ReadSession, dedupe_key: str) -> tuple[OutboxState, datetime] | None:
    """How a message stands, and when it was put; None when there is none."""
    found = await session.execute(select(Outbox.state, Outbox.created_at).where(Outbox.dedupe_key == dedupe_key))
    row = found.one_or_none()
    return None if row is None else (row.state, row.created_at)
