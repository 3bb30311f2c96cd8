"""The rows of a new training, written in one transaction by an order that has passed its checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from db.columns import new_id
from db.enums import JobKind, LoraStatus, Quality
from db.models import Dataset, Job, Lora, LoraVersion
from db.repositories import trainings as rows
from db.repositories.loras import is_trigger_taken, taken_name_keys
from db.sessions import WriteSession
from services.errors import ConflictError
from services.jobs.kinds import NewJob
from services.jobs.orders import place
from services.loras.names import free_name, name_key
from services.loras.trigger_words import trigger_key
from services.messaging.cards import put_job_card
from services.photos.likeness import Likeness
from services.ports import Clock
from services.training.draft_answers import free_trigger
from services.training.draft_fields import CreateFields
from services.training.statuses import put_status
from services.training.trainer_settings import SettingKey
from services.training.trainers import Trainer


@dataclass(frozen=True)
class TrainingOrder:
    """What is trained and how. `values` by setting, see `values_for`. `price` in credits; `free_retry_of` names the
    version that did not look like the person, `triggered_by` the earlier training's job that this one repeats.
    `left_out` are photos of the data set that are not trained with."""

    lora: Lora
    dataset_id: UUID
    trainer: Trainer
    quality: Quality
    values: Mapping[str, Any]
    price: int
    request_key: str | None
    free_retry_of: UUID | None = None
    triggered_by: UUID | None = None
    left_out: Sequence[UUID] = ()


async def new_lora(session: WriteSession, clock: Clock, user_id: int, fields: CreateFields, trainer: Trainer) -> Lora:
    """The model that a complete draft describes; raises `ConflictError('name-taken' | 'trigger-taken')`."""
    assert fields.type is not None
    assert fields.class_word is not None
    assert fields.name is not None
    assert fields.trigger_word is not None
    taken = await taken_name_keys(session, user_id)
    if name_key(fields.name) in taken:
        raise ConflictError("name-taken", name=fields.name, suggestion=free_name(fields.name, taken))
    if await is_trigger_taken(session, user_id, trigger_key(fields.trigger_word)):
        other = await free_trigger(session, user_id, fields.name, fields.class_word, trainer.trigger_rule)
        raise ConflictError("trigger-taken", trigger=fields.trigger_word, suggestion=other)
    now = clock.now()
    lora = Lora(
        id=new_id(),
        user_id=user_id,
        name=fields.name,
        name_key=name_key(fields.name),
        description=fields.description,
        type=fields.type,
        class_word=fields.class_word,
        trigger_word=fields.trigger_word,
        trigger_key=trigger_key(fields.trigger_word),
        status=LoraStatus.PENDING,
        created_at=now,
        updated_at=now,
    )
    session.add(lora)
    await session.flush()
    return lora


async def place_training(session: WriteSession, clock: Clock, order: TrainingOrder, cost: Decimal) -> Job:
    """Version, job and status card of one order; `cost` is its expected USD."""
    version = await _new_version(session, clock, order)
    job = await place(
        session,
        clock,
        NewJob(
            user_id=order.lora.user_id,
            kind=JobKind.TRAINING,
            provider=order.trainer.provider,
            endpoint=order.trainer.endpoint,
            subject_id=version.id,
            price=order.price,
            estimated_cost=cost,
            request_key=order.request_key,
        ),
    )
    # Log lines are read against the number of steps, which the job's row is the quickest place for.
    job.total_steps = int(order.values[SettingKey.STEPS])
    version.job_id = job.id
    put_status(order.lora, version, LoraStatus.PENDING, clock.now())
    dataset = await session.get_one(Dataset, order.dataset_id)
    # Photos of a running training are not erased under it; settling sets the date anew.
    dataset.erase_photos_at = None
    await put_job_card(session, clock, job)
    return job


async def _new_version(session: WriteSession, clock: Clock, order: TrainingOrder) -> LoraVersion:
    version = LoraVersion(
        id=new_id(),
        lora_id=order.lora.id,
        no=await rows.next_version_no(session, order.lora.id),
        dataset_id=order.dataset_id,
        trainer=order.trainer.key,
        base_model=order.trainer.base_model,
        quality=order.quality,
        params=dict(order.values),
        status=LoraStatus.PENDING,
        free_retry_of=order.free_retry_of,
        triggered_by_job_id=order.triggered_by,
        likeness=Likeness(left_out=tuple(map(str, order.left_out))).to_json(),
        created_at=clock.now(),
    )
    session.add(version)
    await session.flush()
    return version
