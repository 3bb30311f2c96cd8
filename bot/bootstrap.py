"""Builds the whole product from its settings; with its siblings the only place that knows all parts."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from prometheus_client.registry import Collector

from bot.bootstrap_api import build_api, build_miniapp
from bot.bootstrap_engine import EngineSide, build_engine_side
from bot.bootstrap_worker import WorkerSide, build_worker_side
from bot.inbox import Inbox
from bot.metrics.database_figures import DatabaseFigures
from bot.metrics.meters import Meters
from bot.metrics.registry import ProcessFigures, registry_of
from bot.metrics.worker_figures import WorkerFigures
from bot.nursery import Nursery
from bot.readiness import Readiness
from bot.settings import Role, Settings, SettingsError
from bot.version import our_version
from bot.web.app import Routes, build_app
from bot.web.files import Files
from bot.web.health import Health
from bot.web.metrics import MetricsPage
from bot.web.provider_webhooks import ProviderWebhooks
from bot.web.telegram_inbox import TelegramInbox
from services.photos.workshop import Workshop
from services.ports import Clock


@dataclass(frozen=True)
class Parts:
    """Everything that runs. `worker` is None in a process that only takes in (ROLE=web)."""

    settings: Settings
    engine_side: EngineSide
    nursery: Nursery
    readiness: Readiness
    worker: WorkerSide | None
    app: web.Application


def build(settings: Settings, clock: Clock | None = None, workshop: Workshop | None = None) -> Parts:
    """Builds the parts of the role; nothing runs yet. Call it inside the running loop. Raises SettingsError."""
    meters = Meters(settings.keyed_providers)
    side = build_engine_side(settings, clock, meters, workshop)
    nursery, readiness = Nursery(), Readiness()
    inbox = Inbox(side.services.db, side.services.clock, nursery)
    worker = None if settings.role is Role.WEB else build_worker_side(settings, side, inbox, nursery)
    routes: list[Routes] = [Health(side.services.db, side.services.storage, readiness, _heartbeat(worker))]
    if settings.role is not Role.WORKER:
        routes += _doors(settings, side, inbox, meters, nursery)
    if settings.metrics_token is not None:
        process = ProcessFigures(our_version(), settings.role.value, nursery)
        routes.append(_metrics(settings.metrics_token.get_secret_value(), side, worker, (process, meters)))
    return Parts(settings, side, nursery, readiness, worker, build_app(routes))


def _heartbeat(worker: WorkerSide | None) -> Callable[[], float] | None:
    """Seconds since a tick last ended; None where nothing ticks."""
    if worker is None:
        return None
    scheduler = worker.scheduler
    return lambda: time.monotonic() - scheduler.last_end


def _metrics(token: str, side: EngineSide, worker: WorkerSide | None, counting: Sequence[Collector]) -> MetricsPage:
    services = side.services
    rows = DatabaseFigures(services.db, services.clock, services.rules.training.budget, tuple(side.nightly.works))
    working = [] if worker is None else [WorkerFigures(worker.counting)]
    return MetricsPage(token, registry_of(rows, *counting, *working), rows.refresh)


def _doors(settings: Settings, side: EngineSide, inbox: Inbox, meters: Meters, nursery: Nursery) -> list[Routes]:
    """What the outside may knock at."""
    services = side.services
    doors: list[Routes] = [
        Files(services.links, services.storage, services.clock),
        ProviderWebhooks(side.hints, meters.webhook),
    ]
    api = build_api(settings, side, nursery)
    if api is not None:
        doors += [api, build_miniapp(settings)]
    if settings.public_url:
        if settings.webhook_secret is None:
            raise SettingsError("WEBHOOK_SECRET is missing; PUBLIC_URL needs it")
        doors.append(TelegramInbox(inbox, settings.webhook_secret.get_secret_value()))
    return doors
