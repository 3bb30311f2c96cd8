"""The sandbox's language model: what it translates and what it leaves alone."""

import pytest

from sandbox.translating import translated, translated_pieces


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("портрет женщины на пляже", "portrait woman on beach"),
        ("В красном платье, у моря.", "In red dress, by sea."),
        ("цветы в зимнем лесу", "flowers in winter forest"),
        ("eine Frau am Strand mit rotem Hut", "a Woman at the Beach with red Hat"),
        ("una mujer en la playa", "a woman in the beach"),
    ],
)
def test_known_words_become_english(text: str, english: str) -> None:
    """Russian in its cases, German and Spanish."""
    assert translated(text) == english


@pytest.mark.parametrize("text", ["a portrait of TOK at the sea", "an old man in winter, golden hour", "annx", ""])
def test_english_stays(text: str) -> None:
    """Words that German or Spanish have too do not change an English text."""
    assert translated(text) == text


def test_what_is_kept_stays() -> None:
    """Brackets, words with digits and Latin names come through a translation untouched."""
    assert translated("⟦1⟧ и KEEP1, Ann annx07 у моря") == "⟦1⟧ and KEEP1, Ann annx07 by sea"
    assert translated("⟦имя⟧ на пляже") == "⟦имя⟧ on beach"


def test_unknown_words_are_written_in_latin_letters() -> None:
    """The answer is always something that a picture model can read."""
    assert translated("мороз и щенок") == "moroz and shchenok"
    assert translated("海辺の女性").isascii()


@pytest.mark.parametrize("text", ["портрет  женщины\nна пляже", " a b ", "", "x"])
def test_the_pieces_are_the_whole(text: str) -> None:
    """Joined, the pieces of an answer are the answer."""
    assert "".join(translated_pieces(text)) == translated(text)
