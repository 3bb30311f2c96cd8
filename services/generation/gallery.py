"""Questions about generations and pictures, and the small marks a person makes on them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from db.database import Database
from db.enums import ImageState, Verdict
from db.models import Generation, Image, Job, Lora, User
from db.repositories import generations as rows
from db.repositories.generations import HistoryRow
from services.errors import NotFoundError
from services.generation.order import GenerationOrders
from services.generation.own_pictures import own_picture
from services.generation.remembered import from_preferences
from services.generation.settings import GenerationSettings
from services.ports import Clock


@dataclass(frozen=True)
class GenerationView:
    """A generation with its pictures (blocked and erased ones too), its model and its job. `like_offered`: whether the
    model can draw more like one of them now."""

    generation: Generation
    lora: Lora
    job: Job | None
    images: list[Image]
    like_offered: bool = True

    @property
    def settings(self) -> GenerationSettings:
        """What was ordered, with the seed that was used."""
        return GenerationSettings.from_json(self.generation.settings)

    @property
    def stored(self) -> list[Image]:
        """The pictures that can be shown."""
        return [image for image in self.images if image.state is ImageState.STORED]


class Gallery:
    """Answers only about a person's own things; raises `NotFoundError` (generation-gone, image-gone) else."""

    def __init__(self, db: Database, clock: Clock, orders: GenerationOrders) -> None:
        self._db = db
        self._clock = clock
        self._orders = orders

    async def generation(self, user_id: int, generation_id: uuid.UUID) -> GenerationView:
        """A generation with everything that is shown of it."""
        async with self._db.read() as session:
            order = await rows.order_of(session, generation_id)
            if order is None or order.generation.user_id != user_id:
                raise NotFoundError("generation-gone")
            job_id = order.generation.job_id
            job = await session.get(Job, job_id) if job_id else None
            images = await rows.images_of(session, [generation_id])
            like = await self._orders.endpoint_of(session, order.lora, with_source=True)
        return GenerationView(order.generation, order.lora, job, images, like is not None)

    async def image(self, user_id: int, image_id: uuid.UUID) -> Image:
        """A picture that can be shown."""
        async with self._db.read() as session:
            return (await own_picture(session, user_id, image_id))[0]

    async def proofs(self, user_id: int, version_id: uuid.UUID) -> list[tuple[Generation, Image]]:
        """The proof pictures of a model's version that can be shown, in order."""
        async with self._db.read() as session:
            made = await rows.proofs_of(session, user_id, version_id)
            images = await rows.images_of(session, [generation.id for generation in made])
        by_id = {generation.id: generation for generation in made}
        shown = [(by_id[image.generation_id], image) for image in images if image.state is ImageState.STORED]
        return sorted(shown, key=lambda proof: (proof[0].id, proof[1].no))

    async def keep(self, user_id: int, image_id: uuid.UUID) -> None:
        """Keeps a picture until the person deletes it or the model. Repeatable."""
        async with self._db.write() as session:
            image, _ = await own_picture(session, user_id, image_id)
            image.saved_at = image.saved_at or self._clock.now()
            image.erase_at = None

    async def mark(self, user_id: int, image_id: uuid.UUID, verdict: Verdict) -> None:
        """Notes what the person said about a picture; the last word counts."""
        async with self._db.write() as session:
            image, _ = await own_picture(session, user_id, image_id)
            image.verdict = verdict

    async def count(self, user_id: int, lora_id: uuid.UUID) -> int:
        """How many pictures of this model the person has, proofs left out; 0 for somebody else's."""
        async with self._db.read() as session:
            model = await rows.model_of(session, user_id, lora_id)
            return await rows.count_stored(session, lora_id) if model else 0

    async def history(self, user_id: int, limit: int = 10, before: datetime | None = None) -> list[HistoryRow]:
        """The person's own trainings and generations, newest first; `before` continues a list."""
        async with self._db.read() as session:
            return await rows.history_of(session, user_id, limit, before)

    async def remembered(self, user_id: int, lora_id: uuid.UUID) -> GenerationSettings:
        """The settings of the person's last order, as they are for pictures of this model."""
        async with self._db.read() as session:
            user = await session.get(User, user_id)
            model = await rows.model_of(session, user_id, lora_id)
        version = model[1] if model else None
        stored = user.preferences.get("generation") if user else None
        return from_preferences(stored, version.base_model if version else None)
