"""The rate after a refusal: seven tenths at once, back within a quarter of a minute, never out of its bounds."""

import pytest

from bot.sending.rates import LOWEST, climbed, lowered


def test_a_refusal_takes_three_tenths_and_leaves_one_a_second() -> None:
    """However many follow each other."""
    assert lowered(25, 25) == pytest.approx(17.5)
    rate = 25.0
    for _ in range(50):
        rate = lowered(rate, 25)
    assert rate == LOWEST


def test_the_full_rate_comes_back_and_is_not_passed() -> None:
    """Two hundredths of it a second."""
    assert climbed(17.5, 25, 1) == pytest.approx(18)
    assert climbed(17.5, 25, 15) == pytest.approx(25)
    assert climbed(17.5, 25, 3600) == 25


def test_nothing_is_given_back_before_the_pause_is_over() -> None:
    """The time from which it climbs lies ahead then."""
    assert climbed(17.5, 25, -3) == 17.5


def test_an_operator_who_wants_less_than_one_a_second_gets_less() -> None:
    """The lowest rate is for refusals, not for settings."""
    assert lowered(0.5, 0.5) == 0.5
    assert climbed(17.5, 0.5, 0) == 0.5
