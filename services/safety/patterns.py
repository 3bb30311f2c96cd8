"""Lists of words as patterns that also know them with digits for letters ("n4ked"), letters repeated ("nuuude") or left
out ("n*de"). Pure.

A list has entries separated by commas. `*` at a word's end: any ending. `=` in front: as written, because with a letter
repeated it would be another word (raping, rapping). Everything is matched as whole words.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from services.safety.normalising import Readings, folded

_LOOKALIKES = {
    "a": "4@", "b": "8", "c": "¢", "e": "3€", "g": "9", "i": "1!|", "l": "1|", "o": "0", "s": "5$z", "t": "7", "u": "v",
    "а": "4@", "б": "6", "е": "3", "з": "3", "о": "0", "ч": "4", "и": "1", "л": "1",
}  # fmt: skip
_ENDS_SENTENCES = "!|"
_INSIDE = "*"
"""Stands for a letter inside a word."""
_APART = r"[\W_]+"
_LETTER = r"[^\W_]"
_LONG_ENOUGH = 4
"""Letters of a word that is looked for inside a run of letters set apart; shorter ones are in too many others."""


class WordList:
    """Words in both alphabets, less the phrases of `harmless` in which they mean something else ("naked eye"); with
    `then`, a pattern, only where it follows."""

    def __init__(self, words: str, harmless: str = "", then: str = "") -> None:
        self._words = _entries(words)
        self._but = _entries(harmless)
        self._then = then

    # Compiling takes some tenths of a second for all lists: whoever checks no words does not wait for it.
    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return _whole(self._words, self._then)

    @cached_property
    def _in_a_run(self) -> re.Pattern[str]:
        return _any_of(_phrase(entry) for entry in self._words if _is_long(entry) and not self._then)

    @cached_property
    def _harmless(self) -> re.Pattern[str]:
        return _whole(self._but)

    def is_in(self, text: Readings) -> bool:
        """Whether one of the words is there."""
        return any(map(self._finds, (text.latin, text.russian, text.latin_closed, text.russian_closed))) or any(
            self._finds(run) or self._in_a_run.search(run) for run in (*text.latin_apart, *text.russian_apart)
        )

    def is_torn_in(self, text: Readings) -> bool:
        """Whether one of the words is there in two pieces."""
        return self._finds(text.latin_pairs) or self._finds(text.russian_pairs)

    def _finds(self, reading: str) -> bool:
        shown = self._harmless.sub(" · ", reading)
        return any(_is_word(found[0]) for found in self._anywhere.finditer(shown))


def _is_word(found: str) -> bool:
    """With fewer than two letters it is a number: 8008 is no word, and 800b is none either."""
    return sum(character.isalpha() for character in found) > 1


def _entries(words: str) -> list[str]:
    return [folded(entry) for entry in words.split(",") if entry.strip()]


def _is_long(entry: str) -> bool:
    return " " not in entry and len(entry.strip("=*")) >= _LONG_ENOUGH


def _whole(entries: Iterable[str], then: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!{_LETTER}){_any_of(map(_phrase, entries)).pattern}{then}(?!{_LETTER})")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    # An alternative that matches nowhere: an empty list finds nothing.
    return re.compile("(?:" + "|".join((*patterns, r"(?!)")) + ")")


def _phrase(entry: str) -> str:
    return _APART.join(_word(word) for word in entry.split())


def _word(word: str) -> str:
    letters = word.strip("=*")
    if word.startswith("="):
        spelled = "".join(_as(letter) for letter in letters)
    else:
        last = len(letters) - 1
        spelled = "".join(
            _loosely(letter, is_inside=0 < place < last, doubled=letters[place - 1 : place] == letter)
            for place, letter in enumerate(letters)
        )
    return spelled + (rf"{_LETTER}{{0,15}}" if word.endswith("*") else "")


def _loosely(letter: str, *, is_inside: bool, doubled: bool) -> str:
    shape = _as(letter, _INSIDE if is_inside else "")
    # The second of a double letter need not be repeated: the first may be.
    return shape if doubled else shape + "{1,3}"


def _as(letter: str, more: str = "") -> str:
    marks = _LOOKALIKES.get(letter, "")
    shapes = [letter, *marks, *more] if more else [letter, *(mark for mark in marks if mark not in _ENDS_SENTENCES)]
    return "[" + "".join(map(re.escape, shapes)) + "]" if len(shapes) > 1 else re.escape(letter)
