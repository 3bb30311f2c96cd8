"""What the bot's buttons say, so that the story presses what a person reads."""

import re

from bot.texts import Texts
from db.enums import Language

TAGS = re.compile(r"</?[a-z]+>")


class Words:
    """Texts by key in one language, without markup. Raises MissingTextError for a key that has no text."""

    def __init__(self, language: Language = Language.EN) -> None:
        self._texts = Texts(strict=True)
        self._language = language

    def __call__(self, key: str, **params: object) -> str:
        return self._texts.plain(self._language, key, **params)

    def shown(self, key: str, **params: object) -> str:
        """A text as a person sees it: without markup."""
        return TAGS.sub("", self(key, **params))

    def first_line(self, key: str, **params: object) -> str:
        """How a message begins, as a person sees it."""
        return self.shown(key, **params).splitlines()[0]
