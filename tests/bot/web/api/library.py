"""People with models and trainings, for the tests of the API's models."""

from dataclasses import dataclass
from typing import Any

from db.enums import JobState, LoraStatus, LoraType, Stage
from db.models import Job, Lora, LoraVersion, User
from tests.bot.conversations.ready import Ready, ready_model
from tests.bot.web.api.caller import ApiStage, Caller
from tests.support.rows import make_consent, make_dataset, make_job, make_lora, make_photo, make_version

OWNER = 71
OTHER = 72


@dataclass(frozen=True)
class Owner:
    """Somebody with an open session, and their row."""

    api: ApiStage
    caller: Caller
    user: User

    async def ready(self, name: str = "Anna", **lora: Any) -> Ready:
        """A finished model with weights in storage."""
        return await ready_model(self.api.services.db, self.api.services.storage, self.user, name, **lora)

    async def training(self, state: JobState = JobState.RUNNING, **job: Any) -> tuple[Lora, LoraVersion, Job]:
        """A model in its first training."""
        db = self.api.services.db
        lora = await make_lora(db, self.user, status=LoraStatus.TRAINING)
        values: dict[str, Any] = {"status": LoraStatus.TRAINING, "weights_key": None, "weights_size": None}
        version = await make_version(db, lora, await make_dataset(db, self.user, lora), completed_at=None, **values)
        values = {"state": state, "stage": Stage.TRAINING, "subject_id": version.id} | job
        made = await make_job(db, self.user, **values)
        await self._joins(version, made)
        return lora, version, made

    async def failed(self, photos: int = 4) -> Lora:
        """A model whose training did not work out, with photos and a consent to train again."""
        db, now = self.api.services.db, self.api.clock.now()
        await make_consent(db, self.user)
        values: dict[str, Any] = {"type": LoraType.STYLE, "status": LoraStatus.FAILED, "name_key": None}
        lora = await make_lora(db, self.user, name="Bella", class_word="style", **values)
        dataset = await make_dataset(db, self.user, lora)
        for number in range(photos):
            await make_photo(db, dataset, position=number + 1)
        version = await make_version(db, lora, dataset, status=LoraStatus.FAILED, weights_key=None, completed_at=None)
        ended = {"state": JobState.FAILED, "stage": Stage.FAILED, "finished_at": now, "error_code": "provider-failed"}
        await self._joins(version, await make_job(db, self.user, subject_id=version.id, progress=40, **ended))
        return lora

    async def _joins(self, version: LoraVersion, job: Job) -> None:
        async with self.api.services.db.write(joins_update=False) as session:
            (await session.get_one(LoraVersion, version.id)).job_id = job.id


async def owner(api: ApiStage, user_id: int = OWNER, name: str = "Ann") -> Owner:
    """Somebody who has just opened the Mini App."""
    caller = await api.caller(user_id, name)
    async with api.services.db.read() as session:
        return Owner(api, caller, await session.get_one(User, user_id))
