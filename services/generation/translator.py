"""Translations by the providers' own language models."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from services.errors import ProviderError
from services.generation.kept_words import hide
from services.generation.translation import INSTRUCTION, read_translation
from services.providers.base import Provider

SECONDS = 10.0
"""A picture takes about as long; nobody should wait longer for its words."""

SILENCE_SECONDS = 60.0
"""One that did not answer in time is not asked for so long: orders are prepared in turn, and all would wait."""

log = logging.getLogger(__name__)


class LanguageModels:
    """Implements `Translator`. The words go to nobody but providers that operator and caller allow."""

    def __init__(self, providers: Mapping[str, Provider], seconds: float = SECONDS) -> None:
        self._providers = providers
        self._seconds = seconds
        self._silent_until: dict[str, float] = {}

    async def to_english(self, words: str, *, keep: Sequence[str], providers: Sequence[str]) -> str | None:
        """See `Translator.to_english`. One provider's failure sends the question to the next, within the same time;
        an answer that cannot be used is not asked for again."""
        hidden = hide(words, keep)
        answer = await self._ask(hidden.text, [name for name in providers if name in self._providers])
        if answer is None:
            return None
        english = read_translation(answer, hidden)
        if english is None:
            log.warning("a translation could not be used")
        return english

    async def _ask(self, text: str, names: Sequence[str]) -> str | None:
        now = asyncio.get_running_loop().time
        end = now() + self._seconds
        awake = [name for name in names if self._silent_until.get(name, 0.0) <= now()]
        for number, name in enumerate(awake):
            try:
                # Each gets its share of the time, or one that hangs would leave nothing for the next.
                async with asyncio.timeout((end - now()) / (len(awake) - number)):
                    return await self._providers[name].complete(INSTRUCTION, text)
            except TimeoutError:
                log.warning("no translation from %s in time", name)
                self._silent_until[name] = now() + SILENCE_SECONDS
            except ProviderError as error:
                log.warning("no translation from %s: %s", name, error.code)
        return None
