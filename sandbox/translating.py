"""The sandbox's language model: puts a prompt into English word by word, for want of a better one."""

import re

from anyascii import anyascii

from sandbox.picture_words import GERMAN, GERMAN_SMALL, RUSSIAN, RUSSIAN_STEMS, SPANISH, SPANISH_SMALL

_TOKEN = re.compile(r"⟦[^⟧]*⟧|\w+|\W")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_PIECE = re.compile(r"\s*\S+|\s+")
_RUSSIAN_ENDINGS = re.compile(
    r"[аяоеёуюыиьй]?|[оеыи]й|[оеыиая]м|[аяыи]х|[ое]в|[аяыи]ми|[ая]я|[ое]е|[ыи]е|[ое]го|[ое]му|[ую]ю|к[аиеу]|кой|ок|и[яюи]|ией"
)
_LATIN_ENDINGS = frozenset({"", "s", "e", "en", "er", "es", "em", "n"})


def translated(text: str) -> str:
    """The text in English: known words translated, unknown ones written in Latin letters. Text in ⟦brackets⟧, words
    with digits and words in Latin letters that are in no dictionary stay as they are."""
    if _CYRILLIC.search(text):
        return "".join(_russian(token) for token in _TOKEN.findall(text))
    words = [word.lower() for word in re.findall(r"\w+", text)]
    dictionaries = ((GERMAN, GERMAN_SMALL), (SPANISH, SPANISH_SMALL))
    known, small = max(dictionaries, key=lambda pair: sum(_latin(word, pair[0]) is not None for word in words))
    if all(_latin(word, known) is None for word in words):
        return anyascii(text) if not text.isascii() and "⟦" not in text else text
    return "".join(_or_same(token, _latin(token.lower(), known | small)) for token in _TOKEN.findall(text))


def translated_pieces(text: str) -> list[str]:
    """The translation in the pieces in which a model gives it out; joined they are the text."""
    return _PIECE.findall(translated(text))


def _russian(token: str) -> str:
    if not _CYRILLIC.search(token):
        return token
    word = token.lower()
    english = RUSSIAN.get(word)
    # The longest stem wins.
    for length in range(len(word), 1, -1):
        if english is None and _RUSSIAN_ENDINGS.fullmatch(word[length:]):
            english = RUSSIAN_STEMS.get(word[:length])
    return _or_same(token, english)


def _latin(word: str, dictionary: dict[str, str]) -> str | None:
    for length in range(len(word), 1, -1):
        if word[length:] in _LATIN_ENDINGS and word[:length] in dictionary:
            return dictionary[word[:length]]
    return dictionary.get(word)


def _or_same(token: str, english: str | None) -> str:
    if english is None:
        return token if "⟦" in token else anyascii(token)
    return english.capitalize() if token[0].isupper() else english
