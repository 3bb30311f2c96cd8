"""Checking reply_markup: inline keyboards, reply keyboards, their removal, forced replies."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.errors import bad_request
from sandbox.telegram.mini_app import app_address

CALLBACK_DATA_BYTES = 64
MAX_BUTTONS = 100
_ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")
_ACTIONS_2 = ("switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "callback_game")


def checked_markup(markup: Any, *, inline_only: bool = False) -> dict[str, Any] | None:
    """The reply markup as Telegram keeps it, or None where there is none.

    Raises ApiError 400, with Telegram's wording, for what Telegram refuses: a button without action,
    callback data of 0 or more than 64 bytes, an unusable address, more than 100 buttons.
    """
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = [[_inline(button) for button in _list(row)] for row in _list(markup["inline_keyboard"])]
        if sum(len(row) for row in rows) > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": [row for row in rows if row]}
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        rows = [[_reply(button) for button in _list(row)] for row in _list(markup["keyboard"])]
        return {**markup, "keyboard": [row for row in rows if row]}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return dict(markup)
    return None


def callback_data_of(markup: dict[str, Any] | None) -> set[str]:
    """Every callback data of an inline keyboard."""
    rows = (markup or {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise bad_request("can't parse reply keyboard markup JSON object")
    return value


def _inline(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not any(name in button for name in _ACTIONS + _ACTIONS_2):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    _check_address(button)
    return dict(button)


def _check_address(button: dict[str, Any]) -> None:
    url = button.get("url")
    if url is not None:
        parts = urlsplit(str(url))
        known = parts.scheme in {"tg", "ton"} or (
            parts.scheme in {"http", "https", ""} and "." in (parts.netloc or parts.path)
        )
        if not known:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if button.get("web_app") is not None:
        app_address(button["web_app"], "inline keyboard button")


def _reply(button: Any) -> dict[str, Any]:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    if button.get("web_app") is not None:
        app_address(button["web_app"], "keyboard button")
    return dict(button)
