"""Training a model once more because its data set has changed, or because somebody wants to."""

from dataclasses import dataclass
from uuid import UUID

from db.database import Database
from db.models import Dataset, Job, Lora, LoraVersion
from db.repositories.loras import is_newest, is_training, lora_for_change, lora_of, versions_of
from db.sessions import ReadSession
from services.billing.ledger import balance
from services.billing.locks import lock_user
from services.billing.quota import QuotaLeft, trainings_left
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.jobs.orders import earlier_order
from services.photos.judged_as import judged_as
from services.photos.trained import count_trained
from services.ports import Clock
from services.training.draft_offers import Offer, least_photos, make_offer
from services.training.moving import to_repeat
from services.training.order import TrainingOrders
from services.training.pausing import check_not_paused
from services.training.rules import TrainingRules
from services.training.trainers import TrainerTable, values_for


@dataclass(frozen=True)
class AnotherTraining:
    """What training `lora` once more comes to. `newest` is its last training, `photos` are those trained with, `offer`
    has price in USD and minutes, `price` and `balance` are in credits."""

    lora: Lora
    newest: LoraVersion
    photos: int
    offer: Offer
    quota: QuotaLeft
    price: int
    balance: int


class Retraining:
    """A further version of a model from its data set as it is now, by the trainer and settings of its newest one,
    whether that ended well or not. What is not this person's does not exist: `NotFoundError('model-gone')`."""

    def __init__(
        self, db: Database, clock: Clock, orders: TrainingOrders, trainers: TrainerTable, rules: TrainingRules
    ) -> None:
        self._db = db
        self._clock = clock
        self._orders = orders
        self._trainers = trainers
        self._rules = rules

    async def offer(self, user_id: int, lora_id: UUID) -> AnotherTraining:
        """What it would be. Raises `ConflictError('model-not-ready' | 'photos-gone')` and
        `InvalidInputError('photos-few', count, min)` where it cannot be."""
        async with self._db.read() as session:
            lora = await lora_of(session, user_id, lora_id)
            versions = await versions_of(session, lora_id) if lora is not None and lora.deleted_at is None else []
            if lora is None or not versions:
                raise NotFoundError("model-gone")
            newest = versions[0]
            photos = await self._check(session, lora, newest)
            trainer, wanted = to_repeat(self._trainers, self._rules, newest)
            values = values_for(trainer, newest.quality, wanted)
            return AnotherTraining(
                lora=lora,
                newest=newest,
                photos=photos,
                offer=await make_offer(session, trainer, newest.quality, values, self._trainers),
                quota=await trainings_left(
                    session, self._clock, user_id, self._rules.trainings_per_month, self._rules.past
                ),
                price=self._rules.price,
                balance=await balance(session, user_id) if self._rules.price else 0,
            )

    async def order(self, user_id: int, version_id: UUID, request_key: str) -> Job:
        """Orders it; `version_id` is the newest training that the person has been shown. A repeated `request_key` gives
        the first job. Raises as `offer`, `NotFoundError('button-old')` when there is a newer one by now, and what every
        order of `TrainingOrders` does."""
        async with self._db.write() as session:
            await lock_user(session, user_id)
            known = await earlier_order(session, user_id, request_key)
            if known is not None:
                return known
            await check_not_paused(session)
            version = await session.get(LoraVersion, version_id)
            lora = await lora_for_change(session, user_id, version.lora_id) if version is not None else None
            if version is None or lora is None or lora.deleted_at is not None:
                raise NotFoundError("model-gone")
            if not await is_newest(session, version):
                raise NotFoundError("button-old")
            await self._check(session, lora, version)
            return await self._orders.order_again(session, lora, version, request_key)

    async def _check(self, session: ReadSession, lora: Lora, newest: LoraVersion) -> int:
        """How many photos it would be trained with."""
        if await is_training(session, lora.id):
            raise ConflictError("model-not-ready")
        photos = await count_trained(
            session, newest.dataset_id, judged_as(lora.type, lora.class_word), self._rules.coach
        )
        trainer, _ = to_repeat(self._trainers, self._rules, newest)
        least = least_photos(trainer, self._rules)
        dataset = await session.get_one(Dataset, newest.dataset_id)
        due = dataset.erase_photos_at is not None and dataset.erase_photos_at <= self._clock.now()
        if due or not photos:
            raise ConflictError("photos-gone")
        if photos < least:
            raise InvalidInputError("photos-few", count=photos, min=least)
        return photos
