"""Provider webhooks that come early, twice, late, never or forged change when a job ends, not how."""

import pytest

from db.enums import JobState
from tests.e2e.conftest import Owners

pytestmark = pytest.mark.slow

CALLS = 4
"""A training and its three proofs."""


@pytest.mark.parametrize(
    ("provider", "fault", "options"),
    [
        ("fal", "early", {}),
        ("replicate", "early", {}),
        ("fal", "twice", {}),
        ("replicate", "twice", {}),
        ("fal", "late", {"seconds": 3600}),
        ("replicate", "late", {"seconds": 3600}),
        ("fal", "never", {}),
        ("replicate", "never", {}),
        ("fal", "forged", {}),
        ("fal", "forged", {"genuine": False}),
        ("replicate", "forged", {}),
        ("replicate", "forged", {"genuine": False}),
        ("fal", "stale", {}),
        ("replicate", "stale", {}),
        ("fal", "no_payload", {}),
    ],
)
async def test_the_training_ends_once(owners: Owners, provider: str, fault: str, options: dict[str, object]) -> None:
    """One call, one end, one message; what is forged or old is refused."""
    owner = await owners(provider, webhook=True)
    await owner.plan("webhook", fault, CALLS, **options)
    await owner.trained()
    picture = await owner.end_of(await owner.order_pictures())
    assert picture.state is JobState.SUCCEEDED
    assert len(await owner.submits()) == len(await owner.attempts()) == CALLS + 1
    assert [await owner.sent(view) for view in ("training_done", "proofs", "pictures")] == [1, 1, 1]
    for delivery in (await owner.at_provider("webhooks"))["deliveries"]:
        assert delivery["status"] == (200 if delivery["kind"] == "genuine" else 403), delivery


async def test_a_webhook_saves_the_wait_for_the_next_look(owners: Owners) -> None:
    """With polls that are far apart the webhook alone brings the end."""
    owner = await owners(webhook=True, tick_factor=10.0, speed=600.0)
    job = await owner.end_of(await owner.order_training(), seconds=60)
    assert job.state is JobState.SUCCEEDED
    looks = [one for one in (await owner.at_provider("wire"))["requests"] if one["path"].endswith("/status")]
    assert len(looks) <= 3 * CALLS
