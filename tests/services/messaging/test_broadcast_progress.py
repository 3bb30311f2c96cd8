"""Progress: figures that an admin decides by, from rows alone."""

from datetime import UTC, datetime, timedelta

import pytest

from db.database import Database
from db.enums import BroadcastState, DeliveryState
from db.models import Broadcast, BroadcastDelivery
from services.messaging.broadcast_progress import STALE, left_of, progress_of, rate_of
from tests.services.messaging.crowd import make_broadcast
from tests.support.clock import FakeClock

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def test_the_rate_is_that_of_the_newest_deliveries() -> None:
    """300 in ten seconds."""
    assert rate_of(300, NOW - timedelta(seconds=10), NOW, NOW) == 30


@pytest.mark.parametrize(
    ("first", "last"),
    [(None, None), (NOW, NOW), (NOW - STALE - timedelta(seconds=20), NOW - STALE - timedelta(seconds=1))],
)
def test_nothing_is_sent_without_recent_deliveries(first: datetime | None, last: datetime | None) -> None:
    """An old rate would promise an end that does not come."""
    assert rate_of(5, first, last, NOW) == 0


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (BroadcastState.SCHEDULED, 5),
        (BroadcastState.RUNNING, 5),
        (BroadcastState.PAUSED, 5),
        (BroadcastState.STOPPED, 0),
        (BroadcastState.DONE, 0),
        (BroadcastState.REMOVED, 0),
    ],
)
def test_who_is_left(state: BroadcastState, left: int) -> None:
    """Everybody counted who has no result; nobody once it is over."""
    assert left_of(Broadcast(state=state, expected=15, sent=4, blocked=3, failed=2, unknown=1)) == left


def test_never_less_than_nobody_is_left() -> None:
    """People join while it runs."""
    assert left_of(Broadcast(state=BroadcastState.RUNNING, expected=1, sent=4, blocked=0, failed=0, unknown=0)) == 0


async def test_rate_and_time_left_come_from_the_rows(db: Database, clock: FakeClock) -> None:
    """Any replica can tell them."""
    broadcast_id = await make_broadcast(db, expected=70, sent=20)
    now = clock.now()
    async with db.write() as session:
        for number in range(20):
            row = BroadcastDelivery(broadcast_id=broadcast_id, user_id=number + 1, state=DeliveryState.SENT)
            row.at = now - timedelta(seconds=(19 - number) * 2 / 19)
            session.add(row)
    progress = await progress_of(db, clock, broadcast_id)
    assert progress.rate == pytest.approx(10)
    assert (progress.left, progress.seconds_left) == (50, 5)


async def test_a_paused_one_has_no_rate(db: Database, clock: FakeClock) -> None:
    """However recent its last deliveries are."""
    broadcast_id = await make_broadcast(db, state=BroadcastState.PAUSED, expected=3, fault="x")
    progress = await progress_of(db, clock, broadcast_id)
    assert (progress.rate, progress.seconds_left, progress.fault) == (0, None, "x")
