"""Only what fal signed, just now, over exactly these bytes, becomes a hint."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.errors import ProviderError
from services.providers.base import Hint, WebhookRefusedError
from services.providers.fal import FalProvider
from services.providers.fal.keys import FalKeys, read_jwks
from services.providers.fal.webhook import UnknownSignatureError, verify_fal_webhook
from services.providers.wire import Limits, Wire
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.support.clock import FakeClock

REQUEST = "123e4567-e89b-12d3-a456-426614174000"
KEY = base64.urlsafe_b64decode("A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg==")
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"\1" * 32).public_key().public_bytes_raw()
NOW = datetime.fromtimestamp(1767225600, UTC)
FILE = {"diffusers_lora_file": {"url": "https://v3b.fal.media/files/b/x.safetensors"}}
BODY = json.dumps({"request_id": REQUEST, "gateway_request_id": REQUEST, "status": "OK", "payload": FILE}).encode()
HEADERS = {
    "X-Fal-Webhook-Request-Id": REQUEST,
    "X-Fal-Webhook-User-Id": "github|12345",
    "X-Fal-Webhook-Timestamp": "1767225600",
    "X-Fal-Webhook-Signature": (
        "8be34644a9e9ef572ece1dcd961bcad00caad7ca14acd8d5a8fa11ea1db648d9"
        "6be25d69e654f25acc362e39d2fed960ba8aafd20d86ec64b3913ca055783a0c"
    ),
}


def signed(body: bytes, **changed: str) -> dict[str, str]:
    """Headers that fal could have made for `body`."""
    headers = HEADERS | {f"X-Fal-Webhook-{name.replace('_', '-')}": value for name, value in changed.items()}
    lines = [headers[f"X-Fal-Webhook-{name}"] for name in ("Request-Id", "User-Id", "Timestamp")]
    message = "\n".join([*lines, hashlib.sha256(body).hexdigest()]).encode()
    return headers | {"X-Fal-Webhook-Signature": PRIVATE.sign(message).hex()}


def test_the_known_vector_is_genuine() -> None:
    """Message layout, hash and signature form agree with the documented vector."""
    assert len(BODY) == 224
    assert verify_fal_webhook(HEADERS, BODY, [KEY], NOW) == Hint(REQUEST, f"{REQUEST}:OK", "github|12345")


def test_header_names_may_come_in_any_case() -> None:
    """Proxies lower them."""
    lowered = {name.lower(): value for name, value in HEADERS.items()}
    assert verify_fal_webhook(lowered, BODY, [KEY], NOW).ref_id == REQUEST


def test_any_of_several_keys_will_do() -> None:
    """fal publishes old and new keys side by side; a broken one is passed over."""
    assert verify_fal_webhook(HEADERS, BODY, [b"short", OTHER_KEY, KEY], NOW).ref_id == REQUEST


@pytest.mark.parametrize("seconds", [-300, 300])
def test_five_minutes_off_is_still_in_time(seconds: int) -> None:
    """The documented tolerance."""
    verify_fal_webhook(HEADERS, BODY, [KEY], NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-301, 301, 10**8])
def test_older_or_younger_is_refused(seconds: int) -> None:
    """A recorded webhook cannot be played again later."""
    with pytest.raises(WebhookRefusedError):
        verify_fal_webhook(HEADERS, BODY, [KEY], NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize("name", list(HEADERS))
@pytest.mark.parametrize("value", [None, "", "\x00", "a\nb", "a\rb", "é\ud800"])
def test_missing_and_mangled_headers_are_refused(name: str, value: str | None) -> None:
    """No mangled header makes anything but a refusal."""
    headers = {k: v for k, v in HEADERS.items() if k != name} | ({name: value} if value is not None else {})
    with pytest.raises(WebhookRefusedError):
        verify_fal_webhook(headers, BODY, [KEY], NOW)


@pytest.mark.parametrize(
    "timestamp",
    [
        "-1767225600",
        "+1767225600",
        "1767225600.0",
        "1_767_225_600",
        " 1767225600",
        "1767225600 ",
        "now",
        "9" * 400,
        "١",
    ],
)
def test_odd_timestamps_are_refused(timestamp: str) -> None:
    """Also those that Python's int() would take."""
    with pytest.raises(WebhookRefusedError):
        verify_fal_webhook(signed(BODY, Timestamp=timestamp), BODY, [KEY], NOW)


@pytest.mark.parametrize(
    "mangle",
    [
        lambda s: s[:-1],
        lambda s: s[:-2],
        lambda s: s + "00",
        lambda s: "0x" + s[2:],
        lambda s: "zz" + s[2:],
        lambda s: s[:2] + " " + s[2:],
        lambda s: base64.b64encode(bytes.fromhex(s)).decode(),
        lambda s: "٠" * 128,
        lambda s: "00" * 64,
        lambda s: s[64:] + s[:64],
    ],
)
def test_signatures_of_another_form_are_refused(mangle: object) -> None:
    """Exactly 128 hex digits that fit, nothing else."""
    assert callable(mangle)
    headers = HEADERS | {"X-Fal-Webhook-Signature": mangle(HEADERS["X-Fal-Webhook-Signature"])}
    with pytest.raises(WebhookRefusedError):
        verify_fal_webhook(headers, BODY, [KEY], NOW)


@pytest.mark.parametrize(
    "body",
    [b"", BODY + b" ", BODY[:-1], BODY.replace(b"OK", b"KO"), json.dumps(json.loads(BODY), indent=1).encode()],
)
def test_other_bytes_are_refused(body: bytes) -> None:
    """The raw bytes count, not what they mean."""
    with pytest.raises(UnknownSignatureError):
        verify_fal_webhook(HEADERS, body, [KEY], NOW)


@pytest.mark.parametrize("name", ["X-Fal-Webhook-Request-Id", "X-Fal-Webhook-User-Id", "X-Fal-Webhook-Timestamp"])
def test_every_signed_header_is_part_of_the_signature(name: str) -> None:
    """Another account's name under our webhook does not verify."""
    value = "1767225601" if name.endswith("Timestamp") else "other"
    with pytest.raises(UnknownSignatureError):
        verify_fal_webhook(HEADERS | {name: value}, BODY, [KEY], NOW)


@pytest.mark.parametrize("keys", [[], [OTHER_KEY], [b""], [b"\0" * 31], [b"\xff" * 32]])
def test_without_the_right_key_it_is_refused(keys: list[bytes]) -> None:
    """An empty or broken key set lets nothing through."""
    with pytest.raises(UnknownSignatureError):
        verify_fal_webhook(HEADERS, BODY, keys, NOW)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b"{",
        b"[" * 100_000,
        b"{}",
        b'{"request_id": 7, "status": "OK"}',
        b'{"request_id": "../../x", "status": "OK"}',
        b'{"request_id": "r", "status": null}',
        b'{"request_id": "r", "status": "O:K"}',
        b'{"request_id": "r"}',
    ],
)
def test_signed_nonsense_is_refused(body: bytes) -> None:
    """fal may sign what a stranger made its models say; it still has to name a request and a status."""
    with pytest.raises(WebhookRefusedError):
        verify_fal_webhook(signed(body), body, [KEY], NOW)


def test_a_failure_is_a_hint_of_its_own() -> None:
    """An ERROR after an OK of the same request is another event, a repeat is the same one."""
    body = json.dumps({"request_id": "r-1", "status": "ERROR", "error": "Invalid status code: 422"}).encode()
    assert verify_fal_webhook(signed(body), body, [KEY], NOW).event_key == "r-1:ERROR"


def jwk(key: bytes, padding: str = "") -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(key).decode().rstrip("=") + padding}


@pytest.mark.parametrize("padding", ["", "=", "=="])
def test_keys_are_read_with_and_without_padding(padding: str) -> None:
    """Real key sets have been seen both ways."""
    assert read_jwks(json.dumps({"keys": [jwk(KEY, padding)]}).encode()) == (KEY,)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"null", b'{"keys": 3}', b'{"keys": [1, {}, {"x": 1}, {"x": "a"}]}']
)
def test_broken_key_sets_hold_no_keys(data: bytes) -> None:
    """No exception, no key."""
    assert read_jwks(data) == ()


@pytest.fixture
async def keys(recorder: Recorder, clock: FakeClock) -> AsyncIterator[FalKeys]:
    wire = Wire()
    yield FalKeys(wire, recorder.url, clock, Limits(1, 0.3, 1))
    await wire.close()


async def test_keys_are_kept_for_a_day(keys: FalKeys, recorder: Recorder, clock: FakeClock) -> None:
    """One fetch serves a day; then they are fetched anew, and without our key."""
    recorder.plays(as_json({"keys": [jwk(OTHER_KEY)]}), as_json({"keys": [jwk(KEY)]}))
    assert await keys.current() == (OTHER_KEY,)
    clock.advance(days=0.99)
    assert await keys.current() == (OTHER_KEY,)
    clock.advance(days=0.02)
    assert await keys.current() == (KEY,)
    assert len(recorder.seen) == 2
    assert all("authorization" not in seen.headers for seen in recorder.seen)


async def test_forged_webhooks_fetch_at_most_once_a_minute(keys: FalKeys, recorder: Recorder, clock: FakeClock) -> None:
    """A flood of forgeries is no flood of questions to fal."""
    recorder.plays(as_json({"keys": [jwk(KEY)]}))
    await keys.current()
    for _ in range(20):
        await keys.renewed()
    assert len(recorder.seen) == 1
    clock.advance(61)
    await keys.renewed()
    assert len(recorder.seen) == 2


async def test_without_keys_nothing_is_decided(keys: FalKeys, recorder: Recorder, clock: FakeClock) -> None:
    """While fal's keys cannot be had, a webhook is neither genuine nor forged, and fal is not flooded."""
    recorder.plays(Reply(503))
    for _ in range(5):
        with pytest.raises(ProviderError):
            await keys.current()
    assert len(recorder.seen) == 1
    recorder.plays(as_json({"keys": [jwk(KEY)]}))
    clock.advance(61)
    assert await keys.current() == (KEY,)


async def test_keys_older_than_a_day_are_not_used(keys: FalKeys, recorder: Recorder, clock: FakeClock) -> None:
    """A key that fal withdrew stops counting, even while fal cannot be asked."""
    recorder.plays(as_json({"keys": [jwk(KEY)]}))
    await keys.current()
    recorder.plays(Reply(drop=True))
    clock.advance(days=1.1)
    with pytest.raises(ProviderError):
        await keys.current()


async def test_a_new_key_of_fal_is_learned_from_its_first_webhook(
    fal: FalProvider, recorder: Recorder, clock: FakeClock
) -> None:
    """A signature that the kept keys did not make is checked once more with fresh ones; malformed ones are not."""
    body = json.dumps({"request_id": "r-1", "status": "OK"}).encode()
    clock.advance(days=-1)
    headers = signed(body, Timestamp=str(int((clock.now() - clock.shift).timestamp())))
    recorder.plays(as_json({"keys": [jwk(OTHER_KEY)]}), as_json({"keys": [jwk(KEY)]}))
    with pytest.raises(UnknownSignatureError):
        await fal.verify_webhook(headers, body)
    clock.advance(61)
    with pytest.raises(WebhookRefusedError):
        await fal.verify_webhook({}, body)
    assert len(recorder.seen) == 1
    assert (await fal.verify_webhook(headers, body)).ref_id == "r-1"
    assert len(recorder.seen) == 2
