"""What became of a prompt's words on their way to the provider, in a line below them."""

from bot.excerpts import shortened
from bot.views.base import ViewContext
from db.enums import Translation
from db.models import Generation


def translation_line(context: ViewContext, generation: Generation, most: int) -> list[str]:
    """The English with at most `most` characters, or that there is none; nothing where the words were English."""
    if generation.translation is Translation.DONE and generation.english:
        return [context.text("prompt-in-english", english=shortened(generation.english, most))]
    if generation.translation is Translation.FAILED:
        return [context.text("prompt-not-translated")]
    return []
