"""Starting and stopping a built product."""

import asyncio
import logging
import socket
from asyncio import CancelledError, Task
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from aiohttp import web

from bot.bootstrap import Parts
from bot.bootstrap_worker import WorkerSide
from bot.launch.ground import check_postgresql
from bot.launch.light_aiogram import build_usual_models
from bot.launch.telegram_setup import introduce, log_in, use_polling, use_webhook
from bot.nursery import Nursery
from bot.settings import Role
from bot.storage_advice import require_storage
from bot.turn import Turn
from bot.web.telegram_inbox import PATH
from bot.worker.finishing import DATABASE_ERRORS
from db.migrate import upgrade
from db.repositories.leases import free_leases_of
from services.billing.access import AccessMode
from services.messaging.outbox import alert_admins

NOTICE_SECONDS = 3.0
"""From the first failing /readyz to the last connection that is taken: a front that asks every second has noticed."""

DRAIN_SECONDS = 25.0
LAST_WORDS_SECONDS = 5.0
SET_UP_SECONDS = 60.0
ALWAYS_LOOKING = frozenset({"updates"})
"""Topics that a process which works looks at in the same moment, whoever else may."""

log = logging.getLogger(__name__)


class Runtime:
    """A running product."""

    def __init__(self, parts: Parts, listening: socket.socket) -> None:
        self._parts = parts
        self._runner = web.AppRunner(parts.app, access_log=None, shutdown_timeout=5.0)
        self._listening = listening
        self._polling: Task[Any] | None = None
        self._beside = Nursery()
        """What must go on while the work is drained."""

    async def start(self) -> str | None:
        """Brings the database up to date, logs in and begins to work; returns the bot's user name, None where nothing
        talks to Telegram.

        Raises SettingsError. Telegram is told about the webhook only once we listen.
        """
        parts, services = self._parts, self._parts.engine_side.services
        await check_postgresql(services.db)
        if parts.settings.storage_url.startswith("s3://"):
            await require_storage(services.storage, parts.settings.storage_url)
        await upgrade(services.db)
        if services.db.others is not None:
            self._beside.start(services.db.others.run(), "wakes of other processes")
        await parts.engine_side.engine.take_over()
        await self._runner.setup()
        await web.SockSite(self._runner, self._listening).start()
        name = None if parts.worker is None else await self._begin_work(parts.worker)
        parts.readiness.started()
        return name

    async def stop(self) -> None:
        """Tells the front, takes nothing further, lets what runs finish for up to 25 s, leaves the rest to others at
        once, closes everything."""
        parts, side = self._parts, self._parts.engine_side
        had_begun = parts.readiness.reason_against is None
        parts.readiness.drain()
        if had_begun and self._has_front:
            await asyncio.sleep(NOTICE_SECONDS)
        if side.services.db.others is not None:
            side.services.db.others.keep(())
        if parts.worker is not None:
            await self._end_work(parts.worker)
        await self._runner.cleanup()
        await parts.nursery.drain(DRAIN_SECONDS)
        if had_begun and parts.worker is not None:
            await self._leave_to_others(parts.worker)
        if side.services.db.others is not None:
            side.services.db.others.stop()
            await self._beside.drain(LAST_WORDS_SECONDS)
        if parts.worker is not None:
            await parts.worker.bot.session.close()
        await side.close()

    @property
    def _has_front(self) -> bool:
        settings = self._parts.settings
        return bool(settings.public_url) and not settings.uses_sqlite and settings.role is not Role.WORKER

    async def _begin_work(self, worker: WorkerSide) -> str:
        parts, db = self._parts, self._parts.engine_side.services.db
        await worker.pauses.load()
        name = await log_in(worker.bot)
        worker.lanes.start()
        worker.scheduler.start()
        if db.others is not None:
            db.others.keep(ALWAYS_LOOKING)
        await self._receive(worker)
        parts.nursery.start(self._introduce(worker), "introduction")
        parts.nursery.start(asyncio.to_thread(parts.engine_side.services.words.warm_up), "patterns of words")
        await self._tell_what_is_missing()
        build_usual_models()
        return name

    async def _end_work(self, worker: WorkerSide) -> None:
        if self._polling is not None and worker.polling is not None:
            self._polling.cancel()
            with suppress(CancelledError):
                await self._polling
            with _leases_may_run_out():
                await worker.polling.leave()
        self._parts.engine_side.engine.stop()
        await worker.scheduler.stop()
        worker.sender_lease.retire()
        worker.lanes.stop()

    async def _leave_to_others(self, worker: WorkerSide) -> None:
        """What this process still holds, now that nothing of it works any more; and tells them so."""
        side = self._parts.engine_side
        with _leases_may_run_out():
            await worker.lanes.let_go()
            async with side.services.db.write(joins_update=False) as session:
                await free_leases_of(session, side.owner)
                for topic in worker.scheduler.topics:
                    session.wake(topic)

    async def _receive(self, worker: WorkerSide) -> None:
        parts, services = self._parts, self._parts.engine_side.services
        if worker.polling is not None:
            await use_polling(worker.bot)
            self._polling = parts.nursery.start(worker.polling.run(), "polling")
            return
        secret = parts.settings.webhook_secret
        assert secret is not None
        url = f"{parts.settings.public_url}{PATH}"
        async with self._turn(worker, "webhook").held():
            if await use_webhook(worker.bot, services.db, services.clock, url, secret.get_secret_value()):
                log.info("the webhook is set")

    async def _introduce(self, worker: WorkerSide) -> None:
        """Another process that is at it says the same."""
        turn, settings = self._turn(worker, "introduction"), self._parts.settings
        if await turn.take():
            try:
                await introduce(worker.bot, worker.texts, settings.admin_ids, settings.app_url)
            finally:
                await turn.give_back()

    def _turn(self, worker: WorkerSide, task: str) -> Turn:
        side = self._parts.engine_side
        return Turn(side.services.db, side.services.clock, f"{task}:{worker.bot.id}", side.owner, SET_UP_SECONDS)

    async def _tell_what_is_missing(self) -> None:
        """Admins learn in chat, once a day at most, that nobody can train yet."""
        services, settings = self._parts.engine_side.services, self._parts.settings
        if not settings.admin_ids and settings.access is not AccessMode.OPEN:
            log.warning("ADMIN_IDS is empty and ACCESS is %s: nobody can use the bot", settings.access.value)
        if services.providers:
            return
        log.warning("no provider key: set FAL_KEY or REPLICATE_API_TOKEN, until then nobody can train or generate")
        async with services.db.write(joins_update=False) as session:
            await alert_admins(
                session,
                services.clock,
                settings.admin_ids,
                key=f"provider-missing:{services.clock.now():%Y-%m-%d}",
                code="provider-missing",
                params={},
            )


@contextmanager
def _leases_may_run_out() -> Iterator[None]:
    """A database that is away at the end keeps nobody from ending."""
    try:
        yield
    except DATABASE_ERRORS as error:
        log.warning("leases run out by themselves, because they cannot be given back: %s", type(error).__name__)
