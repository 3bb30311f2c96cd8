"""What can be wrong with a photo whoever or whatever it shows: size, compression, light, blur. Pure."""

from collections.abc import Iterator

from db.enums import LoraType
from services.photos.coach_limits import CoachLimits
from services.photos.lights import as_if_lit
from services.photos.measures import Measures


def picture_faults(measures: Measures, kind: LoraType, limits: CoachLimits) -> Iterator[tuple[str, bool]]:
    """Codes of faults, each with whether it makes the photo unusable.

    Light and blur of a character are judged on the face; here they are judged for what has none. Too bright is no
    fault of a thing: it often stands before white.
    """
    yield from _size(measures, limits)
    yield from _compression(measures, limits)
    if kind is LoraType.STYLE:
        # Night scenes, white paper and soft washes are styles: only what is blurred beyond doubt is told.
        if measures.sharpness < limits.refuse_sharpness:
            yield "soft", False
    elif kind is LoraType.PRODUCT or not measures.faces:
        if measures.brightness < limits.warn_dark:
            yield "dark", measures.brightness < limits.refuse_dark
        yield from _blur(measures, limits)


def _size(measures: Measures, limits: CoachLimits) -> Iterator[tuple[str, bool]]:
    side = min(measures.width, measures.height)
    if side < limits.refuse_side:
        yield "small-picture", True
    elif side < limits.warn_side:
        yield "smallish-picture", False


def _compression(measures: Measures, limits: CoachLimits) -> Iterator[tuple[str, bool]]:
    if measures.jpeg_quality is not None:
        if measures.jpeg_quality < limits.warn_quality:
            yield "compressed", measures.jpeg_quality < limits.refuse_quality
    elif measures.source_size < limits.warn_bytes_per_pixel * measures.source_width * measures.source_height:
        yield "compressed", False


def _blur(measures: Measures, limits: CoachLimits) -> Iterator[tuple[str, bool]]:
    sharpness = as_if_lit(measures.sharpness, measures.brightness)
    if sharpness < limits.refuse_sharpness:
        yield "blurred", True
    elif sharpness < limits.warn_sharpness:
        yield "soft", False
