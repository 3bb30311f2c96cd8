"""Signs webhooks as Replicate does: HMAC-SHA256 with the account's secret, in the standard-webhooks form."""

import base64
import hashlib
import hmac
import secrets


class WebhookSigner:
    """Holds the account's secret, one that was replaced by it, and one that is nobody's."""

    def __init__(self) -> None:
        self._current, self._retired, self._false = (secrets.token_bytes(24) for _ in range(3))

    @property
    def secret(self) -> str:
        """The secret as the API tells it."""
        return "whsec_" + base64.b64encode(self._current).decode()

    def headers(self, message_id: str, at: float, body: bytes, *, forged: bool = False) -> dict[str, str]:
        """The signature headers of one try. A genuine one carries two signatures, as while a secret is replaced;
        `forged` signs with a secret that the account does not have."""
        signed = f"{message_id}.{int(at)}.".encode() + body
        keys = [self._false] if forged else [self._retired, self._current]
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(at)),
            "webhook-signature": " ".join(_signature(key, signed) for key in keys),
        }


def _signature(key: bytes, signed: bytes) -> str:
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
