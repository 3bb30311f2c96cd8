"""Names are cleaned, compared and numbered as the decision table says."""

import pytest

from services.errors import InvalidInputError
from services.loras.names import NAME_LIMIT, clean_name, free_name, name_key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Anna\n Petrova ", "Anna Petrova"),
        ("An\u200bna\u202e", "Anna"),
        ("Анна", "Анна"),
        ("👩\u200d🔬 lab", "👩\u200d🔬 lab"),
        ("a\x00b", "ab"),
    ],
)
def test_a_name_is_one_line_without_hidden_characters(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u2060", "\n\t", "\u0301"])
def test_a_name_that_shows_nothing_is_empty(typed: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        clean_name(typed)
    assert refusal.value.code == "name-empty"


def test_255_characters_are_a_name_and_256_are_too_many() -> None:
    assert len(clean_name("ж" * NAME_LIMIT)) == NAME_LIMIT
    with pytest.raises(InvalidInputError) as refusal:
        clean_name("ж" * 256)
    assert (refusal.value.code, refusal.value.params) == ("name-too-long", {"limit": 255, "length": 256})


def test_names_compare_by_nfkc_and_case() -> None:
    assert name_key("ＡＮＮＡ") == name_key("anna") == name_key("An\u200bna")
    assert name_key("STRASSE") == name_key("straße")
    assert name_key("Anna") != name_key("Ann")


def test_a_key_fits_its_column_and_still_tells_names_apart() -> None:
    long = "\ufdfa" * 254
    assert len(name_key(long + "x")) <= 1024
    assert name_key(long + "x") != name_key(long + "y")


@pytest.mark.parametrize(
    ("name", "taken", "offered"),
    [
        ("Anna", [], "Anna"),
        ("Anna", ["Anna"], "Anna 2"),
        ("anna", ["Anna", "ANNA 2", "Anna 3"], "anna 4"),
        ("Anna 2", ["Anna 2"], "Anna 3"),
        ("2025", ["2025"], "2025 2"),
    ],
)
def test_a_taken_name_gets_the_next_number(name: str, taken: list[str], offered: str) -> None:
    assert free_name(name, {name_key(other) for other in taken}) == offered


def test_a_numbered_name_stays_within_the_limit() -> None:
    name = "я" * NAME_LIMIT
    offered = free_name(name, {name_key(name)})
    assert len(offered) == NAME_LIMIT
    assert offered.endswith(" 2")
