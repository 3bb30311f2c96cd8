"""What a view is: a function from present rows to a message, called when the message is about to be sent."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aiogram.types import InlineKeyboardMarkup

from bot.context import Services
from bot.texts import Texts
from db.enums import Language


@dataclass(frozen=True)
class Media:
    """A picture or file of an album; `data` are its plain bytes. Telegram takes photos up to 10 MB."""

    data: bytes
    file_name: str
    kind: Literal["photo", "document"] = "photo"
    caption: str | None = None


@dataclass(frozen=True)
class Rendered:
    """A message. With media the album goes first and `text` with `keyboard` follows as a control message of its
    own; without text there is only the album. Texts are Telegram HTML."""

    text: str | None = None
    keyboard: InlineKeyboardMarkup | None = None
    media: Sequence[Media] = ()
    silent: bool = False


@dataclass(frozen=True)
class ViewContext:
    """Whom a view is for and what it may ask. `params` are those the service stored."""

    chat_id: int
    language: Language
    params: Mapping[str, Any]
    texts: Texts
    services: Services

    def text(self, key: str, **params: Any) -> str:
        """The receiver's text as HTML, string parameters escaped."""
        return self.texts.text(self.language, key, **params)

    def plain(self, key: str, **params: Any) -> str:
        """The receiver's text without markup, for buttons."""
        return self.texts.plain(self.language, key, **params)


View = Callable[[ViewContext], Awaitable[Rendered | None]]
"""Renders from rows as they are; None when there is nothing to show any more. Reads only, and is called again when
a send failed. Raises NotFoundError when its subject is gone."""
