"""People with a model that draws, and what they have drawn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from db.enums import JobKind, JobState, Stage
from db.models import Generation, Image, Job, Lora, LoraVersion, User
from tests.bot.conversations.ready import ready_model
from tests.bot.web.api.caller import ApiStage, Caller
from tests.support.rows import make_consent, make_generation, make_image, make_job

KEY = "order-0001"


@dataclass(frozen=True)
class Painter:
    """Somebody with an open session and a ready model."""

    stage: ApiStage
    caller: Caller
    user: User
    lora: Lora
    version: LoraVersion

    async def order(self, key: str = KEY, **body: Any) -> Any:
        """The body of a placed order."""
        reply = await self.caller.post(
            "/generations", {"lora": str(self.lora.id), "prompt": "on a beach"} | body, key=key
        )
        assert reply.status == 202, reply
        return reply.body

    async def drawn(self, minutes_ago: int = 0, **values: Any) -> Generation:
        """An order that has ended."""
        db, at = self.stage.services.db, self.at(minutes_ago)
        ended = {"kind": JobKind.GENERATION, "state": JobState.SUCCEEDED, "stage": Stage.COMPLETED}
        job = await make_job(db, self.user, **ended, created_at=at, finished_at=at, progress=100)
        generation = await make_generation(
            db, self.version, self.user, **{"created_at": at, "job_id": job.id, "settings": {"seed": 9}} | values
        )
        async with db.write() as session:
            (await session.get_one(Job, job.id)).subject_id = generation.id
        return generation

    async def image(self, generation: Generation | None = None, **values: Any) -> Image:
        """A stored picture whose file is there."""
        services = self.stage.services
        image = await make_image(services.db, generation or await self.drawn(), **{"no": 0} | values)
        if image.storage_key is not None:
            await services.storage.put(image.storage_key, b"picture")
        return image

    def at(self, minutes_ago: int) -> datetime:
        """A moment before now."""
        return self.stage.clock.now() - timedelta(minutes=minutes_ago)


async def painter(stage: ApiStage, user_id: int = 71, name: str = "Anna", language: str = "en") -> Painter:
    """Somebody who has agreed to fal and has a finished model of that name."""
    caller = await stage.caller(user_id, language=language)
    db = stage.services.db
    async with db.read() as session:
        user = await session.get_one(User, user_id)
    await make_consent(db, user)
    ready = await ready_model(db, stage.services.storage, user, name)
    return Painter(stage, caller, user, ready.lora, ready.version)
