"""Who may call, what a refused caller is told, and what belongs to the account."""

from typing import Any

import pytest

from sandbox import replicate
from tests.sandbox.replicate.shapes import check
from tests.sandbox.replicate.stand import API, FLUX_PREDICTIONS, TRAININGS, WORDS, Stand

PROMPT = {"input": {"prompt": "a portrait"}}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{API}/account"),
        ("GET", f"{API}/hardware"),
        ("GET", f"{API}/webhooks/default/secret"),
        ("POST", f"{API}/models"),
        ("GET", f"{API}/models/a/b"),
        ("POST", TRAININGS),
        ("POST", f"{API}/predictions"),
        ("POST", FLUX_PREDICTIONS),
        ("GET", f"{API}/predictions"),
        ("GET", f"{API}/trainings/1"),
        ("POST", f"{API}/trainings/1/cancel"),
        ("POST", f"{API}/files"),
    ],
)
async def test_everything_wants_the_token(stand: Stand, method: str, path: str) -> None:
    """Without the token, and with a wrong one, the answer is a 401 problem and nothing happens."""
    nobody = await stand.call(method, path, key=False, json=PROMPT)
    stranger = await stand.call(method, path, headers={"Authorization": "Bearer r8_other"}, json=PROMPT)
    for answer in (nobody, stranger):
        assert (answer.status, answer.body["title"], answer.body["status"]) == (401, "Unauthenticated", 401)
        assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert await stand.jobs() == []


async def test_a_revoked_token_is_refused(stand: Stand) -> None:
    """The switch `key` plays a token that has become wrong."""
    await stand.settings(key="wrong")
    assert (await stand.call("GET", f"{API}/account")).status == 401
    await stand.settings(key="ok")
    assert (await stand.call("GET", f"{API}/account")).status == 200


@pytest.mark.parametrize("path", [TRAININGS, FLUX_PREDICTIONS, WORDS])
async def test_without_credit_nothing_is_made(stand: Stand, path: str) -> None:
    """402 for everything that costs; nothing is queued."""
    body = await stand.training_body() if path == TRAININGS else PROMPT
    await stand.settings(balance="exhausted")
    answer = await stand.call("POST", path, json=body)
    assert (answer.status, answer.body["title"]) == (402, "Insufficient credit")
    assert await stand.jobs() == []


async def test_too_many_creations_are_throttled(stand: Stand) -> None:
    """429 names the seconds in text and headers, counts only creations, and makes nothing."""
    await stand.settings(creates_per_minute=2)
    for _ in range(2):
        await stand.make(FLUX_PREDICTIONS, PROMPT)
    throttled = await stand.call("POST", FLUX_PREDICTIONS, json=PROMPT)
    assert throttled.status == 429
    seconds = int(throttled.headers["ratelimit-reset"])
    assert 1 <= seconds <= 60
    assert (throttled.headers["ratelimit-remaining"], throttled.headers["retry-after"]) == ("0", str(seconds))
    assert throttled.body["detail"] == f"Request was throttled. Your rate limit resets in ~{seconds}s."
    assert (await stand.call("GET", f"{API}/predictions")).status == 200
    assert len(await stand.jobs()) == 2


async def test_account_hardware_and_secret_have_the_published_form(stand: Stand) -> None:
    """The account is the owner of our models, and the secret stays the same."""
    account = (await stand.call("GET", f"{API}/account")).body
    check("account_response", account)
    assert account["username"] == replicate.USERNAME
    hardware = (await stand.call("GET", f"{API}/hardware")).body
    check("hardware_response", hardware)
    assert {"name": "Nvidia T4 GPU", "sku": "gpu-t4"} in hardware
    secrets = [(await stand.call("GET", f"{API}/webhooks/default/secret")).body for _ in range(2)]
    check("secret_response", secrets[0])
    assert secrets[0] == secrets[1]
    assert secrets[0]["key"].startswith("whsec_")


@pytest.mark.parametrize(
    "wrong",
    [{"balence": "ok"}, {"balance": "none"}, {"concurrency": 0}, {"training_seconds": "9"}, {"logs": True}, [1]],
)
async def test_a_wrong_switch_changes_nothing(stand: Stand, wrong: Any) -> None:
    """A mistyped setting is refused as a whole."""
    mixed = {"concurrency": 5, **wrong} if isinstance(wrong, dict) and "concurrency" not in wrong else wrong
    assert (await stand.call("POST", "/control/replicate/settings", json=mixed)).status == 400
    assert (await stand.call("GET", "/control/replicate/settings")).body["concurrency"] == 2


async def test_an_unknown_address_is_not_found(stand: Stand) -> None:
    """404 for what the API does not have, and the wire shows it."""
    assert (await stand.call("GET", f"{API}/deployments")).status == 404
    assert (await stand.call("GET", "/control/replicate/wire")).body["requests"][-1]["outcome"] == "404"
