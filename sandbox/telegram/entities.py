"""Text with entities: what a call means by text, parse_mode and entities, and how a page may show it."""

import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.errors import bad_request
from sandbox.telegram.html_text import parse_html, utf16

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
# Bytes of a text with its tags.
RAW_LIMIT = 1 << 15

_TAG_OF_ENTITY = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
_LINK_SCHEMES = {"http", "https", "tg", "mailto"}
_TYPED = re.compile(r"(?P<bot_command>(?:(?<=\s)|^)/[A-Za-z0-9_]{1,64}(?:@\w+)?)|(?P<url>https?://[^\s<>\"]+)")


def formatted(text: str, parse_mode: str, entities: Any) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and entities that a call means; outer white space is cut off as Telegram does.

    Raises ApiError 400 for bad HTML or for a parse mode other than HTML.
    """
    if len(text.encode()) > RAW_LIMIT:
        raise bad_request("text is too long")
    mode = parse_mode.lower()
    if mode == "html":
        plain, found = parse_html(text)
    elif mode in {"", "none"}:
        plain, found = text, [dict(e) for e in entities or [] if isinstance(e, dict)]
    else:
        raise bad_request("unsupported parse_mode")
    return _stripped(plain, found)


def typed_entities(text: str) -> list[dict[str, Any]]:
    """Entities that Telegram finds in a text somebody typed: bot commands and addresses."""
    found = []
    for match in _TYPED.finditer(text):
        kind = str(match.lastgroup)
        found.append({"type": kind, "offset": utf16(text[: match.start()]), "length": utf16(match.group())})
    return found


def to_safe_html(text: str, entities: list[dict[str, Any]]) -> str:
    """HTML for a page: every character escaped, entities as tags from a fixed list, safe links only."""
    units = text.encode("utf-16-le")
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        start, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
        piece = units[start * 2 : end * 2].decode("utf-16-le", "replace")
        tags = _tags(entity, piece)
        if tags is not None and 0 <= start < end <= len(units) // 2:
            opens.setdefault(start, []).append(tags[0])
            closes.setdefault(end, []).insert(0, tags[1])
    marks = sorted({0, len(units) // 2, *opens, *closes})
    parts: list[str] = []
    for place, mark in enumerate(marks):
        parts += closes.get(mark, []) + opens.get(mark, [])
        end = marks[place + 1] if place + 1 < len(marks) else mark
        parts.append(escape(units[mark * 2 : end * 2].decode("utf-16-le", "replace")))
    return "".join(parts)


def _tags(entity: dict[str, Any], piece: str) -> tuple[str, str] | None:
    kind = str(entity["type"])
    if kind in _TAG_OF_ENTITY:
        return f"<{_TAG_OF_ENTITY[kind]}>", f"</{_TAG_OF_ENTITY[kind]}>"
    if kind == "bot_command":
        return '<a class="command">', "</a>"
    if kind in {"text_link", "url"}:
        target = str(entity.get("url", piece))
        if urlsplit(target).scheme in _LINK_SCHEMES:
            return f'<a href="{escape(target)}" target="_blank" rel="noopener noreferrer">', "</a>"
    return None


def _stripped(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    cut = utf16(text) - utf16(text.lstrip())
    plain = text.strip()
    length = utf16(plain)
    kept = []
    for entity in entities:
        start = max(0, int(entity["offset"]) - cut)
        end = min(length, int(entity["offset"]) + int(entity["length"]) - cut)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return plain, kept
