"""Where an operator sees a call at Replicate."""

from services.providers.replicate import ReplicateProvider
from tests.services.providers.recorder import Recorder
from tests.services.providers.replicate.facts import TRAINER


async def test_a_call_has_a_page_and_without_one_there_is_its_list(
    replicate: ReplicateProvider, recorder: Recorder
) -> None:
    """Trainings and predictions have one address for each call and a list for each kind; no question is asked."""
    assert (
        replicate.page_of(TRAINER, "p1") == replicate.page_of("trained-version", "p1") == "https://replicate.com/p/p1"
    )
    assert replicate.page_of(TRAINER) == "https://replicate.com/trainings"
    assert replicate.page_of("trained-version") == "https://replicate.com/predictions"
    assert recorder.seen == []
