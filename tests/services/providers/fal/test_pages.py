"""Where an operator sees a call at fal."""

from services.providers.fal import FalProvider
from tests.services.providers.recorder import Recorder


async def test_a_call_has_a_page_and_without_one_there_is_the_list(fal: FalProvider, recorder: Recorder) -> None:
    """The link costs no question."""
    assert fal.page_of("fal-ai/turbo-flux-trainer", "r-1") == "https://fal.ai/dashboard/requests?requestId=r-1"
    assert fal.page_of("fal-ai/turbo-flux-trainer") == "https://fal.ai/dashboard/requests"
    assert recorder.seen == []
