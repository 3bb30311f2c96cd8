"""How many photos a model needs, and how large one may be, as the operator has it now."""

from bot.web.api.route import Call, Route
from bot.web.api.shapes import Answer


class PhotoRules(Answer):
    """Counts of photos for one model. A trainer may ask for more than `least`."""

    least: int
    best_least: int
    best_most: int
    most: int
    largest_bytes: int


async def get_photo_rules(call: Call) -> PhotoRules:
    """The same figures as in the chat's own guide; needs no draft."""
    limits = call.services.rules.photos
    return PhotoRules(
        least=limits.min_count,
        best_least=limits.best_min,
        best_most=limits.best_max,
        most=limits.max_count,
        largest_bytes=limits.max_bytes,
    )


ROUTES = (Route("GET", "/photo-rules", get_photo_rules, "How many photos, and how large", answer=PhotoRules),)
