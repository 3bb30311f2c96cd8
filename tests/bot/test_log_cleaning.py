"""What must never be in a line is masked: known secrets by value, others by their shape."""

import pytest

from bot.log_cleaning import MASK, Cleaner


@pytest.mark.parametrize(
    "text",
    [
        "https://api.telegram.org/bot1234567:AbCdEfTokenWithManyLetters_x/getMe",
        "POST /webhooks/fal/AbCdEfGhIjKlMnOpQrSt 200",
        "POST https://bot.example/webhooks/replicate/AbCdEfGhIjKlMnOpQrSt?x=1 200",
        "POST //webhooks//some-other_1//AbCdEfGhIjKlMnOpQrSt/AbCdEfGhIjKlMnOpQrSt 200",
        "GET /files/WyJhIiwiYiJd.AbCdEfGhIjKlMnOpQrStUvWx",
        "GET https://bucket.example/photos.zip?X-Amz-Signature=AbCdEfGh&X-Amz-Date=1",
        "headers: Authorization: Key 0000-1111:AbCdEfGhIjKlMnOp",
        "headers: Authorization: Bearer AbCdEfGhIjKlMnOpQr",
        "a token r8_AbCdEfGhIjKl and a secret whsec_AbCdEfGhIjKl=",
    ],
)
def test_what_looks_like_a_secret_disappears(text: str) -> None:
    """Nobody has to have told us its value."""
    assert "AbCdEf" not in Cleaner(()).clean(text)


def test_whose_webhook_it_was_stays_readable() -> None:
    """The provider's name is no secret, and it is what an operator looks for."""
    assert Cleaner(()).clean("POST /webhooks/replicate/AbCdEfGhIjKl 404") == f"POST /webhooks/replicate/{MASK} 404"


def test_the_longest_secret_is_masked_first() -> None:
    """A secret that begins like another one must not leave its end behind."""
    assert Cleaner(("secret-1", "secret-1-and-more")).clean("it is secret-1-and-more") == f"it is {MASK}"


def test_short_values_are_left_alone() -> None:
    """Masking them would tear words apart and tell their length."""
    assert Cleaner(("a", "key")).clean("a key") == "a key"
