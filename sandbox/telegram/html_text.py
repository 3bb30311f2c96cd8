"""Parse mode HTML, as strict as Telegram: text with tags becomes plain text and entities."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from sandbox.telegram.errors import ApiError, bad_request

ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)?((?:\"[^\"]*\"|'[^']*'|[^>\"'])*)(>?)")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
# Telegram knows four named entities and the numeric ones; any other stays as it is written.
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")


def utf16(text: str) -> int:
    """Length in UTF-16 code units, the unit of entity offsets."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Parser:
    source: str
    plain: list[str] = field(default_factory=list)
    length: int = 0
    open_tags: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def error(self, text: str, at: int, more: str = "") -> ApiError:
        offset = len(self.source[:at].encode())
        return bad_request(f"can't parse entities: {text} at byte offset {offset}{more}")

    def add_text(self, raw: str) -> None:
        text = _REFERENCE.sub(lambda match: unescape(match.group()), raw)
        self.plain.append(text)
        self.length += utf16(text)

    def tag(self, match: re.Match[str]) -> None:
        closing, name, rest, end = match.groups()
        name = (name or "").lower()
        if closing:
            self.close(match, name)
            return
        if not end:
            raise self.error("Unclosed start tag", match.start())
        if name not in ENTITY_OF_TAG:
            raise self.error(f'Unsupported start tag "{name}"', match.start())
        attributes = {
            found[1].lower(): unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(rest)
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self.error('Tag "span" must have class "tg-spoiler"', match.start())
        self.open_tags.append((name, attributes, self.length))

    def close(self, match: re.Match[str], name: str) -> None:
        if not self.open_tags:
            raise self.error("Unexpected end tag", match.start())
        opened, attributes, start = self.open_tags.pop()
        if name and name != opened:
            raise self.error("Unmatched end tag", match.start(), f', expected "</{opened}>", found "</{name}>"')
        if self.length > start:
            self.add_entity(_entity(opened, attributes, start, self.length - start))

    def add_entity(self, entity: dict[str, Any]) -> None:
        inner = self.entities[-1] if self.entities else {}
        covers = (inner.get("offset"), inner.get("length")) == (entity["offset"], entity["length"])
        if entity["type"] == "pre" and covers and "language" in inner:
            # <pre><code class="language-x"> is one block with a language.
            entity["language"] = self.entities.pop()["language"]
        self.entities.append(entity)


def _entity(name: str, attributes: dict[str, str], offset: int, length: int) -> dict[str, Any]:
    kind = ENTITY_OF_TAG[name]
    entity: dict[str, Any] = {"type": kind, "offset": offset, "length": length}
    if kind == "text_link":
        entity["url"] = attributes.get("href", "")
    if kind == "custom_emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    if kind == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    if name == "code" and attributes.get("class", "").startswith("language-"):
        entity["language"] = attributes["class"].removeprefix("language-")
    return entity


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Plain text and entities of a text in parse mode HTML.

    Raises ApiError 400 "can't parse entities: ..." with the byte offset for an unsupported, unclosed,
    unmatched or unexpected tag.
    """
    parser = _Parser(source)
    at = 0
    for match in _TAG.finditer(source):
        parser.add_text(source[at : match.start()])
        parser.tag(match)
        at = match.end()
    parser.add_text(source[at:])
    if parser.open_tags:
        opened = parser.open_tags[-1][0]
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened}\"")
    entities = [e for e in parser.entities if e["type"] != "text_link" or e["url"]]
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return "".join(parser.plain), sorted(entities, key=lambda e: (e["offset"], -e["length"]))
