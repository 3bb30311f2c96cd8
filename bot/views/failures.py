"""Failures in words. Only their code is stored."""

from bot.texts import Texts
from bot.views.base import ViewContext


def reason_key(context: ViewContext, code: str | None) -> str:
    """The text of a failure; a general sentence stands in for a code that has no text."""
    return failure_key(context.texts, code)


def failure_key(texts: Texts, code: str | None) -> str:
    """The same outside of a view."""
    key = f"error-{code}"
    return key if code and texts.has(key) else "error-provider-failed"
