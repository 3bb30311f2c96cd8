"""What a caption says of the person on the photos."""

import pytest

from bot.conversations.several_captions import name_and_class
from bot.speaker import Speaker
from bot.texts import Texts
from db.enums import Language

TEXTS = Texts(strict=True)


@pytest.mark.parametrize(
    ("language", "caption", "said"),
    [
        (Language.EN, "Anna", ("Anna", None)),
        (Language.EN, "Anna, woman", ("Anna", "woman")),
        (Language.EN, " Anna ,  WOMAN \nat the sea", ("Anna", "woman")),
        (Language.EN, "Smith, John", ("Smith, John", None)),
        (Language.EN, "Smith, John, man", ("Smith, John", "man")),
        (Language.EN, "Rex, dog", ("Rex", "dog")),
        (Language.EN, ", woman", (", woman", None)),
        (Language.EN, "Anna,", ("Anna,", None)),
        (Language.EN, "", (None, None)),
        (Language.EN, " \n ", (None, None)),
        (Language.RU, "Анна, женщина", ("Анна", "woman")),
        (Language.RU, "Иван, Man", ("Иван", "man")),
        (Language.RU, "Анна, сестра", ("Анна, сестра", None)),
    ],
)
def test_a_caption_is_a_name_with_perhaps_a_class(
    language: Language, caption: str, said: tuple[str | None, str | None]
) -> None:
    """Class words as buttons say them, or in English; anything else after a comma belongs to the name."""
    assert name_and_class(Speaker(TEXTS, language), caption) == said
