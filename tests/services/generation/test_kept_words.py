"""Names, trigger words and quoted text go around the translator and come back as they were."""

import pytest

from services.generation.kept_words import hide

KEEP = ("ANNA_A3F2", "Анна")


def test_pieces_become_tokens_and_come_back() -> None:
    """Wherever the translator puts the tokens, each piece returns letter by letter."""
    hidden = hide("anna_a3f2 и Анна у вывески «Кофе»", KEEP)
    assert hidden.text == "⟦1⟧ и ⟦2⟧ у вывески ⟦3⟧"
    assert hidden.pieces == ("anna_a3f2", "Анна", "«Кофе»")
    assert hidden.put_back("at a sign ⟦3⟧: ⟦1⟧ and ⟦2⟧") == "at a sign «Кофе»: anna_a3f2 and Анна"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ('плакат "Мир"', ('"Мир"',)),
        ("плакат “Мир”", ("“Мир”",)),
        ("Plakat „Frieden“", ("„Frieden“",)),
        ("плакат «Мир», «Труд»", ("«Мир»", "«Труд»")),
        ("a «one» and “two”", ("«one»", "“two”")),
        ('экран 24" и 27" рядом', ()),
        ("it's a dog's life", ()),
        ("плакат «Мир", ()),
        ("Аннабель на пляже", ()),
        ("АННА на пляже", ("АННА",)),
        ("Анна и «Анна и море»", ("Анна", "«Анна и море»")),
    ],
)
def test_what_counts_as_a_piece(words: str, kept: tuple[str, ...]) -> None:
    """Whole words in any case, and text between quotation marks that belong together."""
    hidden = hide(words, KEEP)
    assert hidden.pieces == kept
    assert hidden.put_back(hidden.text) == words


def test_the_longest_name_is_kept_whole() -> None:
    """A name of several words holds together, whatever its parts mean."""
    assert hide("Анна  Мария на пляже", ("Анна", "Анна Мария")).pieces == ("Анна  Мария",)


def test_a_prompt_in_quotation_marks_is_a_prompt() -> None:
    """There is nothing else to translate, so the marks do not mean that it is to be drawn."""
    assert hide("«девушка на пляже»", KEEP).pieces == ()
    assert hide('Анна "на пляже"', KEEP).pieces == ("Анна",)


def test_without_anything_to_keep() -> None:
    """Empty names of an erased model are no pieces."""
    hidden = hide("на пляже", ("", " "))
    assert (hidden.text, hidden.pieces, hidden.put_back("on a beach")) == ("на пляже", (), "on a beach")


@pytest.mark.parametrize(
    "translated",
    [
        "on a beach",
        "⟦1⟧ on a beach",
        "⟦1⟧ and ⟦2⟧ and ⟦2⟧",
        "⟦1⟧ and ⟦3⟧",
        "⟦1⟧ and ⟦2⟧ and ⟦3⟧",
        "⟦1⟧ and ⟦2⟧ ⟦x⟧",
        "⟦1⟧ and ⟦2⟧ ⟧",
        "[1] and [2]",
    ],
)
def test_a_lost_or_doubled_token_is_no_translation(translated: str) -> None:
    """Somebody's name must not vanish or be invented."""
    assert hide("Анна и «Кофе»", KEEP).put_back(translated) is None


def test_spaces_inside_a_token_do_no_harm() -> None:
    """Models like to set brackets off."""
    assert hide("Анна у моря", KEEP).put_back("⟦ 1 ⟧ by the sea") == "Анна by the sea"


def test_tokens_that_a_person_wrote_are_ordinary_text() -> None:
    """Nobody can make us put a piece where they like."""
    hidden = hide("⟦1⟧ и Анна", KEEP)
    assert (hidden.text, hidden.pieces) == ("[1] и ⟦1⟧", ("Анна",))
    assert hidden.put_back("[1] and ⟦1⟧") == "[1] and Анна"


def test_a_piece_may_look_like_a_token_or_a_pattern() -> None:
    """Pieces are put back as text, once, and never read again."""
    hidden = hide(r"Анна у вывески «\1 ⟦1⟧»", KEEP)
    assert hidden.put_back("⟦1⟧ at a sign ⟦2⟧") == r"Анна at a sign «\1 [1]»"


def test_the_rest_is_what_a_translator_sees() -> None:
    """Without tokens, so that names say nothing about the language."""
    assert hide("Анна on a beach", KEEP).rest.split() == ["on", "a", "beach"]
