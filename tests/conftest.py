"""What every test may ask for: a database of each kind, a clock, a storage."""

import base64

import pytest

from services.storage.encrypted import EncryptedStorage
from services.storage.opening import open_storage
from tests.support.clock import FakeClock

pytest_plugins = ["tests.support.databases"]

DATA_KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


@pytest.fixture
def clock() -> FakeClock:
    """A clock at real time until the test advances it."""
    return FakeClock()


@pytest.fixture
def storage() -> EncryptedStorage:
    """An encrypted storage in memory, empty."""
    return open_storage("memory://", DATA_KEY)
