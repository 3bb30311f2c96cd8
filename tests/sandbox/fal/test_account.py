"""Who may call, and what a refused caller is told."""

import pytest

from tests.sandbox.fal.stand import FLUX, Stand

PROMPT = {"prompt": "a portrait"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"/fal/queue/{FLUX}"),
        ("POST", f"/fal/run/{FLUX}"),
        ("GET", f"/fal/queue/{FLUX}/requests/1/status"),
        ("PUT", f"/fal/queue/{FLUX}/requests/1/cancel"),
        ("POST", "/fal/rest/storage/auth/token"),
        ("GET", "/fal/api/v1/models/pricing?endpoint_id=" + FLUX),
        ("GET", "/fal/api/v1/models/requests/by-endpoint?endpoint_id=" + FLUX),
    ],
)
async def test_every_host_wants_the_key(stand: Stand, method: str, path: str) -> None:
    """Without the key, and with a wrong one, the answer is 401 and nothing happens."""
    nobody = await stand.call(method, path, key=False, json=PROMPT)
    assert (nobody.status, "Authentication is required" in nobody.body["detail"]) == (401, True)
    stranger = await stand.call(method, path, headers={"Authorization": "Key other:key"}, json=PROMPT)
    assert (stranger.status, stranger.body) == (401, {"detail": "No user found for Key ID and Secret"})
    assert (await stand.call("GET", "/control/fal/jobs")).body == []


async def test_a_revoked_key_is_refused(stand: Stand) -> None:
    """The switch `key` plays a key that has become wrong."""
    await stand.settings(key="wrong")
    assert (await stand.call("POST", f"/fal/queue/{FLUX}", json=PROMPT)).status == 401
    await stand.settings(key="ok")
    await stand.submit(FLUX, PROMPT)


async def test_an_exhausted_balance_locks_submits(stand: Stand) -> None:
    """403 with the known text, on the queue and on the direct run; nothing is queued."""
    await stand.settings(balance="exhausted")
    for host in ("queue", "run"):
        answer = await stand.call("POST", f"/fal/{host}/{FLUX}", json=PROMPT)
        assert answer.status == 403
        assert answer.body["detail"].startswith("User is locked. Reason: Exhausted balance")
    assert (await stand.call("GET", "/control/fal/jobs")).body == []


async def test_a_wrong_switch_changes_nothing(stand: Stand) -> None:
    """A mistyped setting is refused as a whole."""
    for wrong in ({"balence": "ok"}, {"balance": "none"}, {"concurrency": 0}, {"training_seconds": "9"}, [1]):
        answer = await stand.call("POST", "/control/fal/settings", json=wrong)
        assert answer.status == 400
    mixed = await stand.call("POST", "/control/fal/settings", json={"concurrency": 5, "key": "maybe"})
    assert mixed.status == 400
    assert (await stand.call("GET", "/control/fal/settings")).body["concurrency"] == 2
