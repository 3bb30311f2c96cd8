"""What can be wrong with the face on a photo of a character. Pure."""

from collections.abc import Iterator

from services.photos.coach_limits import CoachLimits
from services.photos.lights import as_if_lit, as_if_not_pale
from services.photos.measures import Face, Measures

HELD_STILL = 0.4
"""The most streaks that a photo has without being shaken."""

OF_HEIGHT = 0.7
"""A face is about so wide for its height; what is left of one that is cut off says less."""


def face_faults(measures: Measures, limits: CoachLimits) -> Iterator[tuple[str, bool]]:
    """Codes of faults, each with whether it makes the photo unusable. Looking away is none: views are wanted."""
    if not measures.faces:
        yield "face-missing", True
        return
    face, *others = measures.faces
    if others and _area(others[0]) > limits.refuse_second_face * _area(face):
        yield "faces-several", True
    yield from _size(face, measures, limits)
    yield from _light(face, limits)
    if _side(face) >= limits.refuse_face_side:  # a smaller one is enlarged to be measured, and never sharp
        yield from _blur(face, limits)
    if face.on_edge:
        yield "face-cut", False
    if abs(face.roll) > limits.warn_roll:
        yield "face-tilted", False


def is_close(face: Face, measures: Measures, limits: CoachLimits) -> bool:
    """Whether the face fills so much of the picture that it is a close shot."""
    return face.height >= limits.close_face * measures.height


def _size(face: Face, measures: Measures, limits: CoachLimits) -> Iterator[tuple[str, bool]]:
    side = _side(face)
    warned = limits.warn_face_side if is_close(face, measures, limits) else limits.warn_far_face_side
    if side < limits.refuse_face_side:
        yield "face-small", True
    elif side < warned:
        yield "face-smallish", False


def _light(face: Face, limits: CoachLimits) -> Iterator[tuple[str, bool]]:
    if face.brightness < limits.warn_dark:
        yield "dark", face.brightness < limits.refuse_dark
    elif face.brightness > limits.warn_bright:
        yield "bright", False
    if face.clipped > limits.warn_clipped:
        yield "clipped", False


def _blur(face: Face, limits: CoachLimits) -> Iterator[tuple[str, bool]]:
    still = min(1.0, (1 - face.streaks) / (1 - HELD_STILL))
    sharpness = as_if_not_pale(as_if_lit(face.sharpness, face.brightness), face.brightness) * still
    if sharpness < limits.refuse_face_sharpness:
        yield "blurred", True
    elif sharpness < limits.warn_face_sharpness:
        yield "soft", False


def _side(face: Face) -> float:
    """The shorter side, in pixels; that of the whole face where a part of it is cut off."""
    side = min(face.width, face.height)
    return max(side, OF_HEIGHT * face.height) if face.on_edge else side


def _area(face: Face) -> float:
    return face.width * face.height
