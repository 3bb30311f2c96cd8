"""What a restored database must not do a second time."""

from datetime import timedelta

from sqlalchemy import select

from db.claims import Lease, claim_lanes, take_lease
from db.columns import new_id
from db.database import Database
from db.enums import BroadcastState, OutboxKind, OutboxState
from db.models import Broadcast, Outbox, TgUpdate
from db.repositories.updates import NewUpdate, keep_updates
from services.backup.aftermath import Aftermath, lay_to_rest
from tests.support.clock import FakeClock
from tests.support.rows import make_message, make_user

LEASE = Lease("somebody", 60.0)


async def test_nobody_holds_anything(db: Database, clock: FakeClock) -> None:
    """Who held it when the copy was made is gone."""
    async with db.write() as session:
        assert await take_lease(session, "sender", clock, LEASE)
    await lay_to_rest(db, clock)
    async with db.write() as session:
        assert await take_lease(session, "sender", clock, Lease("another", 60.0))


async def test_what_people_wrote_is_not_acted_on_again(db: Database, clock: FakeClock) -> None:
    """A tap on Train that waited was handled after the copy; its words are erased as after any handling."""
    async with db.write() as session:
        await keep_updates(session, clock, [NewUpdate(1, 100, "{}"), NewUpdate(2, 100, "{}")])
    assert (await lay_to_rest(db, clock)).updates == 2
    async with db.write() as session:
        assert await claim_lanes(session, clock, LEASE, 10) == []
        for update in await session.scalars(select(TgUpdate)):
            assert update.handled_at is not None
            assert update.body is None


async def test_a_ping_sounds_at_most_once(db: Database, clock: FakeClock) -> None:
    """It was probably sent; cards and pictures may come again."""
    user = await make_user(db)
    made = [await make_message(db, user.id, kind=kind) for kind in OutboxKind]
    made.append(await make_message(db, user.id, state=OutboxState.SENDING))
    assert (await lay_to_rest(db, clock)).pings == 1
    async with db.read() as session:
        rows = {row.id: row for row in await session.scalars(select(Outbox))}
    states = [(rows[one.id].kind, rows[one.id].state) for one in made]
    assert states == [
        (OutboxKind.CARD, OutboxState.PENDING),
        (OutboxKind.PING, OutboxState.UNSURE),
        (OutboxKind.MEDIA, OutboxState.PENDING),
        (OutboxKind.PING, OutboxState.UNSURE),
    ]


async def test_no_broadcast_goes_out(db: Database, clock: FakeClock) -> None:
    """Nobody knows who got it since, or whether its author has stopped the one for next week."""
    confirmed = [BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.SCHEDULED, BroadcastState.SCHEDULED]
    left = [BroadcastState.DRAFT, BroadcastState.DONE, BroadcastState.REMOVING]
    rows = [Broadcast(state=state, start_at=clock.now()) for state in (*confirmed, *left)]
    rows[3].start_at = clock.now() + timedelta(days=7)
    async with db.write() as session:
        for row in rows:
            row.id, row.created_by, row.created_at = new_id(), 7, clock.now()
            session.add(row)
    assert (await lay_to_rest(db, clock)).broadcasts == len(confirmed)
    async with db.read() as session:
        states = {row.id: row.state for row in await session.scalars(select(Broadcast))}
    assert [states[row.id] for row in rows] == [*[BroadcastState.STOPPED] * 4, *left]


async def test_a_second_time_there_is_nothing_left(db: Database, clock: FakeClock) -> None:
    """A restore that was broken off after this is begun anew."""
    await make_message(db, (await make_user(db)).id)
    await lay_to_rest(db, clock)
    assert await lay_to_rest(db, clock) == Aftermath(0, 0, 0)
