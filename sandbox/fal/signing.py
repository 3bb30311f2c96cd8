"""Signs webhooks as fal does: Ed25519 over four lines, keys published as a JWKS."""

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ACCOUNT_ID = "sandbox|owner"
"""The user id in every signature; real ones also carry a literal bar."""

STRANGER_ID = "sandbox|stranger"
"""Another customer of the same provider: the same keys sign that customer's webhooks too."""


class WebhookSigner:
    """Holds two published keys, as a provider in the middle of a key change does, and one that is not."""

    def __init__(self) -> None:
        self._retired = Ed25519PrivateKey.generate()
        self._current = Ed25519PrivateKey.generate()
        self._unpublished = Ed25519PrivateKey.generate()

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The key set; `x` is base64url with padding, as the real one has been seen to be."""
        return {"keys": [_jwk(self._retired, "retired"), _jwk(self._current, "current")]}

    def headers(
        self, request_id: str, at: float, body: bytes, *, account: str = ACCOUNT_ID, forged: bool = False
    ) -> dict[str, str]:
        """The signature headers of one delivery; `forged` signs with a key that nobody published."""
        timestamp = str(int(at))
        lines = (request_id, account, timestamp, hashlib.sha256(body).hexdigest())
        key = self._unpublished if forged else self._current
        return {
            "X-Fal-Webhook-Request-Id": request_id,
            "X-Fal-Webhook-User-Id": account,
            "X-Fal-Webhook-Timestamp": timestamp,
            "X-Fal-Webhook-Signature": key.sign("\n".join(lines).encode()).hex(),
        }


def _jwk(key: Ed25519PrivateKey, key_id: str) -> dict[str, str]:
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    x = base64.urlsafe_b64encode(raw).decode()
    return {"kty": "OKP", "crv": "Ed25519", "kid": key_id, "use": "sig", "alg": "EdDSA", "x": x}
