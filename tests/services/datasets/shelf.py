"""People whose models have photos, and the facades of data sets over them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from db.database import Database
from db.enums import JobState, LoraStatus
from db.models import Dataset, Job, Lora, LoraVersion, Photo, User
from db.repositories.photos import photos_of
from services.datasets.copying import DatasetCopies
from services.datasets.datasets import Datasets
from services.ports import Storage
from services.training.retrain import Retraining
from services.training.trainer_rows import FLUX_FAST
from tests.services.training.story import Story
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_job, make_lora, make_photo, make_version


@dataclass
class Kept:
    """A ready model with its data set."""

    lora: Lora
    version: LoraVersion
    dataset: Dataset
    photos: list[Photo]


@dataclass
class Shelf:
    """The facades over one database and one storage."""

    db: Database
    clock: FakeClock
    storage: Storage
    story: Story = field(init=False)

    def __post_init__(self) -> None:
        self.story = Story(self.db, self.clock)
        rules, trainers = self.story.rules, self.story.trainers
        self.datasets = Datasets(
            self.db, self.clock, self.storage, self.story.photos, self.story.agreements, trainers, rules
        )
        self.copies = DatasetCopies(self.db, self.clock, self.storage, rules)
        self.again = Retraining(self.db, self.clock, self.story.orders, trainers, rules)

    async def model(self, user: User, photos: int = 4, **lora: Any) -> Kept:
        """A ready model whose photos are in the storage, each with its own bytes."""
        row = await make_lora(self.db, user, **lora)
        dataset = await make_dataset(self.db, user, row)
        version = await make_version(self.db, row, dataset, trainer=FLUX_FAST.key, base_model="flux-1")
        made = []
        for position in range(1, photos + 1):
            photo = await make_photo(self.db, dataset, position=position)
            await self.storage.put(photo.storage_key, f"photo {position} of {row.name}".encode())
            made.append(photo)
        return Kept(row, version, dataset, made)

    async def at_work(self, kept: Kept, state: JobState = JobState.RUNNING) -> Job:
        """A training of that version that has not ended."""
        far = self.clock.now().replace(year=2100)
        job = await make_job(self.db, await self.owner(kept), subject_id=kept.version.id, state=state, next_at=far)
        await self.story.change(kept.version, {"job_id": job.id, "status": LoraStatus.TRAINING})
        return job

    async def owner(self, kept: Kept) -> User:
        """Whose model it is."""
        async with self.db.read() as session:
            return await session.get_one(User, kept.lora.user_id)

    async def photos(self, dataset_id: UUID) -> list[Photo]:
        """The rows of a data set, by position."""
        async with self.db.read() as session:
            return await photos_of(session, dataset_id)

    async def files(self) -> set[str]:
        """Everything under photos/ in the storage."""
        return {file.key async for page in self.storage.listed("photos") for file in page}
