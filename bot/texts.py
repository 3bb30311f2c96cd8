"""What the product says, in the person's language: Fluent files under `locales/<language>/`."""

import html
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from db.enums import Language

LOCALES = Path(__file__).parent / "locales"

log = logging.getLogger(__name__)


class MissingTextError(KeyError):
    """A key has no text, or its text cannot be filled with the given parameters."""


@dataclass(frozen=True)
class Html:
    """A parameter that is markup already and goes in as it is."""

    text: str


class Texts:
    """Texts by key; `message.attribute` names an attribute.

    With `strict` (tests) a missing text raises MissingTextError; otherwise English answers, then the key itself,
    and one log line per key tells.
    """

    def __init__(self, folder: Path = LOCALES, *, strict: bool = False) -> None:
        self._bundles = {language: _load(folder, language) for language in Language}
        self._strict = strict
        self._told: set[tuple[Language, str]] = set()

    def text(self, language: Language, key: str, **params: Any) -> str:
        """The text as Telegram HTML; string parameters are escaped unless wrapped in `Html`."""
        return self._find(language, key, {name: _escaped(value) for name, value in params.items()})

    def plain(self, language: Language, key: str, **params: Any) -> str:
        """The text for places without markup: button labels, alerts, commands."""
        return self._find(language, key, params)

    def has(self, key: str) -> bool:
        """Whether every language has the text."""
        name, _, attribute = key.partition(".")
        return all(_pattern(bundle, name, attribute) is not None for bundle in self._bundles.values())

    def _find(self, language: Language, key: str, params: dict[str, Any]) -> str:
        for choice in (language, Language.EN):
            found = self._format(choice, key, params)
            if found is not None:
                return found
            if self._strict:
                raise MissingTextError(f"{choice}: {key}")
            if (choice, key) not in self._told:
                self._told.add((choice, key))
                log.error("no usable text %s in %s", key, choice)
        return key

    def _format(self, language: Language, key: str, params: dict[str, Any]) -> str | None:
        name, _, attribute = key.partition(".")
        bundle = self._bundles[language]
        pattern = _pattern(bundle, name, attribute)
        if pattern is None:
            return None
        value, errors = bundle.format_pattern(pattern, params)
        if errors and self._strict:
            raise MissingTextError(f"{language}: {key}: {errors[0]}")
        return str(value)


def _load(folder: Path, language: Language) -> FluentBundle:
    # Isolating marks would sit inside HTML attributes and copied trigger words.
    bundle = FluentBundle([language.value], use_isolating=False)
    for path in sorted((folder / language.value).glob("*.ftl")):
        bundle.add_resource(_parsed(path.read_text(encoding="utf-8")))
    return bundle


@lru_cache(maxsize=256)
def _parsed(text: str) -> Any:
    """Read once in a process: nothing changes a resource, and reading all of them takes a third of a second."""
    return FluentResource(text)


def _pattern(bundle: FluentBundle, name: str, attribute: str) -> Any:
    if not bundle.has_message(name):
        return None
    message = bundle.get_message(name)
    return message.attributes.get(attribute) if attribute else message.value


def _escaped(value: Any) -> Any:
    if isinstance(value, Html):
        return value.text
    return html.escape(value, quote=False) if isinstance(value, str) else value
