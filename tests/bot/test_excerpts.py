"""Words made short for where they are shown."""

from bot.excerpts import clipped, shortened, titled


def test_a_name_that_fits_is_shown_as_it_is() -> None:
    assert (titled("x" * 60), clipped("x" * 40)) == ("x" * 60, "x" * 40)


def test_a_longer_name_ends_in_an_ellipsis_within_the_limit() -> None:
    """No space is left before the ellipsis."""
    assert titled("x" * 61) == "x" * 59 + "…"
    assert clipped("x" * 38 + " yz") == "x" * 38 + "…"


def test_a_prompt_is_cut_at_a_word() -> None:
    assert shortened("a red kite", 7) == "a red…"
