"""Words in captions that say who somebody is: hair, eyes, skin, age, body, origin. Pure.

What a caption names, the trigger word does not learn: a model trained on "TRIGGER woman with brown hair" needs "brown
hair" in every prompt. Captions made by code have no such words; in captions that people write they are explained.
English and Russian are known. A doubtful word ("old house", "black jacket") counts only beside a word for a person.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """What a word gives away."""

    HAIR = "hair"
    EYES = "eyes"
    SKIN = "skin"
    AGE = "age"
    BODY = "body"
    ORIGIN = "origin"


@dataclass(frozen=True)
class Finding:
    """A word or two of a caption, in lower case, and what it gives away."""

    words: str
    look: Look


_PERSON = r"(?:\w+ )?(?:wom[ae]n|m[ae]n|person|people|lad(?:y|ies)|guys?|girls?|boys?|faces?|male|female|features)"
_PERSON_RU = r"(?:\w+ )?(?:женщин|мужчин|девушк|парен|парн|человек|люд|лиц|дам|внешност)\w*"

_HARMLESS = re.compile(
    r"\b(?:full|half|upper)[- ]?body\b|\b(?:closed|open) eyes\b|\beyes (?:closed|open)\b|\beye (?:contact|level)\b"
    r"|\b(?:закрытыми|закрытые|открытыми) глазами?\b|\bв полный рост\b"
)
"""What changes from photo to photo, though it sounds alike."""

_WORDS: Mapping[Look, str] = {
    Look.HAIR: r"""
        (?:\w+[- ])?(?:hair|hairs|haired|hairstyle|hairdo|haircut) | blond\w* | brunett?e?s? | redhead\w* | bald\w*
        | beard\w* | m(?:o)?ustach\w* | stubble | goatee | sideburns | ponytails? | pigtails? | braid\w* | dreadlocks?
        | afro | curls | curly | bangs | волос\w* | волосами | блондин\w* | брюнет\w* | шатен\w* | рыж\w+ | лыс\w+
        | бород\w+ | щетин\w* | усы | усами | усов | косичк\w* | кудр\w+ | ч[её]лк\w+ | \w+волос\w+
    """,
    Look.EYES: r"""
        (?:\w+[- ])?(?:eyes?|eyed) | eyelash\w* | eyebrows? | iris(?:es)? | глаз\w* | \w+глаз\w+ | ресниц\w* | бров\w+
    """,
    Look.SKIN: r"""
        (?:\w+[- ])?(?:skin|skinned) | complexion | freckl\w* | tanned | birthmarks? | tattoo\w* | wrinkl\w*
        | кожа | кожи | коже | кожу | кожей | смугл\w+ | веснуш\w+ | загорел\w+ | бледнолиц\w+ | морщин\w* | родинк\w+
        | татуиров\w+
    """,
    Look.AGE: rf"""
        \d+[- ]?years?[- ]?old | years[- ]old | aged | middle[- ]aged | young\w* | elder\w* | elderly | teen\w*
        | toddlers? | bab(?:y|ies) | child\w* | kids? | senior | old(?:er)? {_PERSON} | \d+ лет | \d+[- ]?летн\w+
        | возраст\w* | молод\w+ | пожил\w+ | старик\w* | старуш\w+ | подрост\w+ | реб[её]н\w+ | дет(?:и|ей|ям|ьми)
        | малыш\w* | стар\w+ {_PERSON_RU}
    """,
    Look.BODY: rf"""
        bod(?:y|ies) | figure | physique | slim\w* | slender | skinny | chubby | curvy | muscular | petite | overweight
        | obese | plump | stocky | fat | breasts? | (?:tall|short|thin|heavy) {_PERSON} | фигур\w+ | телосложен\w+
        | тело | тела | телом | стройн\w+ | худ(?:ая|ой|ую|ые|ого|ощав\w*) | мускулист\w+ | груд(?:ь|и|ью)
        | (?:толст|полн|высок|низк)\w+ {_PERSON_RU}
    """,
    Look.ORIGIN: rf"""
        caucasian\w* | ethnic\w* | (?:asian|african|european|american|latin[ao]?|hispanic|arab\w*|indian|slavic
        |chinese|japanese|korean|russian|jewish|black|white|brown) {_PERSON} | этнич\w+ | национальност\w*
        | (?:\w+)?(?:темно|т[её]мно|светло|черно)кож\w+ | внешност\w* | азиат\w* | кавказ\w+ {_PERSON_RU}
        | (?:европейск|славянск|восточн|африканск|русск|китайск|японск|арабск)\w+ {_PERSON_RU}
    """,
}


def _pattern(words: str) -> re.Pattern[str]:
    """The words in a row; a space inside an alternative is any white space, those around `|` are layout."""
    choices = [" ".join(choice.split()) for choice in re.split(r"\s\|\s|\n\s*\|", words)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices)})(?!\w)")


_PATTERNS = {look: _pattern(words) for look, words in _WORDS.items()}


def identity_words(caption: str, trigger: str = "") -> tuple[Finding, ...]:
    """What a caption gives away of looks, in the order of the text, each once. The trigger word may say what it
    likes."""
    text = _folded(caption)
    if trigger:
        text = re.sub(rf"(?<!\w){re.escape(_folded(trigger))}(?!\w)", " ", text)
    text = _HARMLESS.sub(lambda found: " " * len(found.group()), text)
    found = sorted(_found(text), key=lambda one: one[0])
    return tuple(dict.fromkeys(finding for _, finding in found))


def without_identity_words(words: str) -> str:
    """The words, such as a class word, without those that give looks away: "old man" becomes "man"."""
    left = words.split()
    while found := identity_words(" ".join(left)):
        # Of several words the first one says it: the last one may be the class itself.
        first = found[0].words.split()[0]
        kept = [word for word in left if _folded(word) != first]
        if len(kept) == len(left):
            return ""
        left = kept
    return " ".join(left)


def _found(text: str) -> Iterator[tuple[int, Finding]]:
    for look, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            yield match.start(), Finding(match.group(), look)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
