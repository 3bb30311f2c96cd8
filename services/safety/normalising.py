"""Undoing what people do to words so that a machine does not know them: other alphabets, invisible characters, letters
set apart. Digits for letters and repeated letters are left to `services.safety.patterns`. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_TOKEN = re.compile(r"[^\s,;:()]+")
_REPEATS = re.compile(r"(\w)\1{3,}")
_MARKS = re.compile(r"([^\w\s]{2})[^\w\s]+")
_APART = re.compile(r"(?<![^\W_])(?:[^\W_][\W_]{1,2}){2,}[^\W_](?![^\W_])")
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc", "Co", "Cs"})
_INSIDE_WORDS = re.compile(r"(?<=[^\W_])[._'*~+/\\|`^=#&-]{1,2}(?=[^\W_])")
_RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя")

_SHAPES = {
    # Letters of other alphabets that look like Latin ones.
    "a": "аαɑᴀ", "b": "вβʙƅ", "c": "сϲᴄ", "d": "ԁđðᴅɗ", "e": "еεєᴇɛəǝ", "f": "ƒꜰ", "g": "ɡցɢ", "h": "нһհʜ",
    "i": "іιıɪɩ", "j": "јϳᴊ", "k": "кκᴋ", "l": "ӏʟłɭ", "m": "мᴍ", "n": "пηɴոᴨ", "o": "оοօᴏøɵσ", "p": "рρᴘ", "q": "ԛզ",
    "r": "гʀяᴦ", "s": "ѕꜱʂ", "t": "тτᴛ", "u": "υսᴜцʋμи", "v": "ѵνᴠ", "w": "ԝωᴡшɯ", "x": "хχж", "y": "уγʏү", "z": "ᴢʐ",
}  # fmt: skip
_TO_LATIN = {ord(shape): letter for letter, shapes in _SHAPES.items() for shape in shapes}
_TO_RUSSIAN = str.maketrans("abcehikmnoprtuxyієѕ", "авсеникмпоргтихуиес")
_BOXED = {
    first + place: chr(ord("a") + place)
    for first in (0x1F1E6, 0x1F130, 0x1F150, 0x1F170)  # flag letters, and letters in squares and circles
    for place in range(26)
}


@dataclass(frozen=True)
class Readings:
    """The same words as they can be read. `latin` and `russian` are the text in small letters with the shapes of the
    other alphabet read as letters of this one. `*_apart` are the runs of letters that stood apart ("n u d e"), each as
    one word. `*_closed` is the text without the marks inside words ("n.u-d_e"), `*_pairs` every word with the next one
    joined to it."""

    latin: str
    russian: str
    latin_apart: tuple[str, ...]
    russian_apart: tuple[str, ...]
    latin_closed: str
    russian_closed: str
    latin_pairs: str
    russian_pairs: str


def readings(text: str) -> Readings:
    """All readings of a text."""
    plain = folded(text)
    runs = [re.sub(r"[\W_]+", "", found[0]) for found in _APART.finditer(plain)]
    latin = _TOKEN.sub(lambda found: _latin(found[0]), plain)
    russian = _TOKEN.sub(lambda found: _russian(found[0]), plain)
    return Readings(
        latin=latin,
        russian=russian,
        latin_apart=tuple(_latin(run) for run in runs),
        russian_apart=tuple(_russian(run) for run in runs),
        latin_closed=_closed(latin),
        russian_closed=_closed(russian),
        latin_pairs=_pairs(latin),
        russian_pairs=_pairs(russian),
    )


def folded(text: str) -> str:
    """NFKC, small letters, single spaces, without accents and invisible characters; no letter more than three times
    in a row, no more than two marks. Short "и" and "ё" lose their marks too."""
    spelled = unicodedata.normalize("NFKC", text.translate(_BOXED)).casefold()
    apart = unicodedata.normalize("NFD", spelled)
    spaced = "".join(" " if character.isspace() else character for character in apart)
    kept = "".join(character for character in spaced if unicodedata.category(character) not in _UNSEEN)
    return _MARKS.sub(r"\1", _REPEATS.sub(r"\1\1\1", " ".join(kept.split())))


def _closed(text: str) -> str:
    """Empty where it would be the same."""
    closed = _INSIDE_WORDS.sub("", text)
    return closed if closed != text else ""


def _pairs(text: str) -> str:
    words = text.split()
    return " ".join(first + second for first, second in pairwise(words))


def _latin(word: str) -> str:
    """A word of Russian letters alone is what it looks like: else "рот" would be a pot."""
    letters = {character for character in word if character.isalpha()}
    return word if letters <= _RUSSIAN else word.translate(_TO_LATIN)


def _russian(word: str) -> str:
    return word.translate(_TO_RUSSIAN) if any("а" <= character <= "ԯ" for character in word) else word
