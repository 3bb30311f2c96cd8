"""No secret in any line: known ones by their value, others by their shape."""

import re
from collections.abc import Iterable

PATTERNS = (
    re.compile(r"()\d{5,}:[A-Za-z0-9_-]{20,}"),  # a bot token, also behind the "bot" of an address
    re.compile(r"(/webhooks/+[^/\s\"'?]+/+)[^\s\"'?]+"),  # whichever provider it is for
    re.compile(r"(/files/)[^\s\"'?]{24,}"),
    re.compile(r"(https?://[^\s\"'?]+\?)[^\s\"']+"),  # the query of an address, where storage puts signatures
    re.compile(r"(\b(?:Key|Bearer|Token) )[A-Za-z0-9_\-.:]{16,}"),  # the value of an Authorization header
    re.compile(r"\b(r8_|whsec_)[A-Za-z0-9+/=_-]{8,}"),
)
"""The first group stays, the rest is masked."""
MASK = "***"
SHORTEST = 8
"""Characters of a known secret; masking shorter ones would tear words apart."""


class Cleaner:
    """Masks the `secrets` of this process, and what looks like a secret of anybody."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(sorted({secret for secret in secrets if len(secret) >= SHORTEST}, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """`text` without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        for pattern in PATTERNS:
            text = pattern.sub(rf"\1{MASK}", text)
        return text
