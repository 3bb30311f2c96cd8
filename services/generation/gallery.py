"""Questions about generations and pictures, and the small marks a person makes on them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from db.database import Database
from db.enums import ImageState, Verdict
from db.models import Generation, Image, Job, Lora, User
from db.repositories import generations as rows
from db.repositories import picture_pages as pages
from db.repositories.generations import HistoryRow
from db.repositories.picture_pages import PictureRow, Wanted
from db.sessions import ReadSession
from services.errors import NotFoundError
from services.generation.order import GenerationOrders
from services.generation.own_pictures import own_picture
from services.generation.remembered import from_preferences
from services.generation.settings import GenerationSettings
from services.messaging.outbox import put_media
from services.ports import Clock


@dataclass(frozen=True)
class GenerationView:
    """A generation with its pictures (blocked and erased ones too), its model and its job. `like_offered`: whether the
    model can draw more like one of them now; lists do not ask."""

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

    async def generations(
        self, user_id: int, wanted: Wanted, before: uuid.UUID | None = None
    ) -> Sequence[GenerationView]:
        """The person's orders, newest first; `before`, one of them, continues a list."""
        async with self._db.read() as session:
            last = await self._own_generation(session, user_id, before) if before else None
            orders = await pages.orders_page(session, user_id, wanted, last)
            images = await rows.images_of(session, [order.generation.id for order in orders])
        by_order: dict[uuid.UUID, list[Image]] = {}
        for image in images:
            by_order.setdefault(image.generation_id, []).append(image)
        return [
            GenerationView(order.generation, order.lora, order.job, by_order.get(order.generation.id, []))
            for order in orders
        ]

    async def pictures(self, user_id: int, wanted: Wanted, before: uuid.UUID | None = None) -> Sequence[PictureRow]:
        """The person's pictures that can be shown, newest order first; `before`, one of them even if it is erased by
        now, continues a list."""
        async with self._db.read() as session:
            last = await rows.image_of(session, user_id, before) if before else None
            if before and last is None:
                raise NotFoundError("image-gone")
            return await pages.pictures_page(session, user_id, wanted, last)

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

    async def erase(self, user_id: int, image_id: uuid.UUID) -> None:
        """Nobody sees the picture from here on; its file goes with the next clean-up. Repeatable. An order that is to
        begin with it and has not yet been sent fails with `image-gone`, and its credits come back."""
        async with self._db.write() as session:
            found = await rows.image_of(session, user_id, image_id)
            if found is None or found[0].state is ImageState.BLOCKED:
                raise NotFoundError("image-gone")
            if found[0].state is ImageState.STORED:
                found[0].state = ImageState.ERASED
                # From then on a file that is still there is late.
                found[0].erase_at = self._clock.now()

    async def send(self, user_id: int, image_id: uuid.UUID, request_key: str) -> None:
        """Sends the picture to the person's chat as a file, as it was made; once under a `request_key`."""
        async with self._db.write() as session:
            await own_picture(session, user_id, image_id)
            key, params = f"file:{image_id}:{request_key}", {"image_id": str(image_id)}
            await put_media(session, self._clock, key=key, chat_id=user_id, view="picture_file", params=params)

    async def count(self, user_id: int, lora_id: uuid.UUID) -> int:
        """How many pictures of this model the person has, proofs left out; 0 for somebody else's."""
        async with self._db.read() as session:
            model = await rows.model_of(session, user_id, lora_id)
            return await rows.count_stored(session, lora_id) if model else 0

    async def history(self, user_id: int, limit: int = 10, before: uuid.UUID | None = None) -> list[HistoryRow]:
        """The person's own trainings and generations, newest first; `before`, one of their jobs, continues a list.

        Raises `NotFoundError('job')`.
        """
        async with self._db.read() as session:
            last = await session.get(Job, before) if before else None
            if before and (last is None or last.user_id != user_id):
                raise NotFoundError("job")
            return await rows.history_of(session, user_id, limit, last)

    async def remembered(self, user_id: int, lora_id: uuid.UUID) -> GenerationSettings:
        """The settings of the person's last order, as they are for pictures of this model."""
        async with self._db.read() as session:
            user = await session.get(User, user_id)
            model = await rows.model_of(session, user_id, lora_id)
        version = model[1] if model else None
        stored = user.preferences.get("generation") if user else None
        return from_preferences(stored, version.base_model if version else None)

    async def _own_generation(self, session: ReadSession, user_id: int, generation_id: uuid.UUID) -> Generation:
        generation = await session.get(Generation, generation_id)
        if generation is None or generation.user_id != user_id:
            raise NotFoundError("generation-gone")
        return generation
