"""Failures in the caller's words."""

from bot.views.failures import failure_key
from bot.web.api.route import Call


def failure_text(call: Call, code: str | None) -> str | None:
    """The sentence for a failure's code; None without one."""
    return None if code is None else call.desk.texts.plain(call.caller.language, failure_key(call.desk.texts, code))
