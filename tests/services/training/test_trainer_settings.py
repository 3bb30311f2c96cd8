"""What people type becomes a value within the trainer's bounds, or a sentence that names them."""

import pytest

from services.errors import InvalidInputError
from services.training.trainer_settings import ChoiceSetting, NumberSetting, SettingKey
from services.typed_numbers import written

STEPS = NumberSetting(SettingKey.STEPS, "steps", 100, 10_000, 1000, multiple=100)
FREE_STEPS = NumberSetting(SettingKey.STEPS, "steps", 1, 10_000, 1000)
RATE = NumberSetting(SettingKey.LEARNING_RATE, "learning_rate", 0.000001, 0.01, 0.0004, whole=False)
SIDES = ChoiceSetting(SettingKey.RESOLUTION, "resolution", ("512", "512,768,1024"), "512,768,1024")


@pytest.mark.parametrize(
    "text", ["1000", " 1 000 ", "1,000", "1.000", "1\u00a0000", "1_000", "1000.0", "１０００", "1e3"]
)
def test_whole_numbers_are_read_as_people_write_them(text: str) -> None:
    """A thousand with a separator is never one step: that training would be paid for and useless."""
    assert FREE_STEPS.read(text) == 1000
    assert isinstance(FREE_STEPS.read(text), int)


@pytest.mark.parametrize("text", ["0.0004", "0,0004", "4e-4", ".0004"])
def test_small_numbers_are_read_as_people_write_them(text: str) -> None:
    """A comma is a point where numbers have parts."""
    assert RATE.read(text) == 0.0004


@pytest.mark.parametrize("text", ["", "many", "99", "10100", "-1000", "nan", "inf", "1e999", "100.5", "1000 steps"])
def test_what_is_no_number_within_the_bounds_names_them(text: str) -> None:
    """The refusal carries what the sentence needs."""
    with pytest.raises(InvalidInputError) as refused:
        STEPS.read(text)
    assert refused.value.code == "setting-bad"
    assert refused.value.params == {"setting": "steps", "min": "100", "max": "10000"}


def test_a_number_between_two_allowed_ones_names_the_step() -> None:
    """The trainer takes multiples alone, and silently taking another number would charge for it."""
    with pytest.raises(InvalidInputError) as refused:
        STEPS.read("1050")
    assert (refused.value.code, refused.value.params["step"]) == ("setting-multiple", 100)


def test_the_bounds_themselves_are_allowed() -> None:
    """Both ends, for whole numbers and for parts."""
    assert (STEPS.read("100"), STEPS.read("10000")) == (100, 10_000)
    assert (RATE.read("0.000001"), RATE.read("0.01")) == (0.000001, 0.01)


@pytest.mark.parametrize(("wanted", "fitted"), [(1, 100), (100, 100), (1050, 1000), (1099.9, 1000), (99_999, 10_000)])
def test_a_stored_number_is_brought_into_bounds(wanted: float, fitted: int) -> None:
    """Another trainer's value goes to the nearest allowed one, never to a dearer one in between."""
    assert STEPS.fit(wanted) == fitted


def test_words_are_chosen_from_the_trainers_own() -> None:
    """Spaces do not matter; another word names the choices, and a stored one falls back."""
    assert SIDES.read(" 512, 768, 1024 ") == "512,768,1024"
    with pytest.raises(InvalidInputError) as refused:
        SIDES.read("640")
    assert refused.value.params == {"setting": "resolution", "choices": "512 · 512,768,1024"}
    assert (SIDES.fit("512"), SIDES.fit("640")) == ("512", "512,768,1024")


def test_values_of_another_kind_are_no_wishes() -> None:
    """Stored preferences may be of another version of this program."""
    assert [RATE.accepts(value) for value in (1, 0.5, True, "1", None, float("nan"))] == [True, True] + [False] * 4
    assert [SIDES.accepts(value) for value in ("512", 512, None)] == [True, False, False]


@pytest.mark.parametrize(
    ("value", "text"), [(1e-6, "0.000001"), (0.00115, "0.00115"), (10_000, "10000"), (0.01, "0.01"), (28.0, "28")]
)
def test_numbers_are_written_with_all_their_digits(value: float, text: str) -> None:
    """Nobody has to read an exponent."""
    assert written(value) == text
