"""Ordering a training: from a draft, again after a failure, and once more for free after "not me"."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from db.database import Database
from db.enums import LoraStatus, LoraType, Verdict
from db.models import Dataset, Draft, Job, Lora, LoraVersion, User
from db.repositories import trainings as rows
from db.repositories.drafts import close_draft, draft_for_change
from db.repositories.loras import is_training, lora_for_change, lora_of, versions_of
from db.repositories.photos import lock_dataset
from db.repositories.privacy import consented_providers, standing_consent
from db.sessions import ReadSession, WriteSession
from services.billing.budget import check_budget, check_training_cost, standing_budget
from services.billing.locks import lock_budget, lock_user
from services.billing.quota import check_training_quota, check_training_tries
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.jobs.orders import earlier_order
from services.loras.library import reserve_name
from services.photos.judged_as import judged_as
from services.photos.trained import count_trained, trained_photos
from services.ports import Clock
from services.safety.words import Words
from services.training.draft_fields import CreateFields, Need
from services.training.draft_offers import REMEMBERED, chosen_quality, chosen_trainer, least_photos
from services.training.draft_words import check_captions, check_words
from services.training.moving import to_repeat
from services.training.pausing import check_not_paused
from services.training.placing import TrainingOrder, new_lora, place_training
from services.training.retry_change import RetryChange, with_change
from services.training.retry_plan import made_change, photos_left_out, planned_change
from services.training.rules import TrainingRules
from services.training.trainers import Trainer, TrainerTable, values_for, wishes_in

FAILED = frozenset({LoraStatus.FAILED, LoraStatus.CANCELLED})
AGAIN = FAILED | {LoraStatus.PENDING}
"""A model that may be trained again. Pending without a training at work is one whose training is in review."""


class TrainingOrders:
    """Each order is one transaction under the person's lock and makes no network call; access is checked before.

    A repeated `request_key` returns the first job. Common errors: `LimitReachedError('training-quota' |
    'budget-reached' | 'training-too-expensive' | 'credits-short')`, `ConflictError('no-provider' | 'trainer-off')`,
    `BusyError('trainings-paused' | 'trainings-paused-why', reason)`, `ConflictError('consent-missing')` when the
    person has not agreed that photos go to the trainer's provider, and `InvalidInputError` as
    `services.safety.words.Words` for words that a model may not be described with.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        trainers: TrainerTable,
        rules: TrainingRules,
        words: Words | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._trainers = trainers
        self._rules = rules
        self._words = words or Words()

    async def confirm(self, user_id: int, draft_id: UUID, request_key: str) -> Job:
        """Orders what the draft says; the draft and the conversation are gone afterwards.

        Raises `NotFoundError('draft-gone')`, `InvalidInputError('draft-incomplete', need)`,
        `InvalidInputError('photos-few', count, min)` and `ConflictError('name-taken' | 'trigger-taken',
        suggestion)`.
        """
        async with self._db.write() as session:
            await lock_user(session, user_id)
            known = await earlier_order(session, user_id, request_key)
            if known is not None:
                return known
            await check_not_paused(session)
            draft = await draft_for_change(session, user_id, draft_id)
            if draft is None:
                raise NotFoundError("draft-gone")
            fields = CreateFields.from_json(draft.fields)
            trainer = chosen_trainer(fields, self._trainers, self._rules)
            dataset = await self._complete_dataset(session, draft, fields, trainer)
            job = await self.order_new(session, user_id, fields, dataset, request_key)
            await close_draft(session, draft)
            return job

    async def order_new(
        self, session: WriteSession, user_id: int, fields: CreateFields, dataset: Dataset, request_key: str
    ) -> Job:
        """The part of `confirm` that orders one model of complete answers, for whoever has locked the person and
        looked for an earlier order; raises as `confirm` before anything is written."""
        check_words(self._words, fields)
        captions = [photo.caption for photo in await rows.usable_photos(session, dataset.id)]
        check_captions(self._words, captions, fields.type or LoraType.CHARACTER)
        trainer = chosen_trainer(fields, self._trainers, self._rules)
        quality = chosen_quality(fields, trainer, self._trainers)
        values = values_for(trainer, quality, fields.wishes)
        await self._check_quota(session, user_id, trainer, values)
        lora = await new_lora(session, self._clock, user_id, fields, trainer)
        dataset.lora_id = lora.id
        consent = await standing_consent(session, user_id)
        dataset.retention = consent.retention if consent else None
        order = TrainingOrder(lora, dataset.id, trainer, quality, values, self._rules.price, request_key)
        job = await self._place(session, order)
        await _remember(session, user_id, trainer, wishes_in(trainer, quality, values))
        return job

    async def retry(self, user_id: int, lora_id: UUID, request_key: str) -> Job:
        """Trains a failed or cancelled model again with its photos, captions, trainer and settings; or one whose
        training is in review, which may still come besides.

        Its name is taken again, numbered if it is no longer free. Raises `NotFoundError('model-gone')` and
        `ConflictError('model-not-ready' | 'model-ready' | 'photos-gone')`.
        """
        async with self._db.write() as session:
            await lock_user(session, user_id)
            known = await earlier_order(session, user_id, request_key)
            if known is not None:
                return known
            await check_not_paused(session)
            lora = await self._model(session, user_id, lora_id)
            last = await self._to_retry(session, lora)
            return await self.order_again(session, lora, last, request_key, photos_left_out(last))

    async def can_retry(self, user_id: int, lora_id: UUID) -> bool:
        """Whether `retry` would find something to train again; limits and money are not looked at. Raises
        `NotFoundError('model-gone')`."""
        async with self._db.read() as session:
            lora = await lora_of(session, user_id, lora_id)
            if lora is None or lora.deleted_at is not None:
                raise NotFoundError("model-gone")
            try:
                last = await self._to_retry(session, lora)
                trainer, _ = to_repeat(self._trainers, self._rules, last)
                await self._check_photos(session, lora, last.dataset_id, trainer, photos_left_out(last))
            except (ConflictError, NotFoundError):
                # Not found: the table has lost the trainer's row.
                return False
        return True

    async def order_again(
        self, session: WriteSession, lora: Lora, last: LoraVersion, request_key: str, left_out: tuple[UUID, ...] = ()
    ) -> Job:
        """The part of `retry` that orders a further training of a model as its `last` one was ordered, for whoever has
        locked the person and looked for an earlier order; raises as `retry` before anything is written."""
        trainer, wanted = to_repeat(self._trainers, self._rules, last)
        values = values_for(trainer, last.quality, wanted)
        await self._check_quota(session, lora.user_id, trainer, values)
        await reserve_name(session, lora)
        price = self._rules.price
        order = TrainingOrder(lora, last.dataset_id, trainer, last.quality, values, price, request_key)
        return await self._place(session, replace(order, triggered_by=last.job_id, left_out=left_out))

    async def free_retry(self, user_id: int, version_id: UUID) -> Job:
        """Trains once more at our cost because the proofs do not look like the person; once per model.

        What it does differently is what `free_change` says at this moment. It has no price and does not count against
        the quota; the budget still holds. Asking twice returns the same job. Raises `NotFoundError('model-gone')` and
        `ConflictError('model-not-ready' | 'free-retry-used' | 'photos-gone')`.
        """
        async with self._db.write() as session:
            await lock_user(session, user_id)
            version = await session.get(LoraVersion, version_id)
            if version is None:
                raise NotFoundError("model-gone")
            lora = await self._model(session, user_id, version.lora_id)
            given = await rows.free_retries_of(session, version.id)
            if given and given[0].status not in FAILED and given[0].job_id is not None:
                return await session.get_one(Job, given[0].job_id)
            await check_not_paused(session)
            if await is_training(session, lora.id):
                raise ConflictError("model-not-ready")
            await self._check_free(session, lora, version)
            version.verdict = Verdict.NOT_ME
            trainer, wanted = to_repeat(self._trainers, self._rules, version)
            values = values_for(trainer, version.quality, wanted)
            change = await planned_change(session, self._trainers, self._rules, version, trainer, values)
            if change is not None:
                values = with_change(values, change)
            await self._check_money(session, trainer, values)
            order = TrainingOrder(lora, version.dataset_id, trainer, version.quality, values, 0, None)
            left_out = photos_left_out(version) if change is None else change.left_out
            order = replace(order, left_out=left_out, free_retry_of=version.id, triggered_by=version.job_id)
            return await self._place(session, order)

    async def free_change(self, user_id: int, version_id: UUID) -> RetryChange | None:
        """What `free_retry` would do differently; None where it would do the same again or cannot be had.

        Raises `NotFoundError('model-gone')`.
        """
        try:
            return await self.free_offer(user_id, version_id)
        except ConflictError:
            return None

    async def free_offer(self, user_id: int, version_id: UUID) -> RetryChange | None:
        """As `free_change`, but raises where it cannot be had, as `free_retry`; limits and money are not looked at."""
        async with self._db.read() as session:
            version = await session.get(LoraVersion, version_id)
            lora = await lora_of(session, user_id, version.lora_id) if version is not None else None
            if version is None or lora is None or lora.deleted_at is not None:
                raise NotFoundError("model-gone")
            if await is_training(session, lora.id):
                raise ConflictError("model-not-ready")
            await self._check_free(session, lora, version)
            trainer, wanted = to_repeat(self._trainers, self._rules, version)
            await self._check_photos(session, lora, version.dataset_id, trainer)
            values = values_for(trainer, version.quality, wanted)
            return await planned_change(session, self._trainers, self._rules, version, trainer, values)

    async def change_made(self, job: Job) -> RetryChange | None:
        """What the free training of this job does differently; None for nothing."""
        async with self._db.read() as session:
            version = await session.get_one(LoraVersion, job.subject_id)
            return await made_change(session, self._trainers, self._rules, version)

    async def _to_retry(self, session: ReadSession, lora: Lora) -> LoraVersion:
        if await is_training(session, lora.id, in_review=False):
            raise ConflictError("model-not-ready")
        if lora.status not in AGAIN:
            raise ConflictError("model-ready")
        return (await versions_of(session, lora.id))[0]

    async def _check_free(self, session: ReadSession, lora: Lora, version: LoraVersion) -> None:
        if version.status is not LoraStatus.COMPLETED:
            raise ConflictError("model-not-ready")
        for other in await versions_of(session, lora.id):
            if other.free_retry_of is not None and other.status not in FAILED:
                raise ConflictError("free-retry-used")

    async def _model(self, session: WriteSession, user_id: int, lora_id: UUID) -> Lora:
        lora = await lora_for_change(session, user_id, lora_id)
        if lora is None or lora.deleted_at is not None:
            raise NotFoundError("model-gone")
        return lora

    async def _complete_dataset(
        self, session: WriteSession, draft: Draft, fields: CreateFields, trainer: Trainer
    ) -> Dataset:
        assert draft.dataset_id is not None
        photos = await count_trained(
            session, draft.dataset_id, judged_as(fields.type, fields.class_word), self._rules.coach
        )
        least = least_photos(trainer, self._rules)
        needs = fields.needs(photos, least)
        if Need.PHOTOS in needs:
            raise InvalidInputError("photos-few", count=photos, min=least)
        if needs:
            raise InvalidInputError("draft-incomplete", need=needs[0].value)
        return await session.get_one(Dataset, draft.dataset_id)

    async def _check_quota(
        self, session: WriteSession, user_id: int, trainer: Trainer, values: Mapping[str, Any]
    ) -> None:
        await check_training_quota(session, self._clock, user_id, self._rules.trainings_per_month, self._rules.past)
        await check_training_tries(session, self._clock, user_id, self._rules.tries_per_day, self._rules.past)
        check_training_cost(await standing_budget(session, self._rules.budget), self._trainers.cost(trainer, values))
        await self._check_money(session, trainer, values)

    async def _check_money(self, session: WriteSession, trainer: Trainer, values: Mapping[str, Any]) -> None:
        if trainer.provider not in self._rules.providers:
            raise ConflictError("no-provider")
        if trainer.key in self._rules.trainers_off:
            raise ConflictError("trainer-off")
        cost = self._trainers.cost(trainer, values)
        await lock_budget(session)
        await check_budget(session, self._clock, self._rules.budget, cost)

    async def _place(self, session: WriteSession, order: TrainingOrder) -> Job:
        # Whoever takes photos out of the set has done it by now, or finds it in use.
        await lock_dataset(session, order.dataset_id)
        await self._check_photos(session, order.lora, order.dataset_id, order.trainer, order.left_out)
        if order.trainer.provider not in await consented_providers(session, order.lora.user_id):
            raise ConflictError("consent-missing")
        return await place_training(session, self._clock, order, self._trainers.cost(order.trainer, order.values))

    async def _check_photos(
        self, session: ReadSession, lora: Lora, dataset_id: UUID, trainer: Trainer, left_out: Collection[UUID] = ()
    ) -> None:
        dataset = await session.get_one(Dataset, dataset_id)
        due = dataset.erase_photos_at is not None and dataset.erase_photos_at <= self._clock.now()
        trained = await trained_photos(session, dataset.id, judged_as(lora.type, lora.class_word), self._rules.coach)
        photos = [photo for photo in trained if photo.id not in left_out]
        if due or len(photos) < least_photos(trainer, self._rules):
            raise ConflictError("photos-gone")


async def _remember(session: WriteSession, user_id: int, trainer: Trainer, wishes: Mapping[str, Any]) -> None:
    user = await session.get_one(User, user_id, populate_existing=True)
    before = user.preferences.get(REMEMBERED, {})
    # A new dict: a change inside the old one would not be noticed.
    user.preferences = {**user.preferences, REMEMBERED: {**before, trainer.key: dict(wishes)}}
