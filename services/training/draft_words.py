"""Which words a model may be described with, asked while the answers come and once more when it is ordered. Pure."""

from collections.abc import Iterable

from db.enums import LoraType
from services.safety.words import Words
from services.training.draft_fields import CreateFields


def check_words(words: Words, fields: CreateFields, before: CreateFields | None = None) -> None:
    """Judges what changed since `before`, or everything; raises as `services.safety.words.Words`.

    A changed type makes all of them new: what suits a style may not suit a person.
    """
    old = before if before is not None and before.type is fields.type else CreateFields()
    if fields.name and fields.name != old.name:
        words.check_name(fields.name, fields.type)
    if fields.description and fields.description != old.description:
        words.check_description(fields.description, fields.type)
    if fields.class_word and fields.class_word != old.class_word:
        words.check_class(fields.class_word, fields.type)
    if fields.trigger_word and fields.trigger_word != old.trigger_word and fields.trigger_is_own:
        words.check_trigger(fields.trigger_word, fields.type)


def check_captions(words: Words, captions: Iterable[str | None], kind: LoraType) -> None:
    """Judges captions that were written, or copied, while the model was perhaps to be of another type."""
    for caption in captions:
        if caption:
            words.check_caption(caption, kind)
