"""Models as the API shows them: in a list, and one with everything about it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID

from bot.speaker import Speaker
from bot.views.failures import failure_key
from bot.views.trainer_names import trainer_name
from bot.web.api.job_status import JobStatus, status_of
from bot.web.api.links import file_link
from bot.web.api.route import Call
from bot.web.api.shapes import Answer
from db.enums import LoraStatus, LoraType, Quality, Verdict
from db.models import Image, Job, Lora, LoraVersion
from db.repositories.live_jobs import LiveJob
from db.sessions import ReadSession
from services.loras.shelf import OnShelf
from services.loras.whole import WholeLora
from services.photos.likeness import Likeness
from services.privacy.export_names import safe_name


class LoraItem(Answer):
    """A model in a list. `created_by`: the person's first name, else @username. `cover`: a link that is good for 15
    minutes, to its newest proof or saved picture. `job`: its newest training that has not ended."""

    id: UUID
    name: str
    description: str | None
    type: LoraType
    trigger_word: str
    training_status: LoraStatus
    created_at: datetime
    completed_at: datetime | None
    created_by: str
    usage_count: int
    cover: str | None
    job: JobStatus | None


class VersionLikeness(Answer):
    """How much the proofs look like the photos: each from 0 to 1, null where no face was found; `passed` of them do.
    `is_alike` is null when too few faces were found to say so."""

    proofs: list[float | None]
    passed: int
    is_alike: bool | None


class TrainedVersion(Answer):
    """One training of a model. `params`: what it was trained with, by setting. `error`: the code of its failure, and
    `error_text` the sentence for it. `file_size` in bytes."""

    no: int
    job_id: UUID | None
    trainer: str
    trainer_name: str
    base_model: str
    quality: Quality
    params: dict[str, int | float | str]
    status: LoraStatus
    error: str | None
    error_text: str | None
    created_at: datetime
    completed_at: datetime | None
    file_size: int | None
    likeness: VersionLikeness | None
    verdict: Verdict | None


class LoraFull(LoraItem):
    """One model. `versions` are the newest first. `photos` counts the training photos that are still kept, which
    `reference_image_urls` show. `storage_url` and `file_size` are of the weights that pictures are made with, null
    without any. Links are good for 15 minutes. `can_retry`: it did not work out and its photos are there."""

    class_word: str
    photos: int
    versions: list[TrainedVersion]
    storage_url: str | None
    file_size: int | None
    can_retry: bool
    reference_image_urls: list[str]


async def lora_items(session: ReadSession, call: Call, models: Sequence[OnShelf]) -> list[LoraItem]:
    """A list's models in its order."""
    return [await _item(session, call, one.lora, one.cover, one.job) for one in models]


async def lora_full(session: ReadSession, call: Call, whole: WholeLora, *, can_retry: bool) -> LoraFull:
    """One model of the caller's."""
    item = await _item(session, call, whole.lora, whole.cover, whole.running)
    current = whole.current if whole.current is not None and whole.current.weights_key is not None else None
    return LoraFull(
        **dict(item),
        class_word=whole.lora.class_word,
        photos=len(whole.photos),
        versions=[_version(call, one, whole.jobs.get(one.id)) for one in whole.versions],
        storage_url=_weights(call, whole.lora, current) if current is not None else None,
        file_size=current.weights_size if current is not None else None,
        can_retry=can_retry,
        reference_image_urls=[_link(call, one.storage_key, f"photo-{one.position}") for one in whole.photos],
    )


async def _item(session: ReadSession, call: Call, lora: Lora, cover: Image | None, job: Job | None) -> LoraItem:
    picture = None if cover is None else cover.storage_key
    return LoraItem(
        id=lora.id,
        name=lora.name,
        description=lora.description,
        type=lora.type,
        trigger_word=lora.trigger_word,
        training_status=lora.status,
        created_at=lora.created_at,
        completed_at=lora.completed_at,
        created_by=call.caller.name,
        usage_count=lora.usage_count,
        cover=None if picture is None else _link(call, picture, safe_name(lora.name) or "cover"),
        job=None if job is None else await status_of(session, call.services, LiveJob(job, lora.id)),
    )


def _version(call: Call, version: LoraVersion, job: Job | None) -> TrainedVersion:
    say = Speaker(call.desk.texts, call.caller.language)
    error = None if job is None else job.error_code
    seen = Likeness.from_json(version.likeness)
    likeness = VersionLikeness(proofs=list(seen.proofs), passed=seen.passed, is_alike=seen.is_alike)
    return TrainedVersion(
        no=version.no,
        job_id=version.job_id,
        trainer=version.trainer,
        trainer_name=trainer_name(say, version.trainer),
        base_model=version.base_model,
        quality=version.quality,
        params=version.params,
        status=version.status,
        error=error,
        error_text=None if error is None else say.plain(failure_key(say.texts, error)),
        created_at=version.created_at,
        completed_at=version.completed_at,
        file_size=version.weights_size,
        likeness=likeness if seen.seen else None,
        verdict=version.verdict,
    )


def _weights(call: Call, lora: Lora, version: LoraVersion) -> str:
    assert version.weights_key is not None
    return _link(call, version.weights_key, f"{safe_name(lora.name)} v{version.no}".strip())


def _link(call: Call, key: str, name: str) -> str:
    """A link to a stored file, which is saved under that name with the ending of its kind."""
    return file_link(call.services, key, name + PurePosixPath(key).suffix)
