"""The caption of a photo as it goes into an export: what it is trained with."""

from db.repositories.exporting import ExportedPhoto
from services.errors import NotFoundError
from services.photos.coach_limits import CoachLimits
from services.training.photo_captions import caption_of, captioned
from services.training.trainers import TrainerTable


class ExportCaptions:
    """Captions as `trainers` are given them."""

    def __init__(self, trainers: TrainerTable, coach: CoachLimits) -> None:
        self._trainers = trainers
        self._coach = coach

    def caption(self, photo: ExportedPhoto) -> str | None:
        """The caption; before a model is ordered, and for an erased one, only the person's own, if there is any."""
        if photo.lora is None or photo.trainer is None or not photo.lora.trigger_word:
            return photo.photo.caption
        try:
            trainer = self._trainers.get(photo.trainer)
        except NotFoundError:  # a trainer that is not offered any more
            return photo.photo.caption
        return caption_of(photo.photo, captioned(photo.lora, trainer), self._coach)
