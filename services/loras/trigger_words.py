"""Trigger words: making, checking, finding and putting them in. Pure."""

import hashlib
import re
import unicodedata
from enum import StrEnum

from anyascii import anyascii

from services.errors import InvalidInputError
from services.loras.common_words import COMMON_WORDS

SHORTEST = 3
LONGEST = 40
PHRASE_LONGEST = 80
_ONE_TOKEN = re.compile(r"[A-Z0-9_]{3,40}")
_PHRASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 '\-]*[A-Za-z0-9]")


class TriggerRule(StrEnum):
    """What a trainer's base model learns best: a token it has never seen, or plain words.

    Qwen-type base models break on unknown tokens, so their trigger is a phrase.
    """

    ONE_TOKEN = "one_token"  # noqa: S105
    PHRASE = "phrase"


def make_trigger(name: str, hex4: str, rule: TriggerRule, *, class_word: str = "person", number: int = 1) -> str:
    """A trigger word from a model's name: `MY_PORTRAIT_2025_A3F2`, or "a person called Anna Petrova".

    `hex4` are 4 hexadecimal digits that make a one-token trigger unlike any word and unlike the person's others.
    A phrase has none, so a `number` above 1 ends it where the plain one is taken.
    """
    latin = anyascii(unicodedata.normalize("NFKC", name))
    if rule is TriggerRule.PHRASE:
        words = re.sub(r"[^A-Za-z0-9]+", " ", latin).split() or ["Model"]
        start = f"{_article(class_word)} {class_word} called "
        ending = f" {number}" if number > 1 else ""
        room = max(PHRASE_LONGEST - len(start) - len(ending), SHORTEST)
        return start + " ".join(words)[:room].strip() + ending
    slug = re.sub(r"[^A-Z0-9]+", "_", latin.upper()).strip("_")
    if not re.search("[A-Z]", slug):
        slug = f"MODEL_{slug}".strip("_")
    return f"{slug[: LONGEST - 5].rstrip('_')}_{hex4.upper()}"


def check_trigger(text: str, rule: TriggerRule) -> str:
    """The trigger word that a person typed, in the form it is used in (one token: capitals).

    Raises `InvalidInputError('trigger-empty')`, and `InvalidInputError('trigger-bad' | 'trigger-phrase-bad', min,
    max, suggestion)` when it breaks the rule; `suggestion` follows it.
    """
    trigger = " ".join(unicodedata.normalize("NFKC", text).split())
    if not trigger:
        raise InvalidInputError("trigger-empty")
    if rule is TriggerRule.PHRASE:
        return _check_phrase(trigger)
    token = trigger.upper()
    if not _ONE_TOKEN.fullmatch(token) or not re.search("[A-Z]", token) or token.strip("_") in COMMON_WORDS:
        suggestion = make_trigger(text, _hex4(text), rule)
        raise InvalidInputError("trigger-bad", min=SHORTEST, max=LONGEST, suggestion=suggestion)
    return token


def trigger_key(trigger: str) -> str:
    """What trigger words are compared by: two that differ only in case would fire together."""
    return trigger.casefold()


def contains_trigger(text: str, trigger: str) -> bool:
    """Whether `trigger` stands in `text` as a whole word, in any case."""
    words = r"\s+".join(re.escape(word) for word in trigger.split())
    return re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) is not None


def subject_words(trigger: str, class_word: str) -> str:
    """Trigger and class word side by side ("TRIGGER woman"); a phrase that names its class stays as it is."""
    return trigger if contains_trigger(trigger, class_word) or not class_word else f"{trigger} {class_word}"


def put_trigger(text: str, trigger: str, class_word: str = "") -> str:
    """`text` with the trigger word in front ("TRIGGER woman, ...") unless it is there: once, never twice."""
    if contains_trigger(text, trigger):
        return text
    subject = subject_words(trigger, class_word)
    return f"{subject}, {text.strip()}" if text.strip() else subject


def _check_phrase(phrase: str) -> str:
    good = _PHRASE.fullmatch(phrase) and SHORTEST <= len(phrase) <= PHRASE_LONGEST and re.search("[A-Za-z]", phrase)
    if not good or phrase.upper() in COMMON_WORDS:
        suggestion = make_trigger(phrase, "", TriggerRule.PHRASE)
        raise InvalidInputError("trigger-phrase-bad", min=SHORTEST, max=PHRASE_LONGEST, suggestion=suggestion)
    return phrase


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


def _hex4(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:4]
