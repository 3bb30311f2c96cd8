"""What a person wrote, and what is sent. Pure."""

import re
import unicodedata

from db.enums import LoraType
from services.errors import InvalidInputError
from services.loras.trigger_words import contains_trigger

MAX_PROMPT = 1500
"""Characters a person may write; endpoints state no limit, their text encoders read no further than this."""


def clean_prompt(text: str) -> str:
    """The prompt in NFKC on one line, without zero-width and control characters.

    Raises `InvalidInputError('prompt-empty')` and `InvalidInputError('prompt-too-long', limit, length)`.
    """
    normal = unicodedata.normalize("NFKC", text)
    spaced = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in normal)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in ("Cf", "Cs", "Co"))
    prompt = " ".join(visible.split())
    if not prompt:
        raise InvalidInputError("prompt-empty")
    if len(prompt) > MAX_PROMPT:
        raise InvalidInputError("prompt-too-long", limit=MAX_PROMPT, length=len(prompt))
    return prompt


def prompt_to_send(prompt: str, kind: LoraType, trigger: str, class_word: str) -> str:
    """The prompt with trigger and class word put in where they are missing: whole words, any case, never twice.

    A character or product leads ("TRIGGER woman, on a beach"); a style follows ("a harbour, in the style of
    TRIGGER"). A trigger that stands in the prompt without its class word anywhere is followed by it.
    """
    if kind is LoraType.STYLE:
        return (
            prompt
            if contains_trigger(prompt, trigger)
            else f"{prompt.rstrip(' .,;')}, in the style of {trigger}".lstrip(", ")
        )
    class_is_missing = bool(class_word) and not contains_trigger(f"{prompt} {trigger}", class_word)
    if not contains_trigger(prompt, trigger):
        return f"{trigger} {class_word}, {prompt}" if class_is_missing else f"{trigger}, {prompt}"
    return _class_after(prompt, trigger, class_word) if class_is_missing else prompt


def _class_after(prompt: str, trigger: str, class_word: str) -> str:
    words = r"\s+".join(re.escape(word) for word in trigger.split())
    return re.sub(
        rf"(?<!\w){words}(?!\w)",
        lambda found: f"{found[0]} {class_word}",
        prompt,
        count=1,
        flags=re.IGNORECASE,
    )
