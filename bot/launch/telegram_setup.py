"""What the bot tells Telegram about itself at start: commands, descriptions, menu button, where to send updates."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence

from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommand, BotCommandScopeChat, MenuButtonCommands, MenuButtonWebApp, WebAppInfo

from bot.inbox import ALLOWED_UPDATES
from bot.settings import SettingsError
from bot.texts import Texts
from db.database import Database
from db.enums import Language
from db.repositories.marks import leave_mark, mark_of
from services.ports import Clock

COMMANDS = (
    "start", "create", "generate", "models", "status", "jobs", "cancel", "help", "privacy", "mydata", "language",
    "news", "report",
)  # fmt: skip
APP_COMMAND = "app"
"""Comes after "start" where there is a Mini App."""

ADMIN_COMMANDS = ("admin", "broadcast", "ban", "unban", "grant", "invite")
CONNECTIONS = 40
LOGIN_WAITS = (1.0, 2.0, 4.0, 8.0)

log = logging.getLogger(__name__)


async def log_in(bot: Bot) -> str:
    """The bot's user name. Raises SettingsError for a wrong token or when Telegram stays out of reach."""
    for wait in (*LOGIN_WAITS, None):
        try:
            return (await bot.get_me()).username or ""
        except TelegramUnauthorizedError:
            raise SettingsError("BOT_TOKEN is refused by Telegram. Copy it again from @BotFather.") from None
        except (TelegramNetworkError, TelegramServerError) as error:
            log.warning("Telegram does not answer yet: %s", type(error).__name__)
            if wait is None:
                raise SettingsError("Telegram cannot be reached at TELEGRAM_API_URL.") from None
            await asyncio.sleep(wait)
    raise AssertionError("the last try returns or raises")


def commands_of(*, has_app: bool) -> tuple[str, ...]:
    """The commands that everybody sees."""
    return (COMMANDS[0], APP_COMMAND, *COMMANDS[1:]) if has_app else COMMANDS


async def introduce(bot: Bot, texts: Texts, admin_ids: Sequence[int], app_url: str | None) -> None:
    """Commands, descriptions and menu button in every language; best effort, one log line for each that fails.

    The menu button opens the Mini App at `app_url`; without one it shows the commands, also where it opened an app
    before.
    Admins see their own commands as well, in their chats alone; the log says which of them cannot be reached.
    """
    usual = commands_of(has_app=app_url is not None)
    for language in Language:
        code = None if language is Language.EN else language.value
        await _try(bot.set_my_commands, _commands(texts, language, usual), language_code=code)
        await _try(bot.set_my_description, texts.plain(language, "bot-description"), language_code=code)
        await _try(bot.set_my_short_description, texts.plain(language, "bot-short-description"), language_code=code)
    await _try(bot.set_chat_menu_button, menu_button=_menu_button(texts, app_url))
    for admin_id in admin_ids:
        await introduce_to_admin(bot, texts, admin_id, has_app=app_url is not None)


async def introduce_to_admin(bot: Bot, texts: Texts, admin_id: int, *, has_app: bool) -> None:
    """The commands of an admin, in their chat alone; best effort, for Telegram knows no chat before their /start."""
    scope = BotCommandScopeChat(chat_id=admin_id)
    try:
        for language in Language:
            code = None if language is Language.EN else language.value
            everything = _commands(texts, language, commands_of(has_app=has_app) + ADMIN_COMMANDS)
            await bot.set_my_commands(everything, scope=scope, language_code=code)
    except (TelegramBadRequest, TelegramForbiddenError):
        # Telegram knows no chat between the two, so no alert would arrive either.
        log.warning("admin %s has not written /start to this bot yet, so it cannot write to them", admin_id)
    except AiogramError as error:
        log.warning("the commands of admin %s were not set: %s", admin_id, type(error).__name__)


def _menu_button(texts: Texts, app_url: str | None) -> MenuButtonCommands | MenuButtonWebApp:
    """Telegram has one menu button for all languages (only single chats may differ), so its word is English."""
    if app_url is None:
        return MenuButtonCommands()
    return MenuButtonWebApp(text=texts.plain(Language.EN, "app-menu"), web_app=WebAppInfo(url=app_url))


def _commands(texts: Texts, language: Language, names: Sequence[str]) -> list[BotCommand]:
    return [BotCommand(command=name, description=texts.plain(language, f"command-{name}")) for name in names]


async def use_webhook(bot: Bot, db: Database, clock: Clock, url: str, secret: str) -> bool:
    """Points Telegram at `url`; does nothing when it is so already. True when it was changed.

    Telegram does not tell which secret it has, so a fingerprint of what was set last is kept.
    """
    known = await bot.get_webhook_info()
    fingerprint = hashlib.sha256(f"{bot.token} {url} {secret} {ALLOWED_UPDATES}".encode()).hexdigest()[:32]
    async with db.read() as session:
        same = await mark_of(session, "webhook") == fingerprint
    if known.url == url and same:
        return False
    await bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES), max_connections=CONNECTIONS)
    async with db.write(joins_update=False) as session:
        await leave_mark(session, "webhook", fingerprint, clock.now())
    return True


async def use_polling(bot: Bot) -> None:
    """Takes an old webhook away, which keeps the updates that wait."""
    if (await bot.get_webhook_info()).url:
        await bot.delete_webhook(drop_pending_updates=False)


async def _try(call: Callable[..., Awaitable[object]], *args: object, **kwargs: object) -> None:
    try:
        await call(*args, **kwargs)
    except AiogramError as error:
        log.warning("%s did not work: %s", getattr(call, "__name__", "a call"), type(error).__name__)
