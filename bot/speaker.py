"""One person's language, for code that says several things in a row."""

from dataclasses import dataclass
from typing import Any

from bot.texts import Texts
from db.enums import Language


@dataclass(frozen=True)
class Speaker:
    """Texts in one language."""

    texts: Texts
    language: Language

    def text(self, key: str, **params: Any) -> str:
        """The text as Telegram HTML, string parameters escaped."""
        return self.texts.text(self.language, key, **params)

    def plain(self, key: str, **params: Any) -> str:
        """The text without markup, for buttons and alerts."""
        return self.texts.plain(self.language, key, **params)
