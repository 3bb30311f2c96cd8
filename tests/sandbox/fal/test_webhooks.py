"""The final webhook: signature, retries, and everything that can go wrong with it."""

import base64
import hashlib
import json
import time
from itertools import pairwise
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.sandbox.fal.stand import FAST, FLUX, Stand

PROMPT = {"prompt": "a portrait", "seed": 1}


async def hooked(stand: Stand, endpoint: str = FLUX, body: dict[str, Any] | None = None) -> Any:
    return await stand.submit(endpoint, body or PROMPT, params={"fal_webhook": stand.hooks.url})


async def is_genuine(stand: Stand, headers: dict[str, str], body: bytes) -> bool:
    """The check of fal's documentation: any published key, over four lines."""
    keys = (await stand.call("GET", "/fal/rest/.well-known/jwks.json", key=False)).body["keys"]
    names = ("Request-Id", "User-Id", "Timestamp")
    lines = [headers[f"X-Fal-Webhook-{name}"] for name in names] + [hashlib.sha256(body).hexdigest()]
    signature = bytes.fromhex(headers["X-Fal-Webhook-Signature"])
    for key in keys:
        public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "=="))
        try:
            public.verify(signature, "\n".join(lines).encode())
        except InvalidSignature:
            continue
        return True
    return False


async def test_a_success_is_announced_and_signed(stand: Stand) -> None:
    """The body carries the output; the signature verifies with the published keys and the real time."""
    job = await hooked(stand)
    await stand.hooks.wait(1)
    headers, raw = stand.hooks.got[0]
    body = json.loads(raw)
    result = await stand.ended(job)
    assert (body["request_id"], body["status"], body["payload"]) == (job["request_id"], "OK", result.body)
    assert await is_genuine(stand, headers, raw)
    assert not await is_genuine(stand, headers, raw + b" ")
    assert abs(int(headers["X-Fal-Webhook-Timestamp"]) - time.time()) < 5
    assert headers["X-Fal-Webhook-Request-Id"] == job["request_id"]


async def test_a_failure_is_announced_with_its_status(stand: Stand) -> None:
    """A failed job says ERROR, and its payload is the body of the result address."""
    job = await hooked(stand, FAST, {"images_data_url": "http://127.0.0.1/gone.zip"})
    await stand.hooks.wait(1)
    body = json.loads(stand.hooks.got[0][1])
    assert (body["status"], body["error"]) == ("ERROR", "Invalid status code: 422")
    assert body["payload"] == (await stand.ended(job)).body


async def test_the_gateway_id_differs_at_times(stand: Stand) -> None:
    """Both ids are sent; only the request id is always the one of the submit."""
    jobs = [await hooked(stand) for _ in range(3)]
    await stand.hooks.wait(3)
    bodies = [json.loads(raw) for _, raw in stand.hooks.got]
    assert {body["request_id"] for body in bodies} == {job["request_id"] for job in jobs}
    assert sum(body["request_id"] != body["gateway_request_id"] for body in bodies) == 1


async def test_it_is_tried_again_until_it_is_taken(stand: Stand) -> None:
    """Any answer but 2xx is tried again with the same body."""
    stand.hooks.statuses[:] = [500, 404, 200]
    await hooked(stand)
    await stand.hooks.wait(3)
    stand.clock.advance(7200)
    await stand.ended(await hooked(stand))
    await stand.hooks.wait(4)
    assert len({raw for _, raw in stand.hooks.got}) == 2


async def test_a_redirect_ends_the_delivery(stand: Stand) -> None:
    """3xx is a permanent failure."""
    stand.hooks.statuses[:] = [302]
    await hooked(stand)
    await stand.hooks.wait(1)
    stand.clock.advance(7200)
    await hooked(stand)
    await stand.hooks.wait(2)
    assert len({json.loads(raw)["request_id"] for _, raw in stand.hooks.got}) == 2


async def test_tries_come_at_growing_distances_and_end(stand: Stand) -> None:
    """Ten tries, then silence; a receiver that is away is written down as such."""
    stand.hooks.statuses[:] = [500] * 20
    await hooked(stand)
    await stand.hooks.wait(10)
    stand.clock.advance(10**6)
    await stand.ended(await stand.submit(FLUX, PROMPT))
    assert len(stand.hooks.got) == 10
    rows = (await stand.call("GET", "/control/fal/webhooks")).body["deliveries"]
    assert [row["status"] for row in rows] == [500] * 10
    gaps = [after["at"] - before["at"] for before, after in pairwise(rows)]
    assert gaps[-1] > gaps[0]


async def test_the_query_of_the_url_survives(stand: Stand) -> None:
    """Our own parameters come back, encoding included."""
    await hooked(stand)
    await stand.hooks.wait(1)
    rows = (await stand.call("GET", "/control/fal/webhooks")).body["deliveries"]
    assert rows[0]["url"] == stand.hooks.url


@pytest.mark.parametrize("url", ["https://example.org/hook", "http://10.0.0.1/hook", "ftp://127.0.0.1/", "hook"])
async def test_only_loopback_is_called(stand: Stand, url: str) -> None:
    """A submit with another webhook address is refused: the sandbox speaks to nobody else."""
    answer = await stand.call("POST", f"/fal/queue/{FLUX}", json=PROMPT, params={"fal_webhook": url})
    assert (answer.status, answer.body["error_type"]) == (400, "bad_request")


async def test_early_comes_before_the_submit_answer(slow_stand: Stand) -> None:
    """The job is done and announced when the caller learns its id, even while all runners are busy."""
    await slow_stand.settings(concurrency=1)
    await slow_stand.submit(FLUX, PROMPT)
    slow_stand.faults.plan("fal.webhook", "early")
    job = await hooked(slow_stand)
    assert json.loads(slow_stand.hooks.got[0][1])["request_id"] == job["request_id"]
    assert (await slow_stand.ended(job)).status == 200


async def test_twice_comes_twice(stand: Stand) -> None:
    """The same announcement comes again after it was taken."""
    stand.faults.plan("fal.webhook", "twice")
    await hooked(stand)
    await stand.hooks.wait(2)
    assert stand.hooks.got[0][1] == stand.hooks.got[1][1]


async def test_late_comes_after_the_given_time(slow_stand: Stand) -> None:
    """The result can be fetched long before the announcement."""
    slow_stand.faults.plan("fal.webhook", "late", seconds=300)
    job = await hooked(slow_stand)
    slow_stand.clock.advance(9)
    assert (await slow_stand.ended(job)).status == 200
    assert slow_stand.hooks.got == []
    slow_stand.clock.advance(301)
    await slow_stand.hooks.wait(1)


async def test_never_does_not_come(stand: Stand) -> None:
    """The job ends and nobody is told; the next one is announced."""
    stand.faults.plan("fal.webhook", "never")
    await stand.ended(await hooked(stand))
    second = await hooked(stand)
    await stand.hooks.wait(1)
    assert json.loads(stand.hooks.got[0][1])["request_id"] == second["request_id"]


@pytest.mark.parametrize(("options", "count"), [({}, 2), ({"genuine": False}, 1)])
async def test_a_forged_one_does_not_verify(stand: Stand, options: dict[str, Any], count: int) -> None:
    """A stranger's announcement has a wrong signature; the genuine one follows unless it is switched off."""
    stand.faults.plan("fal.webhook", "forged", **options)
    await stand.ended(await hooked(stand))
    await stand.hooks.wait(count)
    genuine = [await is_genuine(stand, headers, raw) for headers, raw in stand.hooks.got]
    assert genuine == [False, True][:count]


async def test_a_stale_one_is_signed_but_old(stand: Stand) -> None:
    """Only the age tells: the signature verifies."""
    stand.faults.plan("fal.webhook", "stale", seconds=900)
    await hooked(stand)
    await stand.hooks.wait(2)
    assert all([await is_genuine(stand, headers, raw) for headers, raw in stand.hooks.got])
    ages = [time.time() - int(headers["X-Fal-Webhook-Timestamp"]) for headers, _ in stand.hooks.got]
    assert ages[0] >= 900
    assert ages[1] < 60


async def test_a_strangers_one_is_signed_for_another_account(stand: Stand) -> None:
    """Only the account id tells: fal signs every customer's webhooks with the same keys."""
    stand.faults.plan("fal.webhook", "stranger")
    await hooked(stand)
    await stand.hooks.wait(2)
    assert all([await is_genuine(stand, headers, raw) for headers, raw in stand.hooks.got])
    accounts = [headers["X-Fal-Webhook-User-Id"] for headers, _ in stand.hooks.got]
    assert accounts == ["sandbox|stranger", "sandbox|owner"]
    payloads = [json.loads(raw)["payload"] for _, raw in stand.hooks.got]
    assert "planted" in json.dumps(payloads[0])
    assert "planted" not in json.dumps(payloads[1])


async def test_one_without_payload_says_why(stand: Stand) -> None:
    """The output has to be fetched from the result address."""
    stand.faults.plan("fal.webhook", "no_payload")
    await hooked(stand)
    await stand.hooks.wait(1)
    body = json.loads(stand.hooks.got[0][1])
    assert (body["status"], body["payload"], bool(body["payload_error"])) == ("OK", None, True)
