"""Failures in words. Only their code is stored."""

from bot.views.base import ViewContext


def reason_key(context: ViewContext, code: str | None) -> str:
    """The text of a failure; a general sentence stands in for a code that has no text."""
    key = f"error-{code}"
    return key if code and context.texts.has(key) else "error-provider-failed"
