"""What the coach says of a draft's photos: a verdict on each, and how complete they are together."""

from dataclasses import dataclass
from uuid import UUID

from db.enums import LoraType
from db.models import Photo
from db.sessions import ReadSession
from services.photos.coach_limits import CoachLimits
from services.photos.judging import Grade, Judgement
from services.photos.set_meter import SetMeter, measure_set
from services.photos.trained import judged_photos, looked


@dataclass(frozen=True)
class Coached:
    """A verdict for each photo of the set, in their order, and the meter of those that are trained with. `photos` are
    the judged ones, in the same order."""

    judgements: tuple[Judgement, ...]
    meter: SetMeter
    photos: tuple[Photo, ...] = ()

    @property
    def trained(self) -> int:
        """How many photos are trained with."""
        return sum(one.counts for one in self.judgements)

    @property
    def left_out(self) -> tuple[int, ...]:
        """The numbers of those that are not."""
        return tuple(one.position for one in self.judgements if not one.counts)

    def graded(self, grade: Grade) -> tuple[Judgement, ...]:
        """The verdicts of one grade."""
        return tuple(one for one in self.judgements if one.grade is grade)


async def coach(session: ReadSession, dataset_id: UUID, kind: LoraType | None, limits: CoachLimits) -> Coached:
    """The verdicts as the limits stand; `kind` as in `judged_photos`."""
    judged = await judged_photos(session, dataset_id, kind, limits)
    judgements = tuple(one.judgement for one in judged)
    photos = tuple(one.photo for one in judged)
    meter = measure_set(looked(photos), judgements, kind or LoraType.CHARACTER, limits)
    return Coached(judgements, meter, photos)
