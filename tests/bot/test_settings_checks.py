"""Settings whose form needs a rule of its own."""

from decimal import Decimal

import pytest

from bot.settings_checks import SHORTEST_TOKEN, metrics_token, number_list, price_list


@pytest.mark.parametrize(
    "text",
    [
        "fal-ai/flux-lora=0.035,ostris/flux-dev-lora-trainer=0.0015",
        " fal-ai/flux-lora = 0.035 , ostris/flux-dev-lora-trainer=0.0015, ",
        "fal-ai/flux-lora=0.035;ostris/flux-dev-lora-trainer=15e-4",
    ],
)
def test_prices_by_endpoint(text: str) -> None:
    """As people write lists."""
    assert price_list(text) == {"fal-ai/flux-lora": Decimal("0.035"), "ostris/flux-dev-lora-trainer": Decimal("0.0015")}


def test_no_price_is_no_override() -> None:
    """An empty line of the example."""
    assert price_list(" ") == {}


@pytest.mark.parametrize("price", ["0", "-1", "free", "", "NaN", "Infinity", "1001", "0,5", "1e-30", "9e-7"])
def test_a_price_is_a_sum_above_nothing(price: str) -> None:
    """With a price of nothing, or next to nothing, the budget would count nothing."""
    with pytest.raises(ValueError):
        price_list(f"fal-ai/flux-lora={price}")


@pytest.mark.parametrize("text", ["0.035", "=0.035", "flux lora=1", "a=1, a=2", "https://fal.ai=1"])
def test_an_endpoint_is_named_once_and_as_the_provider_names_it(text: str) -> None:
    """The message shows how it is written."""
    with pytest.raises(ValueError, match=r"must read like fal-ai/flux-lora=0\.035"):
        price_list(text)


@pytest.mark.parametrize(
    "text", ["warn_dark=50, same_shot=6", "warn_dark = 50;same_shot=6.0", "warn_dark=50\nsame_shot=6"]
)
def test_numbers_by_name(text: str) -> None:
    """As people write lists."""
    assert number_list(text) == {"warn_dark": 50.0, "same_shot": 6.0}


@pytest.mark.parametrize(
    "text", ["warn_dark", "warn_dark=", "warn_dark=-1", "warn_dark=nan", "warn_dark=1, warn_dark=2"]
)
def test_a_number_is_plain_and_named_once(text: str) -> None:
    """The message shows how it is written."""
    with pytest.raises(ValueError, match="must read like refuse_face_side=120"):
        number_list(text)


def test_a_metrics_token_cannot_be_guessed_and_fits_into_a_header() -> None:
    """Whoever has it sees how the business goes."""
    assert metrics_token("x" * SHORTEST_TOKEN) == "x" * SHORTEST_TOKEN
    for bad in ("x" * (SHORTEST_TOKEN - 1), "with a space in it!", "with\nline-break-in-it", "буквы-не-того-алфавита"):
        with pytest.raises(ValueError, match="16 or more"):
            metrics_token(bad)
