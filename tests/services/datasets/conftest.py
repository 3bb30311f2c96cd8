"""Fixtures of the data set tests."""

import pytest

from db.database import Database
from services.ports import Storage
from tests.services.datasets.shelf import Shelf
from tests.support.clock import FakeClock


@pytest.fixture
def shelf(db: Database, clock: FakeClock, storage: Storage) -> Shelf:
    """The facades over a fresh database of each kind."""
    return Shelf(db, clock, storage)
