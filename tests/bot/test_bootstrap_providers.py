"""Which providers a bot has, and what it believes they cost."""

from decimal import Decimal
from pathlib import Path

import pytest

from bot.bootstrap_providers import price_book
from bot.settings import Settings, SettingsError
from tests.bot.fakes import engine_side
from tests.services.providers.recorder import Recorder, as_json

FAST = "fal-ai/flux-lora-fast-training"


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ({}, []),
        ({"fal_key": "k:s"}, ["fal"]),
        ({"replicate_api_token": "r8_token"}, ["replicate"]),
        ({"fal_key": "k:s", "replicate_api_token": "r8_token"}, ["fal", "replicate"]),
    ],
)
async def test_every_key_opens_its_provider(
    sqlite_url: str, tmp_path: Path, keys: dict[str, str], names: list[str]
) -> None:
    """Also one that TRAINING_PROVIDER leaves out: its running jobs must be looked after."""
    side = engine_side(sqlite_url, tmp_path, training_provider="replicate", **keys)
    assert list(side.services.providers) == names
    assert side.services.rules.training.providers == (("replicate",) if "replicate" in names else ())
    await side.close()


@pytest.mark.parametrize("keys", [{"fal_key": "ключ"}, {"replicate_api_token": "ключ"}])
async def test_a_key_that_cannot_be_one_is_named(sqlite_url: str, tmp_path: Path, keys: dict[str, str]) -> None:
    """The message says which setting, and does not repeat it."""
    name = next(iter(keys)).upper()
    with pytest.raises(SettingsError, match=f"^{name} cannot be used") as refused:
        engine_side(sqlite_url, tmp_path, **keys)
    assert "ключ" not in str(refused.value)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"replicate_api_token": "r8_token", "replicate_api_url": "https://api .replicate.com"}, "REPLICATE_API_URL"),
        ({"fal_key": "k:s", "fal_rest_url": "https://rest .fal.ai"}, "FAL_REST_URL"),
    ],
)
async def test_an_address_that_cannot_be_one_is_named(
    sqlite_url: str, tmp_path: Path, values: dict[str, str], name: str
) -> None:
    """Not the key, which nobody needs to change."""
    with pytest.raises(SettingsError, match=f"^{name} must be"):
        engine_side(sqlite_url, tmp_path, **values)


def test_the_operator_has_the_last_word_about_prices() -> None:
    """What the tables say is known for every endpoint, and PRICES beats it."""
    book = price_book(settings(prices=f"{FAST}=0.004"))
    assert book.unit("fal", FAST) == Decimal("0.004")
    assert book.listed("fal", FAST) == Decimal("0.002")
    assert book.unit("replicate", "ostris/flux-dev-lora-trainer") is not None
    assert book.unit("replicate", "trained-version") is not None


async def test_what_a_provider_tells_reaches_what_people_are_shown(sqlite_url: str, tmp_path: Path) -> None:
    """The reading fills the very book from which the price before the button is made."""
    async with Recorder().serving() as recorder:
        recorder.plays(as_json({"prices": [{"endpoint_id": FAST, "unit_price": 0.003, "currency": "USD"}]}))
        side = engine_side(sqlite_url, tmp_path, fal_key="k:s", fal_api_url=recorder.url)
        trainers = side.services.trainers
        trainer = trainers.get("flux-lora-fast-training")
        assert trainers.cost(trainer, {"steps": 1000}) == 2
        assert await side.price_reading.read()
        assert trainers.cost(trainer, {"steps": 1000}) == 3
        await side.close()
