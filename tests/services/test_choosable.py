"""Rules that change under everybody who reads them."""

from dataclasses import dataclass

from services.choosable import Choosable


@dataclass(eq=False)
class Rules(Choosable):
    """Two numbers."""

    one: int
    two: int = 2


def test_what_is_not_chosen_is_as_it_was_made() -> None:
    """A choice that was taken back leaves nothing behind."""
    rules = Rules(1)
    rules.take_over({"two": 20})
    assert (rules.one, rules.two) == (1, 20)
    rules.take_over({"one": 10})
    assert (rules.one, rules.two) == (10, 2)
    assert rules.made("one") == 1


def test_a_copy_with_choices_leaves_the_original() -> None:
    """It goes from the settings, not from what the original has taken over."""
    rules = Rules(1)
    rules.take_over({"one": 10})
    changed = rules.with_choices({"two": 20})
    assert (changed.one, changed.two) == (1, 20)
    assert (rules.one, rules.two) == (10, 2)
