"""Everything about one model: all its trainings, the photos that are still there, its newest picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models import Dataset, Image, Job, Lora, LoraVersion, Photo
from db.repositories.jobs import jobs_by_ids
from db.repositories.lora_lists import covers_of, running_trainings
from db.repositories.loras import versions_of
from db.repositories.trainings import usable_photos
from db.sessions import ReadSession


@dataclass(frozen=True)
class WholeLora:
    """`versions` are the newest first, `jobs` theirs by the version's id. `photos` are those of the newest version's
    data set that we still have, none that are about to be erased; `running` is its newest training that has not
    ended."""

    lora: Lora
    versions: Sequence[LoraVersion]
    jobs: Mapping[UUID, Job]
    photos: Sequence[Photo]
    cover: Image | None
    running: Job | None

    @property
    def current(self) -> LoraVersion | None:
        """The version that pictures are made with."""
        return next((one for one in self.versions if one.id == self.lora.current_version_id), None)


async def read_whole(session: ReadSession, lora: Lora, now: datetime) -> WholeLora:
    """The model as it stands."""
    versions = await versions_of(session, lora.id)
    found = await jobs_by_ids(session, [one.job_id for one in versions if one.job_id is not None])
    return WholeLora(
        lora=lora,
        versions=versions,
        jobs={job.subject_id: job for job in found},
        photos=await _kept_photos(session, versions[0].dataset_id, now) if versions else (),
        cover=(await covers_of(session, [lora.id], now)).get(lora.id),
        running=(await running_trainings(session, [lora.id])).get(lora.id),
    )


async def _kept_photos(session: ReadSession, dataset_id: UUID, now: datetime) -> Sequence[Photo]:
    dataset = await session.get_one(Dataset, dataset_id)
    due = dataset.erase_photos_at
    return () if due is not None and due <= now else await usable_photos(session, dataset_id)
