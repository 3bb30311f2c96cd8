"""Whether words are English enough for a picture model. Pure.

Picture models are trained on English captions, and read other languages badly. A mistake in one direction costs a
fraction of a cent and a second (English is asked about), in the other a poor picture, so doubt means "not English".
"""

import re
import unicodedata

from services.generation.language_words import ENGLISH, ENGLISH_SMALL, LOAN_WORDS, PICTURES, SHARED, SMALL

SMALL_WORD = 2
"""What a word of grammar weighs against one word of a picture: names and loans travel, grammar does not."""

TELLING = 3
"""Letters that a word has at least, before not knowing it says anything: "mm" and "f" are of every language."""

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def is_english(words: str) -> bool:
    """Whether `words` (one line, as `clean_prompt` makes it, without what is kept as it is) can be sent as they are.

    A text that has no word to tell by counts as English; one in which no word is known does not.
    """
    if has_foreign_letters(words):
        return False
    found = _WORD.findall(words)
    theirs = _foreign_weight(found)
    if theirs > _english_weight(found):
        return False
    return not (theirs == 0 and _is_unknown(found))


def has_foreign_letters(words: str) -> bool:
    """Whether a letter of another script than Latin stands in `words`: Cyrillic, Arabic, Chinese and so on."""
    return any(unicodedata.category(letter) in ("Lu", "Ll", "Lo") and not _is_latin(letter) for letter in words)


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN ")


def _english_weight(words: list[str]) -> int:
    low = [word.lower().removesuffix("'s").removesuffix("’s") for word in words]
    return sum(SMALL_WORD if word in ENGLISH_SMALL else int(_is_known(word)) for word in low)


def _is_known(word: str) -> bool:
    return any(part in ENGLISH or part.removesuffix("s") in ENGLISH for part in (word, *word.split("-")))


def _foreign_weight(words: list[str]) -> int:
    """The strongest of the other languages, and what accents say for any of them."""
    low = [word.lower() for word in words]
    strongest = max(
        sum(SMALL_WORD if word in SMALL[language] else int(word in PICTURES[language]) for word in low)
        for language in SMALL
    )
    return strongest + sum(map(_accent_weight, words))


def _accent_weight(word: str) -> int:
    """A name in an English sentence may have accents too, so a capital makes them say less."""
    if word.isascii() or word.lower() in LOAN_WORDS:
        return 0
    return 1 if word[0].isupper() else SMALL_WORD


def _is_unknown(words: list[str]) -> bool:
    """Whether nothing speaks for English: no known word, and not as many small words that English shares as words that
    are not known. A name in the midst of a text is of any language."""
    if _english_weight(words):
        return False
    # English writes it large; small it is a word of the north.
    shared = sum(word.lower() in SHARED and word != "i" for word in words)
    unknown = [word for number, word in enumerate(words) if _tells(word) and (number == 0 or word[0].islower())]
    return len(unknown) > shared


def _tells(word: str) -> bool:
    """Whether it would be known if it were English: neither short nor shorthand such as ISO."""
    return len(word) >= TELLING and not word.isupper() and word.lower() not in SHARED | LOAN_WORDS
