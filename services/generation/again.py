"""Ordering once more what was made before: the same, the same seed with other words, or more like one picture."""

import uuid
from dataclasses import replace

from db.database import Database
from db.models import Generation, Job
from services.errors import NotFoundError
from services.generation.order import GenerationOrders
from services.generation.own_pictures import own_picture
from services.generation.settings import GenerationSettings


class Again:
    """The buttons under a picture. Every method raises what `GenerationOrders.order` does, and `NotFoundError`
    (generation-gone, image-gone) for what is not this person's or is gone."""

    def __init__(self, db: Database, orders: GenerationOrders) -> None:
        self._db = db
        self._orders = orders

    async def again(self, user_id: int, generation_id: uuid.UUID, request_key: str) -> Job:
        """The same order with a new seed."""
        old = await self._generation(user_id, generation_id)
        settings = replace(GenerationSettings.from_json(old.settings), seed=None)
        return await self._order(old, old.prompt, settings, request_key)

    async def same_seed(self, user_id: int, generation_id: uuid.UUID, prompt: str, request_key: str) -> Job:
        """The same order, seed and all, with other words."""
        old = await self._generation(user_id, generation_id)
        return await self._order(old, prompt, GenerationSettings.from_json(old.settings), request_key)

    async def more_like_this(self, user_id: int, image_id: uuid.UUID, request_key: str) -> Job:
        """The same prompt starting from the chosen picture, with a new seed."""
        async with self._db.read() as session:
            image, old = await own_picture(session, user_id, image_id)
        settings = replace(GenerationSettings.from_json(old.settings), seed=None)
        return await self._orders.order(
            user_id, old.lora_id, old.prompt, settings, request_key, source_image_id=image.id
        )

    async def _order(self, old: Generation, prompt: str, settings: GenerationSettings, request_key: str) -> Job:
        return await self._orders.order(
            old.user_id, old.lora_id, prompt, settings, request_key, source_image_id=old.source_image_id
        )

    async def _generation(self, user_id: int, generation_id: uuid.UUID) -> Generation:
        async with self._db.read() as session:
            generation = await session.get(Generation, generation_id)
        if generation is None or generation.user_id != user_id:
            raise NotFoundError("generation-gone")
        return generation
