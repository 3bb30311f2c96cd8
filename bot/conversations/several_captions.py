"""What the caption of an album says of the person on its photos: "Anna", or "Anna, woman"."""

from aiogram.types import Message

from bot.speaker import Speaker
from bot.views.draft_steps import CLASSES, SKIPPED_CLASS
from bot.views.draft_words import named_class
from db.enums import LoraType
from services.training.several_albums import Sent


def how_sent(say: Speaker, message: Message) -> Sent:
    """The album and the words of a photo's message."""
    name, class_word = name_and_class(say, message.caption or "")
    return Sent(message.media_group_id, name, class_word)


def name_and_class(say: Speaker, words: str) -> tuple[str | None, str | None]:
    """Name and English class word; what follows a comma and is no class word belongs to the name."""
    line = next((line.strip() for line in words.splitlines() if line.strip()), "")
    name, comma, rest = line.rpartition(",")
    class_word = _class(say, rest) if comma and name.strip() else None
    return (name.strip() if class_word else line) or None, class_word


def _class(say: Speaker, words: str) -> str | None:
    """By the buttons' words in the person's language, or by the English ones."""
    kind = LoraType.CHARACTER
    english = " ".join(words.split()).casefold()
    return named_class(say, kind, words) or (english if english in (*CLASSES[kind], SKIPPED_CLASS[kind]) else None)
