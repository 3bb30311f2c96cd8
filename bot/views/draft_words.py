"""Which of a step's buttons a person named by writing what it says."""

from bot.speaker import Speaker
from bot.views.draft_steps import CLASSES, SKIPPED_CLASS
from db.enums import LoraType


def says(say: Speaker, key: str, words: str) -> bool:
    """Whether `words` are the text `key` in the person's language, in any case and spacing."""
    return _plain(say.plain(key)) == _plain(words)


def named_type(say: Speaker, words: str) -> LoraType | None:
    """What the model shall show: the button's words ("A person"), or what a model's card calls it ("person")."""
    for kind in LoraType:
        if says(say, f"create-type-{kind.value}", words) or says(say, f"models-type-{kind.value}", words):
            return kind
    return None


def named_class(say: Speaker, kind: LoraType, words: str) -> str | None:
    """The English class word of a button of this type ("woman" for "Женщина")."""
    skipped = SKIPPED_CLASS.get(kind)
    if skipped is not None and says(say, "create-class-skip", words):
        return skipped
    known = (*CLASSES.get(kind, ()), *([skipped] if skipped is not None else []))
    return next((word for word in known if says(say, f"class-{word}", words)), None)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
