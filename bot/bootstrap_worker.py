"""Builds what works on updates, jobs and messages, and speaks with Telegram."""

from dataclasses import dataclass
from functools import partial
from secrets import SystemRandom

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer

from bot.bootstrap_backup import backup_plans
from bot.bootstrap_engine import EngineSide
from bot.dispatcher import build_dispatcher
from bot.inbox import Inbox
from bot.metrics.worker_figures import Workers
from bot.middlewares.errors import ErrorBoundary
from bot.nursery import Nursery
from bot.routers import all_routers
from bot.sending.broadcaster import TelegramBroadcaster
from bot.sending.json_session import JsonSession
from bot.sending.messenger import MessengerParts, TelegramMessenger
from bot.sending.pacer import Pacer
from bot.sending.pauses import LONGEST_LAG, SendPauses
from bot.sending.requests import PacedRequests
from bot.settings import Settings, SettingsError
from bot.telegram_files import TelegramFiles
from bot.texts import Texts
from bot.turn import Turn
from bot.views.registry import all_views
from bot.worker.feed import Feed
from bot.worker.lanes import Hands, Lanes
from bot.worker.orphan_tick import OrphanTick
from bot.worker.polling import TURN_SECONDS, Polling
from bot.worker.price_tick import PriceTick
from bot.worker.scheduler import TickScheduler
from bot.worker.ticks import (
    Housekeeping,
    broadcast_plan,
    choice_plan,
    draft_plan,
    engine_plans,
    nightly_plans,
    odd_look_plans,
    privacy_plan,
    report_plan,
    sender_plans,
    sending_plans,
)
from services.messaging.broadcast_run import BroadcastParts
from services.messaging.broadcast_runner import BroadcastRunner
from services.messaging.sender import Sender, SenderRules
from services.messaging.sender_lease import SenderLease

MESSAGES_AT_ONCE = 12
"""Telegram answers within some tenths of a second at worst: enough for 30 messages a second then, too."""


@dataclass(frozen=True)
class WorkerSide:
    """The working parts. `polling` is None when Telegram delivers to our webhook."""

    texts: Texts
    bot: Bot
    pauses: SendPauses
    sender_lease: SenderLease
    dispatcher: Dispatcher
    lanes: Lanes
    polling: Polling | None
    scheduler: TickScheduler
    counting: Workers


@dataclass(frozen=True)
class _Telegram:
    bot: Bot
    pacer: Pacer
    pauses: SendPauses
    lease: SenderLease
    texts: Texts


def build_worker_side(settings: Settings, side: EngineSide, inbox: Inbox, nursery: Nursery) -> WorkerSide:
    """Builds the parts; nothing runs yet. Raises SettingsError."""
    services = side.services
    telegram = _telegram(settings, side)
    boundary = ErrorBoundary(services.db, services.clock, telegram.texts)
    dispatcher = build_dispatcher(services, telegram.texts, boundary, all_routers())
    feed = Feed(telegram.bot, dispatcher, services.db, telegram.texts)
    lanes = Lanes(services.db, services.clock, Hands(feed.handle, feed.give_up), nursery)
    sender = _sender(side, telegram)
    scheduler = _scheduler(settings, side, telegram, sender, nursery)
    services.db.on_wake(scheduler.woken)
    return WorkerSide(
        texts=telegram.texts,
        bot=telegram.bot,
        pauses=telegram.pauses,
        sender_lease=telegram.lease,
        dispatcher=dispatcher,
        lanes=lanes,
        polling=None if settings.public_url else _polling(side, telegram.bot, inbox),
        scheduler=scheduler,
        counting=Workers(scheduler, lanes, boundary, telegram.pacer, telegram.pauses, sender),
    )


def _polling(side: EngineSide, bot: Bot, inbox: Inbox) -> Polling:
    """Telegram refuses a second process that asks; SQLite has only one."""
    services = side.services
    turn = Turn(services.db, services.clock, f"poller:{bot.id}", side.owner, TURN_SECONDS)
    return Polling(bot, inbox, turn if services.db.is_postgresql else None)


def _telegram(settings: Settings, side: EngineSide) -> _Telegram:
    if settings.bot_token is None:
        raise SettingsError("BOT_TOKEN is missing")
    session = JsonSession(api=TelegramAPIServer.from_base(settings.telegram_api_url))
    bot = Bot(
        settings.bot_token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True),
    )
    db, clock, rate = side.services.db, side.services.clock, settings.messages_per_second
    pauses = SendPauses(db, clock, bot.id, full_rate=rate, lag=SystemRandom().uniform(0, LONGEST_LAG))
    pacer = Pacer(rate=rate, silence=pauses.remaining, slowed=pauses.rate)
    session.middleware(PacedRequests(pacer, pauses))
    return _Telegram(bot, pacer, pauses, SenderLease(db, clock, bot.id, side.owner), Texts())


def _sender(side: EngineSide, telegram: _Telegram) -> Sender:
    services = side.services
    messenger = TelegramMessenger(
        MessengerParts(
            telegram.bot, services.db, services, telegram.texts, all_views(), telegram.pacer, telegram.pauses,
            telegram.lease,
        )
    )  # fmt: skip
    rules = SenderRules(at_once=MESSAGES_AT_ONCE)
    return Sender(services.db, services.clock, messenger, side.owner, rules, turn=telegram.lease)


def _scheduler(
    settings: Settings, side: EngineSide, telegram: _Telegram, sender: Sender, nursery: Nursery
) -> TickScheduler:
    services = side.services
    broadcasts = _broadcast_runner(settings, side, telegram)
    plans = [
        *engine_plans(side.engine),
        *sender_plans(sender),
        *sending_plans(telegram.lease, telegram.pauses),
        choice_plan(services.operating.reading.read),
        broadcast_plan(broadcasts, broadcasts.stop),
        draft_plan(partial(services.albums.tick, TelegramFiles(telegram.bot))),
        *odd_look_plans(side.odd_look.tick if side.odd_look is not None else None),
        *Housekeeping(services.db, services.clock).plans(side.erase_due),
        privacy_plan(side.privacy.tick),
        report_plan(services.reports.remind),
        *nightly_plans(side.nightly),
        *OrphanTick(services.db, services.clock, side.orphans.search).plans(tuple(services.providers)),
        PriceTick(side.price_reading.read, services.clock).plan(),
        *backup_plans(settings, side),
    ]
    return TickScheduler(plans, nursery, factor=settings.tick_factor)


def _broadcast_runner(settings: Settings, side: EngineSide, telegram: _Telegram) -> BroadcastRunner:
    services = side.services
    broadcaster = TelegramBroadcaster(telegram.bot, telegram.pacer, telegram.texts)
    parts = BroadcastParts(services.db, services.clock, broadcaster, telegram.lease, settings.admin_ids)
    return BroadcastRunner(parts)
