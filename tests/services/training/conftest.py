"""Fixtures of the training tests."""

import pytest

from db.database import Database
from services.ports import Storage
from tests.services.training.story import Story
from tests.services.training.workshop import Workshop
from tests.support.clock import FakeClock


@pytest.fixture
def story(db: Database, clock: FakeClock) -> Story:
    """The facades over a fresh database of each kind."""
    return Story(db, clock)


@pytest.fixture
def workshop(story: Story, storage: Storage) -> Workshop:
    """A training kind with a provider by hand, on a fresh database of each kind."""
    return Workshop(story, storage)
