"""Models of people: finding them, and what their names and trigger words reserve."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import exists, select

from db.enums import JobKind, JobState, LoraStatus
from db.models import Job, Lora, LoraVersion
from db.repositories.jobs import LIVE_STATES
from db.sessions import ReadSession, WriteSession


async def loras_of(
    session: ReadSession, user_id: int, statuses: Collection[LoraStatus] | None = None, *, deleted: bool = False
) -> list[Lora]:
    """A person's models, newest first; deleted ones (still undoable or already erased) only on request."""
    question = select(Lora).where(Lora.user_id == user_id).order_by(Lora.created_at.desc(), Lora.id.desc())
    if statuses is not None:
        question = question.where(Lora.status.in_(list(statuses)))
    if not deleted:
        question = question.where(Lora.deleted_at.is_(None))
    return list((await session.execute(question)).scalars())


async def lora_of(session: ReadSession, user_id: int, lora_id: UUID) -> Lora | None:
    """The model, if it is this person's and not erased; deleted ones are found."""
    found = await session.execute(
        select(Lora).where(Lora.id == lora_id, Lora.user_id == user_id, Lora.erased_at.is_(None))
    )
    return found.scalar_one_or_none()


async def lora_for_change(session: WriteSession, user_id: int, lora_id: UUID) -> Lora | None:
    """The same, locked until the unit of work ends."""
    found = await session.execute(
        select(Lora)
        .where(Lora.id == lora_id, Lora.user_id == user_id, Lora.erased_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def taken_name_keys(session: ReadSession, user_id: int, *, but: UUID | None = None) -> set[str]:
    """The name keys that a person's models reserve, without the model `but`."""
    question = select(Lora.name_key).where(Lora.user_id == user_id, Lora.name_key.is_not(None))
    if but is not None:
        question = question.where(Lora.id != but)
    return {key for key in (await session.execute(question)).scalars() if key is not None}


async def is_trigger_taken(session: ReadSession, user_id: int, key: str) -> bool:
    """Whether another model of this person has this trigger word, in whatever state it is."""
    return bool(await session.scalar(select(exists().where(Lora.user_id == user_id, Lora.trigger_key == key))))


async def versions_of(session: ReadSession, lora_id: UUID) -> list[LoraVersion]:
    """All trainings of a model, newest first."""
    found = await session.execute(
        select(LoraVersion).where(LoraVersion.lora_id == lora_id).order_by(LoraVersion.no.desc())
    )
    return list(found.scalars())


async def is_newest(session: ReadSession, version: LoraVersion) -> bool:
    """Whether no later training of the version's model was ordered."""
    later = exists().where(LoraVersion.lora_id == version.lora_id, LoraVersion.no > version.no)
    return not await session.scalar(select(later))


async def running_training(session: ReadSession, user_id: int, lora_id: UUID) -> Job | None:
    """The newest training of this person's model that has not ended."""
    found = await session.execute(
        select(Job)
        .join(LoraVersion, LoraVersion.id == Job.subject_id)
        .join(Lora, Lora.id == LoraVersion.lora_id)
        .where(Lora.id == lora_id, Lora.user_id == user_id, Job.kind == JobKind.TRAINING, Job.state.in_(LIVE_STATES))
        .order_by(LoraVersion.no.desc(), Job.id.desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


async def is_training(session: ReadSession, lora_id: UUID, *, in_review: bool = True) -> bool:
    """Whether a training of this model has not ended; without `in_review`, one that can go on by itself."""
    states = [state for state in LIVE_STATES if in_review or state is not JobState.REVIEW]
    return bool(
        await session.scalar(
            select(
                exists()
                .where(Job.subject_id == LoraVersion.id)
                .where(LoraVersion.lora_id == lora_id, Job.kind == JobKind.TRAINING, Job.state.in_(states))
            )
        )
    )
