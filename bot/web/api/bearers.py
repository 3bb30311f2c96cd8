"""The API's bearers: short-lived, signed, and saying by themselves whose they are. Never a cookie."""

import base64
import binascii
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LIFETIME = timedelta(minutes=15)
LONGEST_SESSION = timedelta(hours=12)
"""After the launch; then the person opens the Mini App again."""

LONGEST_TOKEN = 512


class BearerError(ValueError):
    """Not a genuine bearer in its time; it does not tell why."""


@dataclass(frozen=True)
class Bearer:
    """Whose session it is, when the Mini App was opened, and until when the bearer is good."""

    user_id: int
    launched_at: datetime
    expires_at: datetime

    @property
    def session_ends_at(self) -> datetime:
        """When the person has to open the Mini App again."""
        return self.launched_at + LONGEST_SESSION


class Bearers:
    """Makes and checks bearers. `secret` is `DataKeys.sessions`; every replica has the same."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def issue(self, user_id: int, launched_at: datetime, now: datetime) -> tuple[str, Bearer]:
        """A bearer for 15 minutes, or what is left of the 12 hours since the launch; raises `BearerError` when nothing
        is."""
        expires = min(now + LIFETIME, launched_at + LONGEST_SESSION).replace(microsecond=0)
        if expires <= now:
            raise BearerError("the session is over")
        bearer = Bearer(user_id, launched_at.replace(microsecond=0), expires)
        payload = json.dumps([user_id, int(bearer.launched_at.timestamp()), int(expires.timestamp())])
        text = base64.urlsafe_b64encode(payload.encode()).rstrip(b"=")
        return f"{text.decode()}.{self._signature(text)}", bearer

    def read(self, token: str, now: datetime) -> Bearer:
        """What the token says; raises `BearerError`."""
        text, dot, signature = token.partition(".")
        if not dot or len(token) > LONGEST_TOKEN or not token.isascii():
            raise BearerError("not a bearer")
        if not hmac.compare_digest(signature, self._signature(text.encode())):
            raise BearerError("not ours")
        try:
            padded = text + "=" * (-len(text) % 4)
            user_id, launched, expires = map(int, json.loads(base64.urlsafe_b64decode(padded)))
        except (ValueError, TypeError, binascii.Error) as error:
            raise BearerError("not a bearer") from error
        bearer = Bearer(user_id, datetime.fromtimestamp(launched, UTC), datetime.fromtimestamp(expires, UTC))
        if now >= bearer.expires_at:
            raise BearerError("over")
        return bearer

    def _signature(self, text: bytes) -> str:
        digest = hmac.digest(self._secret, b"session 1 " + text, "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
