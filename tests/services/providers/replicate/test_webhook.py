"""Only what our account's secret signed a moment ago is a webhook."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from services.errors import ProviderError
from services.providers.base import Hint, WebhookRefusedError
from services.providers.replicate import ReplicateProvider
from services.providers.replicate.webhook import UnknownSignatureError, verify_replicate_webhook
from services.providers.replicate.webhook_secret import read_secret
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.support.clock import FakeClock

# The vector that the SDK's own check accepts (facts/providers.md 4.5).
KEY = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
SECRET = bytes(range(24))
BODY = b'{"id":"tr1","status":"succeeded"}'
SIGNATURE = "v1,JNQAhCPa/z7jR0JUhA27ptzfin52RZTZDX0woj23Zlk="
HEADERS = {
    "Webhook-Id": "msg_2Lml0Q6e7jUkF1example",
    "Webhook-Timestamp": "1767225600",
    "Webhook-Signature": SIGNATURE,
}
NOW = datetime.fromtimestamp(1767225600, UTC)
SECRET_PATH = "/v1/webhooks/default/secret"


def signed(body: bytes, secret: bytes = SECRET, moment: datetime = NOW, name: str = "msg_1") -> dict[str, str]:
    timestamp = str(int(moment.timestamp()))
    made = hmac.digest(secret, f"{name}.{timestamp}.".encode() + body, hashlib.sha256)
    text = base64.b64encode(made).decode()
    return {"webhook-id": name, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{text}"}


def test_the_documented_vector_is_genuine() -> None:
    """Its id drops repeats; the signature needs no account beside it."""
    assert read_secret(KEY) == SECRET
    assert verify_replicate_webhook(HEADERS, BODY, SECRET, NOW) == Hint("tr1", "msg_2Lml0Q6e7jUkF1example", None)


@pytest.mark.parametrize(
    "header",
    [
        f"v1,{base64.b64encode(bytes(32)).decode()} {SIGNATURE}",
        f"{SIGNATURE} v2,abc",
        f"v1a,abc  v1,??? {SIGNATURE}",
    ],
)
def test_one_good_signature_of_several_is_enough(header: str) -> None:
    """While a secret is changed, both sign."""
    assert verify_replicate_webhook(HEADERS | {"Webhook-Signature": header}, BODY, SECRET, NOW).ref_id == "tr1"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "v1",
        "v1,",
        SIGNATURE[3:],
        f"v2,{SIGNATURE[3:]}",
        SIGNATURE[:-2],
        f"v1,{'٠' * 43}=",
        SIGNATURE.replace("JN", "NJ"),
        f"v1,{base64.b64encode(bytes(32)).decode()}",
        f"v1,{base64.b64encode(hmac.digest(b'', BODY, hashlib.sha256)).decode()}",
        " ".join(["v1,x"] * 10 + [SIGNATURE]),
    ],
    ids=range(11),
)
def test_signatures_of_another_form_are_refused(header: str) -> None:
    """Nothing but v1 with the right 32 bytes, near the front."""
    with pytest.raises(WebhookRefusedError):
        verify_replicate_webhook(HEADERS | {"Webhook-Signature": header}, BODY, SECRET, NOW)


@pytest.mark.parametrize("name", ["Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"])
@pytest.mark.parametrize("value", [None, "", "x.1767225600", "1767225600 ", "-1", "a\nb", "1.5", "é"])
def test_missing_and_malformed_headers_are_refused(name: str, value: str | None) -> None:
    """A dot in the id would move the borders of what is signed."""
    headers = {key: text for key, text in HEADERS.items() if key != name} | ({} if value is None else {name: value})
    with pytest.raises(WebhookRefusedError):
        verify_replicate_webhook(headers, BODY, SECRET, NOW)


@pytest.mark.parametrize("name", ["Webhook-Id", "Webhook-Timestamp"])
def test_every_signed_header_is_part_of_the_signature(name: str) -> None:
    """A repeat under another id or with a fresh time does not verify."""
    with pytest.raises(UnknownSignatureError):
        verify_replicate_webhook(HEADERS | {name: "1767225601"}, BODY, SECRET, NOW)


@pytest.mark.parametrize("body", [b"", BODY + b" ", BODY[:-1], json.dumps(json.loads(BODY), indent=1).encode()])
def test_other_bytes_are_refused(body: bytes) -> None:
    """The raw bytes count, not what they mean."""
    with pytest.raises(UnknownSignatureError):
        verify_replicate_webhook(HEADERS, body, SECRET, NOW)


def test_an_empty_secret_lets_nothing_through() -> None:
    """Not even what was signed with it."""
    with pytest.raises(UnknownSignatureError):
        verify_replicate_webhook(signed(BODY, b""), BODY, b"", NOW)


@pytest.mark.parametrize(("seconds", "is_fine"), [(300, True), (-300, True), (302, False), (-302, False)])
def test_age_counts_both_ways(seconds: int, is_fine: bool) -> None:
    """Five minutes, as Replicate's page states."""
    now = NOW + timedelta(seconds=seconds)
    if is_fine:
        assert verify_replicate_webhook(HEADERS, BODY, SECRET, now)
    else:
        with pytest.raises(WebhookRefusedError):
            verify_replicate_webhook(HEADERS, BODY, SECRET, now)


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b"{",
        b"[" * 100_000,
        b"{}",
        b'{"id": 7, "status": "x"}',
        b'{"id": "a/b"}',
        b'{"id": "a", "status": null}',
        b'{"id": "a", "status": "a b"}',
    ],
    ids=range(10),
)
def test_signed_nonsense_is_refused(body: bytes) -> None:
    """A webhook has to name a call and its status."""
    with pytest.raises(WebhookRefusedError):
        verify_replicate_webhook(signed(body), body, SECRET, NOW)


@pytest.mark.parametrize("key", [None, 7, "", "whsec_", KEY[6:], "whsec_?", "whsec_é", "whsek_AAEC"])
def test_odd_secrets_are_none(key: object) -> None:
    """No exception, and above all no empty secret."""
    assert read_secret(key) is None


def as_key(secret: bytes) -> Reply:
    return as_json({"key": "whsec_" + base64.b64encode(secret).decode()})


async def test_a_new_secret_is_learned_from_its_first_webhook(
    replicate: ReplicateProvider, recorder: Recorder, clock: FakeClock
) -> None:
    """The kept one serves until a signature does not fit; forgeries ask at most once a minute; real time counts."""
    clock.advance(days=-1)
    now = clock.now() - clock.shift
    recorder.plays(as_key(b"old secret"))
    for _ in range(3):
        assert (await replicate.verify_webhook(signed(BODY, b"old secret", now), BODY)).ref_id == "tr1"
    assert [(seen.method, seen.path) for seen in recorder.seen] == [("GET", SECRET_PATH)]
    for _ in range(20):
        with pytest.raises(UnknownSignatureError):
            await replicate.verify_webhook(signed(BODY, b"forged", now), BODY)
    assert len(recorder.seen) == 1
    recorder.plays(as_key(b"young secret"))
    clock.advance(61)
    with pytest.raises(WebhookRefusedError):
        await replicate.verify_webhook({}, BODY)
    assert len(recorder.seen) == 1
    assert (await replicate.verify_webhook(signed(BODY, b"young secret", now), BODY)).ref_id == "tr1"
    assert len(recorder.seen) == 2


@pytest.mark.parametrize("reply", [Reply(503), Reply(401), as_json({}), as_json({"key": "whsec_"}), Reply(body=b"?")])
async def test_without_a_secret_nothing_is_decided(
    replicate: ReplicateProvider, recorder: Recorder, clock: FakeClock, reply: Reply
) -> None:
    """A webhook is then neither genuine nor forged, and Replicate is not flooded."""
    headers = signed(BODY, moment=clock.now())
    recorder.plays(reply)
    for _ in range(5):
        with pytest.raises(ProviderError):
            await replicate.verify_webhook(headers, BODY)
    assert len(recorder.seen) == 1
    recorder.plays(as_key(SECRET))
    clock.advance(61)
    headers = signed(BODY, moment=clock.now() - clock.shift)
    assert (await replicate.verify_webhook(headers, BODY)).ref_id == "tr1"
