"""Handling stored updates: one at a time and in order within a chat, many chats side by side."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from bot.group_commit import PATIENCE_SECONDS
from bot.nursery import Nursery
from bot.safe_trace import safe_trace
from bot.worker.finishing import DATABASE_ERRORS, Finishing, Handled
from bot.worker.update_mark import LaneLostError, UpdateMark, effect_is_written
from db.claims import Lease, claim_lanes
from db.database import Database
from db.engines import is_crowded_out
from db.repositories.lanes import Hold, Waiting, lock_held, oldest_waiting, release_lane, renew_lanes
from db.repositories.updates import count_failure, quarantine
from services.ports import Clock
from services.tracing import about_update

AT_ONCE = 64
"""Chats that are worked on side by side. Those of one claim and those that end together share transactions."""

LEASE_SECONDS = 60.0
RENEW_SECONDS = 15.0
LOOK_SECONDS = 1.0
FAILURES = 5
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0)

log = logging.getLogger(__name__)


class BrokenUpdateError(Exception):
    """The update cannot be read; trying again gives the same."""


Handle = Callable[[Waiting], Awaitable[None]]
GiveUp = Callable[[int, str], Awaitable[None]]


@dataclass(frozen=True)
class Hands:
    """What handles an update, and what tells a chat once that an update could not be handled (with a short
    code that is also in the log)."""

    handle: Handle
    give_up: GiveUp


class Lanes:
    """Works on all chats. An update's effect and its mark are one transaction; a crash between repeats the update,
    never the effect. Five failures set it aside, body kept; that no connection to the database was free is none.
    `handled`, `failed` (tries) and `quarantined` count what became of updates here."""

    def __init__(
        self, db: Database, clock: Clock, hands: Hands, nursery: Nursery, *, at_once: int = AT_ONCE,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._hands = hands
        self._nursery = nursery
        self._at_once = at_once
        self._lease_seconds = lease_seconds
        self._finishing = Finishing(db, clock, nursery, lease_seconds)
        self._held: dict[int, str] = {}
        self._cut_off: list[Hold] = []
        self._work = asyncio.Event()
        self._stopping = asyncio.Event()
        self.handled = self.failed = self.quarantined = 0
        db.on_wake(self._woken)

    def start(self) -> None:
        """Begins working in the background."""
        self._nursery.start(self._look(), "lanes")
        self._nursery.start(self._keep_leases(), "lane leases")

    def stop(self) -> None:
        """Takes no further lane; the updates in hand are finished."""
        self._stopping.set()
        self._work.set()

    async def let_go(self) -> None:
        """Once nothing works any more: gives up the lanes of updates that were cut off, so that others begin anew."""
        for hold in self._cut_off:
            async with self._db.write(joins_update=False) as session:
                await release_lane(session, self._clock, hold)
        self._cut_off.clear()

    async def work_one(self) -> bool:
        """Claims one lane and handles what waits in it; False when there was none."""
        claimed = await self._claim(1)
        for owner, update in claimed:
            await self._drain(owner, update)
        return bool(claimed)

    async def _look(self) -> None:
        """Claims lanes while there is room for more, and looks again when woken or after a second."""
        while not self._stopping.is_set():
            self._work.clear()
            room = self._at_once - len(self._held)
            try:
                claimed = await self._claim(room) if room else []
            except Exception as error:  # noqa: BLE001 (looking must outlive any failure)
                log.error("updates cannot be worked on\n%s", safe_trace(error))
                await asyncio.sleep(LOOK_SECONDS)
                continue
            for owner, update in claimed:
                self._nursery.start(self._work_on(owner, update), "lane")
            if len(claimed) < room or not room:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._work.wait(), LOOK_SECONDS)
                # Others come along, and share the claim.
                await asyncio.sleep(PATIENCE_SECONDS)

    async def _claim(self, room: int) -> list[tuple[str, Waiting]]:
        """Up to `room` lanes with the update to begin with; the owner of a claim is nobody else's, ever."""
        lease = Lease(owner=uuid4().hex, seconds=self._lease_seconds)
        async with self._db.write(joins_update=False) as session:
            lanes = await claim_lanes(session, self._clock, lease, room)
            waiting = await oldest_waiting(session, lanes)
            for lane in set(lanes) - waiting.keys():
                await release_lane(session, self._clock, (lane, lease.owner))
        self._held.update(dict.fromkeys(waiting, lease.owner))
        return [(lease.owner, waiting[lane]) for lane in lanes if lane in waiting]

    async def _work_on(self, owner: str, update: Waiting) -> None:
        try:
            await self._drain(owner, update)
        except Exception as error:  # noqa: BLE001 (others must not suffer; the lease heals this lane)
            log.error("updates cannot be worked on\n%s", safe_trace(error))
        finally:
            self._work.set()

    async def _drain(self, owner: str, first: Waiting) -> None:
        """Handles updates until none waits."""
        hold, update = (first.lane, owner), first
        following: Waiting | None = first
        try:
            while following is not None:
                update = following
                with about_update(update.update_id):
                    following = await self._one(update, hold)
        except asyncio.CancelledError:
            self._cut_off.append(hold)
            raise
        finally:
            if self._held.get(update.lane) == owner:
                del self._held[update.lane]

    async def _one(self, update: Waiting, hold: Hold) -> Waiting | None:
        """Handles one update; the next one of its lane, None when the lane is not ours any more."""
        mark = UpdateMark(self._clock, update.update_id, hold)
        mark.put_up()
        try:
            await self._hands.handle(update)
            handled = Handled(update.update_id, hold, marked=effect_is_written())
            self.handled += 1
        except LaneLostError:
            log.warning("a lane was taken over while its update was handled")
            return None
        except Exception as error:  # noqa: BLE001 (counted, and logged when given up)
            mark.take_down()
            wait = await self._failed(update, error)
            if wait is not None:
                async with self._db.write(joins_update=False) as session:
                    await release_lane(session, self._clock, hold, after=wait)
                return None
            handled = Handled(update.update_id, hold, marked=True)
        finally:
            mark.take_down()
        if self._stopping.is_set():
            await self._finishing.end(handled)
            return None
        return await self._finishing.next_after(handled)

    async def _failed(self, update: Waiting, error: Exception) -> float | None:
        """Seconds until the update is tried again; None when it is set aside."""
        if is_crowded_out(error):
            log.warning("an update waits for a connection to the database")
            return RETRY_SECONDS[-1]
        self.failed += 1
        async with self._db.write(joins_update=False) as session:
            failures = await count_failure(session, update.update_id)
            hopeless = failures >= FAILURES or isinstance(error, BrokenUpdateError)
            if hopeless:
                await quarantine(session, self._clock, update.update_id)
        if not hopeless:
            log.warning("an update failed (%d of %d): %s", failures, FAILURES, type(error).__name__)
            return RETRY_SECONDS[min(failures, len(RETRY_SECONDS)) - 1]
        self.quarantined += 1
        code = uuid4().hex[:6].upper()
        log.error("an update was set aside, code %s\n%s", code, safe_trace(error))
        await self._hands.give_up(update.lane, code)
        return None

    async def _keep_leases(self) -> None:
        every = min(RENEW_SECONDS, self._lease_seconds / 4)
        while not self._stopping.is_set() or self._held:
            if self._stopping.is_set():
                await asyncio.sleep(0.1)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), every)
            if not self._held:
                continue
            try:
                async with self._db.write(joins_update=False) as session:
                    held = {lane for lane, _ in await lock_held(session, list(self._held.items()))}
                    await renew_lanes(session, self._clock, held, self._lease_seconds)
            except DATABASE_ERRORS as error:
                log.error("leases cannot be renewed: %s", type(error).__name__)

    def _woken(self, topic: str) -> None:
        if topic == "updates":
            self._work.set()
