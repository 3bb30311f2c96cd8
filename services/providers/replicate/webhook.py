"""Whether a webhook was sent by Replicate: HMAC-SHA256 over id, time and body, see its page on verifying webhooks.

The secret is our account's own, so the signature also proves that the webhook is meant for us.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from services.providers.base import Hint, WebhookRefusedError
from services.providers.replicate.api import is_id

TOLERANCE_SECONDS = 300
"""How far the signed time may be from ours."""

MOST_SIGNATURES = 10
"""Looked at in one webhook; while a secret is changed there are two."""

_UNIX_SECONDS = re.compile(r"[0-9]{1,12}")
_STATUS = re.compile(r"[A-Za-z_\-]{1,32}")


class UnknownSignatureError(WebhookRefusedError):
    """Well-formed and in time, but the given secret did not make the signature."""


def verify_replicate_webhook(headers: Mapping[str, str], body: bytes, secret: bytes, now: datetime) -> Hint:
    """The genuine webhook's hint. `body` is the bytes as received.

    Raises `WebhookRefusedError`, with `UnknownSignatureError` where another secret might help.
    """
    given = {name.lower(): value for name, value in headers.items()}
    webhook_id, timestamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    # A dot inside the id would let the same signed text be read as other values.
    if not is_id(webhook_id) or not _UNIX_SECONDS.fullmatch(timestamp):
        raise WebhookRefusedError("a signature header is missing or malformed")
    signatures = list(_signatures(given.get("webhook-signature", "")))
    if not signatures:
        raise WebhookRefusedError("no signature of a known form")
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE_SECONDS:
        raise WebhookRefusedError("too old or from the future")
    if not secret:
        raise UnknownSignatureError("no secret")
    made = hmac.digest(secret, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256)
    if not any(hmac.compare_digest(made, signature) for signature in signatures):
        raise UnknownSignatureError("unknown signature")
    return _hint(body, webhook_id)


def _signatures(header: str) -> Iterator[bytes]:
    for entry in header.split(" ")[:MOST_SIGNATURES]:
        version, _, text = entry.partition(",")
        if version != "v1" or not text.isascii():
            continue
        try:
            signature = base64.b64decode(text, validate=True)
        except binascii.Error:
            continue
        if len(signature) == hashlib.sha256().digest_size:
            yield signature


def _hint(body: bytes, webhook_id: str) -> Hint:
    try:
        call = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WebhookRefusedError("the body is no JSON") from error
    call_id, status = (call.get("id"), call.get("status")) if isinstance(call, dict) else (None, None)
    if not isinstance(call_id, str) or not is_id(call_id):
        raise WebhookRefusedError("the body names no call")
    if not isinstance(status, str) or not _STATUS.fullmatch(status):
        raise WebhookRefusedError("the body names no status")
    return Hint(call_id, webhook_id)
