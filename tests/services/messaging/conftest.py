"""Sending with a Telegram that remembers."""

import pytest

from db.database import Database
from services.messaging.broadcast_runner import BroadcastRunner
from tests.services.messaging.crowd import FakeBroadcaster, make_runner
from tests.support.clock import FakeClock


@pytest.fixture
def broadcaster() -> FakeBroadcaster:
    """A Telegram that takes every copy until a test says otherwise."""
    return FakeBroadcaster()


@pytest.fixture
def runner(db: Database, clock: FakeClock, broadcaster: FakeBroadcaster) -> BroadcastRunner:
    """The one process that sends."""
    return make_runner(db, clock, broadcaster)
