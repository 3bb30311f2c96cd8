"""Several replicas on one database, and everything around them."""

import asyncio
import itertools
from collections.abc import Awaitable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import event

from db.columns import new_id
from db.enums import JobKind
from services import crash_points
from services.billing import ledger
from services.errors import LimitReachedError, LoragramError
from services.jobs.hints import HintAnswer
from services.jobs.kinds import NewJob
from services.jobs.look_pace import LookPace
from services.jobs.orders import place
from services.jobs.parts import EngineParts
from services.messaging.outbox import send_what_was_missed
from services.providers.base import Provider
from tests.model.books import Books
from tests.model.clock import ModelClock
from tests.model.kinds import ENDPOINT, ModelKind
from tests.model.outside import PARKING, Died, Mood, Outside, Parked, acting
from tests.model.peek import Peek
from tests.model.provider import ModelProvider, Post
from tests.model.replica import Replica
from tests.model.telegram import ModelTelegram
from tests.model.watched import WatchedDatabase
from tests.support.rows import make_user

ADMIN = 7
PEOPLE = (101, 102)
PATIENCE = 60.0
"""Real seconds after which a step that comes to no rest fails the run instead of holding it up."""


class NoPace(LookPace):
    """Looks follow each other at once: their spacing is counted in real time."""

    async def turn(self, provider: Provider) -> None:
        """Now."""


@dataclass
class Order:
    """What a person was told has been ordered, at a price for `units` pieces together."""

    job: UUID
    user: int
    units: int
    price: int
    key: str


@dataclass
class World:
    """`granted` and `orders` are the oracle's own record of what was paid in and ordered."""

    db: WatchedDatabase
    peek: Peek
    clock: ModelClock
    outside: Outside
    books: Books
    providers: dict[str, ModelProvider]
    kinds: dict[JobKind, ModelKind]
    telegram: ModelTelegram
    dead: set[str]
    replicas: list[Replica] = field(default_factory=list)
    granted: dict[int, int] = field(default_factory=dict)
    grants: set[str] = field(default_factory=set)
    orders: list[Order] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @classmethod
    async def open(cls, path: Path, replicas: int) -> "World":
        """A world on a fresh migrated database file."""
        clock = ModelClock()
        outside = Outside(clock)
        dead: set[str] = set()
        db = WatchedDatabase(f"sqlite:///{path}", outside.moved, dead)
        # Processes die here, the machine does not: no step has to wait for the disk.
        event.listen(db.writer.sync_engine, "connect", lambda connection, _: _execute(connection, "synchronous=OFF"))
        books = Books(clock, Peek(path))
        posts: list[Post] = []
        providers = {
            name: ModelProvider(name, outside, books, absence_is_proof=name == "replicate", everybodys_posts=posts)
            for name in ("fal", "replicate")
        }
        kinds = {kind: ModelKind(kind, db, clock, outside, books, tuple(providers)) for kind in JobKind}
        telegram = ModelTelegram(outside, books)
        world = cls(db, books.peek, clock, outside, books, providers, kinds, telegram, dead)
        for user in (*PEOPLE, ADMIN):
            await make_user(db, id=user)
        world.replicas = [world._replica() for _ in range(replicas)]
        crash_points.observe_crash_points(world._pass)
        return world

    async def close(self) -> None:
        """Everything ends."""
        crash_points._observers.remove(self._pass)
        for replica in self.replicas:
            await self._bury(replica)
        self.peek.close()
        await self.db.close()

    async def grant(self, user: int, amount: int, key: str) -> None:
        """A person gets credits; the same key again gives none."""
        async with self.db.write() as session:
            await ledger.grant(session, self.clock, user, amount, key)
        if key not in self.grants:
            self.grants.add(key)
            self.granted[user] = self.granted.get(user, 0) + amount

    async def order(self, user: int, kind: JobKind, units: int, price: int, provider: str, *, proof: bool) -> None:
        """A person orders, if the wallet allows it."""
        await self._place(user, kind, units, price, provider, f"order-{next(self.numbers)}", proof=proof)

    async def order_again(self, order: Order) -> None:
        """The tap of an earlier order comes a second time."""
        before = self.peek.rows("SELECT COUNT(*) FROM job")
        await self._place(order.user, JobKind.TRAINING, order.units, order.price, "fal", order.key, proof=False)
        if self.peek.rows("SELECT COUNT(*) FROM job") != before:
            self.books.fault("a double tap has ordered twice")

    async def work(
        self, replica: Replica, names: Iterable[str], moods: Mapping[str, Mood], dies_at: str | None = None
    ) -> None:
        """A replica begins some of its ticks, one after the other; each goes on until it ends or waits for the outside.

        `moods`: how the next call of each sort ends. `dies_at`: the named line at which the replica dies.
        """
        self.outside.moods = dict(moods)
        replica.dies_at = dies_at
        for name in names:
            if replica in self.replicas and not replica.is_at(name):
                await self.run(replica, name, replica.ticks[name]())
        self.outside.moods = {}

    async def run(self, replica: Replica, name: str, work: Awaitable[Any]) -> Any:
        """Runs a piece of work in a replica's name until nothing moves; its result, None when it did not come."""
        running = replica.begin(name, work)
        await self.rest()
        return running.result()

    async def answer(self, parked: Parked, mood: Mood) -> None:
        """One of the waiting calls gets its answer."""
        parked.answer.set_result(Mood.FINE if mood in PARKING else mood)
        await self.rest()

    async def crash(self, replica: Replica) -> None:
        """A replica is gone as after a SIGKILL; another one starts in its place."""
        self.replicas[self.replicas.index(replica)] = self._replica()
        await self._bury(replica)

    async def cancel(self, order: Order) -> None:
        """A person wants an order to stop."""
        try:
            await self.replicas[0].cancels.request(order.user, order.job)
        except LoragramError:
            return  # too late, which is the person's to know

    async def verdict(self, job: UUID, ref: str | None) -> None:
        """An admin says which call is a lost one, or that there is none. A call that is not there is nobody's word."""
        verdicts = self.replicas[0].verdicts
        try:
            await (verdicts.adopt(ADMIN, job, ref) if ref else verdicts.mark_failed(ADMIN, job))
        except LoragramError:
            return  # too late, or refused

    async def webhook(
        self, replica: Replica, provider: str, token: str, body: str, **headers: str
    ) -> HintAnswer | None:
        """A webhook comes in; None when the replica died over it."""
        given = {"signature": "good", "account": "ours", "event": "ended"} | headers
        work = replica.hints.receive(provider, token, given, body.encode())
        answer: HintAnswer | None = await self.run(replica, f"webhook-{next(self.numbers)}", work)
        return answer

    async def comes_back(self, user: int) -> None:
        """A person who had blocked the bot writes to it."""
        self.telegram.blocked.discard(user)
        async with self.db.write() as session:
            await send_what_was_missed(session, self.clock, user)

    async def rest(self) -> None:
        """Waits until nothing moves: all work has ended or waits for the outside. The dead are replaced."""
        await self._quiet()
        for replica in list(self.replicas):
            raised = replica.collect()
            for error in raised:
                if not isinstance(error, Died):
                    self.books.fault(f"a tick failed: {error!r}")
            if any(isinstance(error, Died) for error in raised):
                await self.crash(replica)

    async def _quiet(self) -> None:
        loop: Any = asyncio.get_running_loop()
        async with asyncio.timeout(PATIENCE):
            while True:
                await asyncio.sleep(0)
                if loop._ready:
                    continue
                if not self.db.inside:
                    return
                self.outside.moved.clear()
                await self.outside.moved.wait()

    async def _bury(self, replica: Replica) -> None:
        self.dead.add(replica.owner)
        self.outside.hang_up(replica.owner)
        for running in replica.running:
            running.task.cancel()
        await self._quiet()
        replica.collect()

    async def _place(
        self, user: int, kind: JobKind, units: int, price: int, provider: str, key: str, *, proof: bool
    ) -> None:
        new = NewJob(user, kind, provider, ENDPOINT, new_id(), units=units, price=price, request_key=key)
        try:
            async with self.db.write() as session:
                job = await place(session, self.clock, new)
        except LimitReachedError:
            return
        if any(order.key == key for order in self.orders):
            return
        self.orders.append(Order(job.id, user, units, price, key))
        if proof:
            self.kinds[kind].with_proofs.add(job.id)

    def _replica(self) -> Replica:
        owner = f"replica-{next(self.numbers)}"
        parts = EngineParts(
            self.db, self.clock, self.providers, self.kinds, owner, "https://bot.example",
            admin_ids=(ADMIN,), look_pace=NoPace(),
        )  # fmt: skip
        return Replica(parts, self.telegram, self.outside)

    def _pass(self, point: str) -> None:
        for replica in self.replicas:
            if replica.owner == acting.get() and replica.dies_at == point:
                replica.dies_at = None
                self.dead.add(replica.owner)
                raise Died(point)


def _execute(connection: Any, pragma: str) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
