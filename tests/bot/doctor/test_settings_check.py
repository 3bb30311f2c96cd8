"""What the settings make of the bot, and what they lack."""

from typing import Any

import pytest

from bot.bootstrap_providers import price_book
from bot.doctor.findings import Finding, Level
from bot.doctor.settings_check import settings_findings
from tests.bot.doctor.words import levels, settings

COMPLETE: dict[str, Any] = {"bot_token": "42:TEST-TOKEN", "fal_key": "k:s", "admin_ids": (7,)}


def findings(**changed: Any) -> list[Finding]:
    chosen = settings(**COMPLETE | changed)
    return settings_findings(chosen, chosen.keyed_providers, price_book(chosen))


def test_complete_settings_are_told_in_one_line() -> None:
    """What runs, where, for whom and up to which sum; no secret."""
    (told,) = findings(public_url="https://bot.example.org", replicate_api_token="r8_secret")
    assert told.level is Level.OK
    for part in ("fal, replicate", "SQLite", "webhook at https://bot.example.org", "invite, 1 admin", "200 USD"):
        assert part in told.text
    assert "secret" not in told.text


@pytest.mark.parametrize(
    ("changed", "level", "words"),
    [
        ({"bot_token": None}, Level.FAULT, "BOT_TOKEN is missing"),
        ({"fal_key": None}, Level.FAULT, "FAL_KEY or REPLICATE_API_TOKEN"),
        ({"training_provider": "replicate,fal"}, Level.WARNING, "REPLICATE_API_TOKEN is missing"),
        ({"admin_ids": ()}, Level.FAULT, "nobody can use the bot"),
        ({"admin_ids": (), "access": "open"}, Level.WARNING, "nobody gets alerts"),
        ({"public_url": "https://bot.example.org:9443"}, Level.FAULT, "port 9443"),
        ({"prices": "fal-ai/flux-lara=0.03"}, Level.WARNING, "fal-ai/flux-lara"),
        ({"prices": "fal-ai/flux-lora=0.000001"}, Level.WARNING, "0.000001 USD for fal-ai/flux-lora, our table 0.035"),
        ({"prices": "ostris/flux-dev-lora-trainer=2"}, Level.WARNING, "2 USD for ostris/flux-dev-lora-trainer"),
    ],
)
def test_what_is_missing_is_named(changed: dict[str, Any], level: Level, words: str) -> None:
    """With the setting to write."""
    found = findings(**changed)
    assert levels(found) == [Level.OK, level]
    assert words in found[1].text


@pytest.mark.parametrize("url", ["https://bot.example.org", "https://bot.example.org:8443", "http://127.0.0.1:8080"])
def test_ports_that_telegram_knows_and_this_machine_are_fine(url: str) -> None:
    """The sandbox delivers to any port of this machine."""
    assert levels(findings(public_url=url)) == [Level.OK]


def test_a_price_of_an_endpoint_we_know_is_fine() -> None:
    """Also one of a provider without a key."""
    assert levels(findings(prices="fal-ai/flux-lora=0.03, ostris/flux-dev-lora-trainer=0.002")) == [Level.OK]
