"""Captions of training photos: made from a template per trainer and class, or the person's own.

Every one carries the trigger word. Made ones name the class and what changes from photo to photo, never looks: what a
caption names, the trigger word does not learn. The same photo gives the same caption, so a retry trains with it again.
Pure.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from db.enums import LoraType
from services.errors import InvalidInputError
from services.loras.trigger_words import put_trigger, subject_words
from services.training.caption_facts import CaptionFacts
from services.training.caption_lint import without_identity_words
from services.training.trainers import CaptionStyle

LIMIT = 500
"""Most characters of a caption that a person writes; text encoders read some hundred words."""

TRIGGER_MARK = "[trigger]"
"""Stands for the trigger word in a stored caption, so that the caption fits a model under another word as well."""

_NOUNS: Mapping[LoraType, str] = {LoraType.CHARACTER: "photo of", LoraType.PRODUCT: "product photo of"}


@dataclass(frozen=True)
class Captioned:
    """What the captions of a data set are about, and how its trainer is spoken to."""

    kind: LoraType
    class_word: str
    trigger: str
    style: CaptionStyle = CaptionStyle.TOKENS


def make_caption(about: Captioned, facts: CaptionFacts | None = None) -> str:
    """The caption of a photo nobody has described: "a close-up photo of ANNA_A3F2 woman, seen from the side"."""
    words = _words(about, facts or CaptionFacts())
    return f"This is {words}." if about.style is CaptionStyle.SENTENCE else words


def photo_caption(own: str | None, about: Captioned, facts: CaptionFacts | None = None) -> str:
    """The caption to train with: the person's own with the trigger word put in where it is missing, else a made one."""
    words = " ".join((own or "").replace(TRIGGER_MARK, about.trigger).split())
    if not words:
        return make_caption(about, facts)
    return put_trigger(words, about.trigger, "" if about.kind is LoraType.STYLE else about.class_word)


def stored_caption(words: str, trigger: str) -> str:
    """What is kept of a caption that a person has written, on one line, the trigger word as `TRIGGER_MARK`.

    Raises `InvalidInputError('caption-empty')` and `InvalidInputError('caption-too-long', limit)`.
    """
    line = " ".join(unicodedata.normalize("NFKC", words).split())
    if not any(letter.isalnum() for letter in line):
        raise InvalidInputError("caption-empty")
    spaced = r"\s+".join(re.escape(word) for word in trigger.split())
    marked = re.sub(rf"(?<!\w){spaced}(?!\w)", lambda _: TRIGGER_MARK, line, flags=re.IGNORECASE) if spaced else line
    if len(line) > LIMIT or len(marked) > LIMIT:
        raise InvalidInputError("caption-too-long", limit=LIMIT)
    return marked


def _words(about: Captioned, facts: CaptionFacts) -> str:
    if about.kind is LoraType.STYLE:
        return f"an image in the style of {about.trigger}"
    # The class word is the person's own and may describe ("old man"); a thing has no looks to keep quiet about.
    is_person = about.kind is LoraType.CHARACTER
    class_word = without_identity_words(about.class_word) if is_person else about.class_word
    framing = f"{facts.framing.value} " if is_person and facts.framing else ""
    side = f", {facts.side.value}" if is_person and facts.side else ""
    return f"a {framing}{_NOUNS[about.kind]} {subject_words(about.trigger, class_word)}{side}"
