"""The privacy page is true for the providers that a bot has, and says something of every one that it can have."""

import pytest

from bot.settings import ProviderName
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.privacy_page import privacy_page
from db.enums import Language

NAMES = {ProviderName.FAL.value: "fal.ai", ProviderName.REPLICATE.value: "Replicate"}
MESSAGE_LIMIT = 4096


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("provider", [name.value for name in ProviderName])
def test_only_the_bots_own_providers_are_spoken_of(language: Language, provider: str) -> None:
    """By name, with what it keeps; nothing that is true of others."""
    page = privacy_page(Speaker(Texts(), language), [provider], [])
    assert NAMES[provider] in page
    assert not [name for other, name in NAMES.items() if other != provider and name in page]
    assert ("OpenRouter" in page) == (provider == "fal")


@pytest.mark.parametrize("language", Language)
def test_a_bot_without_providers_says_so(language: Language) -> None:
    """Nobody gets anything then."""
    page = privacy_page(Speaker(Texts(), language), [], [])
    assert not [name for name in NAMES.values() if name in page]
    assert "Telegram" in page


@pytest.mark.parametrize("language", Language)
def test_the_longest_page_is_one_message(language: Language) -> None:
    """With room for the consent below."""
    everybody = [name.value for name in ProviderName]
    page = privacy_page(Speaker(Texts(), language), everybody, everybody)
    assert len(page) < MESSAGE_LIMIT - 500
