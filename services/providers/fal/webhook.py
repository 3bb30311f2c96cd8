"""Whether a webhook was sent by fal: Ed25519 over four lines, see fal's page on webhook verification.

The signature proves that fal sent it, not that it was meant for us: any customer can have fal post to our URL.
The caller compares the account id and asks fal with our own key before anything changes.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.providers.base import Hint, WebhookRefusedError

TOLERANCE_SECONDS = 300
"""How far the signed time may be from ours, as fal's page states."""

_HEADERS = (
    "x-fal-webhook-request-id",
    "x-fal-webhook-user-id",
    "x-fal-webhook-timestamp",
    "x-fal-webhook-signature",
)
_ID = re.compile(r"[A-Za-z0-9_\-]{1,128}")
_HEX_SIGNATURE = re.compile(r"[0-9a-fA-F]{128}")
_UNIX_SECONDS = re.compile(r"[0-9]{1,12}")
_STATUS = re.compile(r"[A-Z_]{1,32}")


class UnknownSignatureError(WebhookRefusedError):
    """Well-formed and in time, but none of the given keys made the signature."""


def verify_fal_webhook(headers: Mapping[str, str], body: bytes, keys: Iterable[bytes], now: datetime) -> Hint:
    """The genuine webhook's hint. `keys` are raw public keys of 32 bytes, `body` the bytes as received.

    Raises `WebhookRefusedError`, with `UnknownSignatureError` where other keys might help.
    """
    request_id, user_id, timestamp, signature = _signed_headers(headers)
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE_SECONDS:
        raise WebhookRefusedError("too old or from the future")
    lines = (request_id, user_id, timestamp, hashlib.sha256(body).hexdigest())
    message = "\n".join(lines).encode()
    if not any(_made(key, signature, message) for key in keys):
        raise UnknownSignatureError("unknown signature")
    return _hint(body, user_id)


def _signed_headers(headers: Mapping[str, str]) -> tuple[str, str, str, bytes]:
    given = {name.lower(): value for name, value in headers.items()}
    values = [given.get(name, "") for name in _HEADERS]
    # A line break inside a value would let the same signed text be read as other values.
    if not all(value and value.isprintable() for value in values):
        raise WebhookRefusedError("a signature header is missing or malformed")
    request_id, user_id, timestamp, signature = values
    if not _UNIX_SECONDS.fullmatch(timestamp) or not _HEX_SIGNATURE.fullmatch(signature):
        raise WebhookRefusedError("a signature header is malformed")
    return request_id, user_id, timestamp, bytes.fromhex(signature)


def _made(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _hint(body: bytes, user_id: str) -> Hint:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WebhookRefusedError("the body is no JSON") from error
    request_id, status = (event.get("request_id"), event.get("status")) if isinstance(event, dict) else (None, None)
    if not isinstance(request_id, str) or not _ID.fullmatch(request_id):
        raise WebhookRefusedError("the body names no request")
    if not isinstance(status, str) or not _STATUS.fullmatch(status):
        raise WebhookRefusedError("the body names no status")
    return Hint(request_id, f"{request_id}:{status}", user_id)
