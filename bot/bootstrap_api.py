"""Builds the REST API of the Mini App, and what serves the app itself."""

import time
from urllib.parse import urlsplit

from bot.bootstrap_engine import EngineSide
from bot.nursery import Nursery
from bot.settings import Settings, SettingsError
from bot.texts import Texts
from bot.web.api.api import Api
from bot.web.api.bearers import Bearers
from bot.web.api.live import LiveJobs
from bot.web.api.pace import OPENING, PaceKeeper
from bot.web.api.route import Desk
from bot.web.api.table import ROUTES
from bot.web.miniapp import MiniApp
from services.storage.keys import derive_keys


def build_api(settings: Settings, side: EngineSide, nursery: Nursery) -> Api | None:
    """The routes; None in a process without the bot's token, which cannot tell who opens the Mini App. Raises
    SettingsError."""
    if settings.bot_token is None:
        return None
    if settings.data_key is None:
        raise SettingsError("DATA_KEY is missing")
    desk = Desk(
        services=side.services,
        texts=Texts(),
        bearers=Bearers(derive_keys(settings.data_key.get_secret_value()).sessions),
        bot_token=settings.bot_token.get_secret_value(),
        live=LiveJobs(side.services, nursery),
        openings=PaceKeeper(OPENING, time.monotonic),
    )
    return Api(desk, ROUTES)


def build_miniapp(settings: Settings) -> MiniApp:
    """The Mini App's files; the page of the sandbox may show them in a frame, as Telegram's own pages may."""
    framers = [settings.sandbox_url] if settings.sandbox_url else []
    return MiniApp(_origin(settings.public_url) if settings.public_url else None, framers)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
