"""The captions of a stored data set. Pure."""

from collections.abc import Sequence

from db.models import Lora, Photo
from services.photos.coach_limits import CoachLimits
from services.photos.measures import Measures
from services.training.caption_facts import caption_facts
from services.training.captions import Captioned, photo_caption
from services.training.trainers import CaptionRule, Trainer


def captioned(lora: Lora, trainer: Trainer) -> Captioned:
    """What the captions of this model's photos are about at this trainer."""
    return Captioned(lora.type, lora.class_word, lora.trigger_word, trainer.caption_style)


def caption_of(photo: Photo, about: Captioned, coach: CoachLimits) -> str:
    """What the photo is trained with."""
    return photo_caption(photo.caption, about, caption_facts(Measures.from_json(photo.measures), coach))


def has_captions(trainer: Trainer, photos: Sequence[Photo]) -> bool:
    """Whether this trainer is given captions for this set."""
    if trainer.caption_rule is CaptionRule.OWN:
        return any(photo.caption for photo in photos)
    return trainer.caption_rule is CaptionRule.REQUIRED
