"""Which models providers may keep, and which of them they are to forget."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import and_, delete, exists, or_, select, update

from db.claims import Moment, insert_once, moment
from db.columns import new_id
from db.enums import JobKind, LoraStatus
from db.models import HostedModel, Job, Lora, LoraVersion
from db.repositories.jobs import LIVE_STATES
from db.sessions import ReadSession, WriteSession

NEVER_BECAME = (LoraStatus.FAILED, LoraStatus.CANCELLED)


async def note_hosted(session: WriteSession, lora_id: uuid.UUID, provider: str, place: str, clock: Moment) -> bool:
    """Notes that `provider` may keep this model at `place` from here on; False while it is just being asked to forget
    it."""
    fresh = {"id": new_id(), "lora_id": lora_id, "provider": provider, "place": place, "noted_at": clock.now()}
    if await insert_once(session, HostedModel, fresh):
        return True
    wanted = await session.execute(
        update(HostedModel)
        .where(
            HostedModel.lora_id == lora_id,
            HostedModel.provider == provider,
            HostedModel.place == place,
            or_(HostedModel.lease_until.is_(None), HostedModel.lease_until < moment(session, clock)),
        )
        .values(leaving_since=None, asked_at=None, lease_until=None, error=None)
        .returning(HostedModel.id)
        .execution_options(synchronize_session=False)
    )
    return wanted.scalar_one_or_none() is not None


async def mark_leaving(session: WriteSession, now: datetime, *, ended_before: datetime) -> None:
    """Marks what is not wanted at any provider: models that are erased here, or whose rows are gone, and those whose
    trainings all failed or were cancelled, the last before `ended_before`. One that is being trained stays."""
    never_became = and_(Lora.status.in_(NEVER_BECAME), Lora.updated_at <= ended_before)
    is_wanted = exists().where(Lora.id == HostedModel.lora_id, Lora.erased_at.is_(None), ~never_became)
    is_training = (
        exists()
        .where(Job.subject_id == LoraVersion.id)
        .where(LoraVersion.lora_id == HostedModel.lora_id)
        .where(Job.kind == JobKind.TRAINING, Job.state.in_(LIVE_STATES))
    )
    await session.execute(
        update(HostedModel)
        .where(HostedModel.leaving_since.is_(None), ~is_wanted, ~is_training)
        .values(leaving_since=now)
        .execution_options(synchronize_session=False)
    )


async def leaving_place(session: ReadSession, row_id: uuid.UUID) -> str | None:
    """The place that a claimed row is about; None when the row is gone."""
    found = await session.execute(select(HostedModel.place).where(HostedModel.id == row_id))
    return found.scalar_one_or_none()


async def kept_models(session: ReadSession, user_id: int) -> list[HostedModel]:
    """What is noted of a person's models, deleted ones among them."""
    found = await session.execute(
        select(HostedModel).join(Lora, Lora.id == HostedModel.lora_id).where(Lora.user_id == user_id)
    )
    return list(found.scalars())


async def drop_left(session: WriteSession, row_id: uuid.UUID) -> None:
    """Nothing is left of it at the provider."""
    await session.execute(delete(HostedModel).where(HostedModel.id == row_id, HostedModel.leaving_since.is_not(None)))


async def keep_leaving(session: WriteSession, row_id: uuid.UUID, error: str | None) -> None:
    """The provider has to be asked again; `error` is the code of its failure, None when it only needs time."""
    await session.execute(
        update(HostedModel)
        .where(HostedModel.id == row_id, HostedModel.leaving_since.is_not(None))
        .values(lease_until=None, error=error)
    )


@dataclass(frozen=True)
class Leftover:
    """Places of models that a provider should have forgotten long ago, the oldest first. `error` is the code of the
    last failure at one of them; None where there was only waiting."""

    provider: str
    places: list[str]
    since: datetime
    error: str | None


async def leftovers(session: ReadSession, leaving_before: datetime) -> list[Leftover]:
    """What was to go before then and has not, by provider."""
    found = await session.execute(
        select(HostedModel.provider, HostedModel.place, HostedModel.leaving_since, HostedModel.error)
        .where(HostedModel.leaving_since <= leaving_before)
        .order_by(HostedModel.provider, HostedModel.leaving_since, HostedModel.id)
    )
    left = []
    for provider, group in groupby(found, attrgetter("provider")):
        rows = list(group)
        error = next((row.error for row in rows if row.error), None)
        left.append(Leftover(provider, [row.place for row in rows], rows[0].leaving_since, error))
    return left
