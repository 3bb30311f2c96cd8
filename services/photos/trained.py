"""Which photos of a data set are trained with: those that the coach does not refuse, or that the person wants anyway.

The one place where this is decided; screens, orders and the training's archive ask here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.enums import LoraType
from db.models import Photo
from db.repositories.trainings import usable_photos
from db.sessions import ReadSession
from services.photos.coach_limits import CoachLimits
from services.photos.judging import Judgement, Looked, judge
from services.photos.measures import Measures


@dataclass(frozen=True)
class JudgedPhoto:
    """A photo and its verdict."""

    photo: Photo
    judgement: Judgement


def looked(photos: Sequence[Photo]) -> tuple[Looked, ...]:
    """The photos as `judge` and `measure_set` want them."""
    return tuple(Looked(photo.position, Measures.from_json(photo.measures), photo.use_anyway) for photo in photos)


async def judged_photos(
    session: ReadSession, dataset_id: UUID, kind: LoraType | None, limits: CoachLimits
) -> list[JudgedPhoto]:
    """The photos in the order shown to the person, none when they have been erased. `kind` is None until the person
    has said what the model shows: most show a person, whose photos are judged most strictly."""
    photos = await usable_photos(session, dataset_id)
    judgements = judge(looked(photos), kind or LoraType.CHARACTER, limits)
    return [JudgedPhoto(photo, judgement) for photo, judgement in zip(photos, judgements, strict=True)]


async def trained_photos(
    session: ReadSession, dataset_id: UUID, kind: LoraType | None, limits: CoachLimits
) -> list[Photo]:
    """Those that are trained with."""
    judged = await judged_photos(session, dataset_id, kind, limits)
    return [one.photo for one in judged if one.judgement.counts]


async def count_trained(session: ReadSession, dataset_id: UUID, kind: LoraType | None, limits: CoachLimits) -> int:
    """How many `trained_photos` would find."""
    return len(await trained_photos(session, dataset_id, kind, limits))
