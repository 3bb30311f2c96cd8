"""Switches of the Telegram stand-in that a test or the page's panel may turn while it runs."""

from dataclasses import dataclass, field, fields
from typing import Any


@dataclass
class RateLimit:
    """More than `per_second` sent messages in one second are answered 429 for `retry_after` seconds."""

    per_second: float
    retry_after: int = 1


@dataclass
class TelegramSettings:
    """Times are real seconds. The numbers of the defaults are those of Telegram's own server.

    duplicate_updates: each update is delivered twice. overtake: a press made right after an album is
    delivered before the rest of the album, which waits `overtake_hold` seconds for such a press.
    execute_webhook_answers: a method in the body of a webhook answer is carried out. retry_scale:
    factor on the waits between webhook tries (2, 4, 8 ... up to 60); a Retry-After is not scaled.
    download_limit: bytes that getFile serves.
    """

    duplicate_updates: bool = False
    overtake: bool = False
    overtake_hold: float = 1.5
    execute_webhook_answers: bool = True
    retry_scale: float = 1.0
    webhook_timeout: float = 60.0
    callback_lifetime: float = 150.0
    download_limit: int = 20 * 1024 * 1024
    rate_limit: RateLimit | None = None
    blocked_users: set[int] = field(default_factory=set)

    def change(self, values: dict[str, Any]) -> None:
        """Take over what `values` names. Raises ValueError for an unknown name or a wrong type."""
        kinds = {entry.name: type(getattr(self, entry.name)) for entry in fields(self)}
        for name, value in values.items():
            if name == "rate_limit":
                self.rate_limit = None if value is None else _rate_limit(value)
            elif name == "blocked_users":
                self.blocked_users = {int(person) for person in value}
            elif name not in kinds:
                raise ValueError(f"unknown setting {name}")
            elif kinds[name] is bool and not isinstance(value, bool):
                raise ValueError(f"{name} is true or false")
            elif isinstance(value, (str, list, dict)) or value is None:
                raise ValueError(f"{name} is a number")
            else:
                setattr(self, name, kinds[name](value))

    def shown(self) -> dict[str, Any]:
        """The settings as JSON values."""
        shown = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        shown["blocked_users"] = sorted(self.blocked_users)
        shown["rate_limit"] = vars(self.rate_limit) if self.rate_limit else None
        return shown


def _rate_limit(value: Any) -> RateLimit:
    if not isinstance(value, dict) or not set(value) <= {"per_second", "retry_after"}:
        raise ValueError("rate_limit is an object of per_second and retry_after")
    per_second = float(value.get("per_second", 30))
    if per_second < 0:
        raise ValueError("per_second is at least 0")
    return RateLimit(per_second, int(value.get("retry_after", 1)))
