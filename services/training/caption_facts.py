"""What a caption may say of a photo: how near it was taken and from which side. Those change from photo to photo; what
they share is what the trigger word is to learn. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from services.photos.coach_limits import CoachLimits
from services.photos.measures import Face, Measures


class Framing(StrEnum):
    """How much of a person is to be seen; the value stands before "photo"."""

    CLOSE = "close-up"
    HALF = "half-length"
    FULL = "full-length"


class Side(StrEnum):
    """From where a face is seen; the value ends a caption."""

    FRONT = "facing the camera"
    HALF_TURN = "half turned to the side"
    PROFILE = "seen from the side"


@dataclass(frozen=True)
class CaptionFacts:
    """None for what is not known, as with a photo without a face or with several."""

    framing: Framing | None = None
    side: Side | None = None


def caption_facts(measures: Measures | None, limits: CoachLimits) -> CaptionFacts:
    """What the coach's numbers say, by the limits that its set meter counts with."""
    if measures is None or not measures.faces:
        return CaptionFacts()
    face, *others = measures.faces
    if any(other.width * other.height > limits.refuse_second_face * face.width * face.height for other in others):
        return CaptionFacts()
    return CaptionFacts(_framing(face, measures, limits), _side(face, limits))


def _framing(face: Face, measures: Measures, limits: CoachLimits) -> Framing:
    share = face.height / max(measures.height, 1)
    if share >= limits.close_face:
        return Framing.CLOSE
    return Framing.HALF if share >= limits.half_face else Framing.FULL


def _side(face: Face, limits: CoachLimits) -> Side:
    turned = abs(face.yaw)
    if turned <= limits.warn_yaw:
        return Side.FRONT
    return Side.HALF_TURN if turned < limits.profile_yaw else Side.PROFILE
