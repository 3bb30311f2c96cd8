"""Deliveries of broadcasts: forgotten in time, a little at once."""

from datetime import timedelta

from sqlalchemy import select

from db.database import Database
from db.enums import BroadcastState, DeliveryState
from db.models import BroadcastDelivery
from db.repositories.deliveries import forget_deliveries
from tests.services.messaging.crowd import make_broadcast, read_broadcast
from tests.support.clock import FakeClock


async def test_who_got_an_old_broadcast_is_forgotten_a_little_at_once(db: Database, clock: FakeClock) -> None:
    """A million rows in one transaction would stop every other writer. Younger and open ones stay, figures too."""
    now = clock.now()
    done = {"state": BroadcastState.DONE, "sent": 5}
    old = await make_broadcast(db, finished_at=now - timedelta(days=91), **done)
    young = await make_broadcast(db, finished_at=now - timedelta(days=89), **done)
    running = await make_broadcast(db, created_at=now - timedelta(days=100))
    async with db.write() as session:
        for broadcast_id in (old, young, running):
            for person in range(1, 6):
                row = BroadcastDelivery(broadcast_id=broadcast_id, user_id=person, state=DeliveryState.SENT, at=now)
                session.add(row)
    gone = []
    for _ in range(4):
        async with db.write() as session:
            gone.append(await forget_deliveries(session, now - timedelta(days=90), 2))
    assert gone == [2, 2, 1, 0]
    async with db.read() as session:
        left = set((await session.execute(select(BroadcastDelivery.broadcast_id))).scalars())
    assert left == {young, running}
    assert (await read_broadcast(db, old)).sent == 5
