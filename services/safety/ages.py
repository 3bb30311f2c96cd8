"""Ages under 18 as people write them, in English and Russian. Pure."""

import re

GROWN_UP = 18

_ENGLISH = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen"""
_RUSSIAN = """один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать
пятнадцать шестнадцать семнадцать"""
_RUSSIAN_JOINED = """одно двух трех четырех пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати
четырнадцати пятнадцати шестнадцати семнадцати"""
_BETWEEN = r"[\s.\-–]*"
_OTHER_YEARS = r"(?!\s+(?:назад|спустя|вместе|брака|свадьбы|опыта|работы|компании|подряд|вперед|жизни))"

_NUMBERS = (
    re.compile(rf"(?<!\d)(\d{{1,2}}){_BETWEEN}(?:years?|yrs?|yr){_BETWEEN}(?:olds?|of age|young)\b"),
    re.compile(rf"(?<!\d)(\d{{1,2}}){_BETWEEN}y[\s./]*o\b"),
    re.compile(r"\b(?:aged?|age of|ages)\W{1,3}(\d{1,2})(?![\d%])"),
    re.compile(rf"(?<!\d)(\d{{1,2}}){_BETWEEN}(?:ти|и|x|х)?{_BETWEEN}(?:летн\w*|летк\w*|годик\w*|годовал\w*)"),
    re.compile(rf"(?<!\d)(\d{{1,2}}){_BETWEEN}(?:лет|года|годика)\b{_OTHER_YEARS}"),
    re.compile(r"\b(?:возраст\w*|возрасте)\W{1,3}(\d{1,2})(?!\d)"),
)
_WORDS = (
    re.compile(rf"\b(?:{'|'.join(_ENGLISH.split())}){_BETWEEN}(?:years?|yrs?|yr){_BETWEEN}(?:olds?|of age)\b"),
    re.compile(rf"\b(?:{'|'.join(_RUSSIAN.split())})\s+(?:лет|года?)\b{_OTHER_YEARS}"),
    re.compile(rf"\b(?:{'|'.join(_RUSSIAN_JOINED.split())}){_BETWEEN}летн\w*"),
    re.compile(r"\b\d{1,2}\W{0,2}(?:months?\W{0,2}old|месяц(?:а|ев)\b)"),
)


def tells_of_child(folded: str) -> bool:
    """Whether somebody in a text (as `normalising.folded` gives it) is said to be younger than 18."""
    numbers = (int(found[1]) for pattern in _NUMBERS for found in pattern.finditer(folded))
    return any(0 < number < GROWN_UP for number in numbers) or any(pattern.search(folded) for pattern in _WORDS)
