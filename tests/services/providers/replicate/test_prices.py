"""Replicate tells no prices."""

from services.providers.replicate import ReplicateProvider
from tests.services.providers.recorder import Recorder
from tests.services.providers.replicate.facts import TRAINER


async def test_no_price_is_told_and_none_asked_for(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """The price book keeps its own numbers."""
    assert await replicate.prices([TRAINER]) == {}
    assert recorder.seen == []
