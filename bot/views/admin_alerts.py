"""What admins were told, in one line each."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.excerpts import clipped
from bot.speaker import Speaker
from db.models import Outbox, ProviderStanding

LINE = 120
_TAG = re.compile(r"<[^>]+>")


def alerts_text(say: Speaker, alerts: Sequence[Outbox], paused: Sequence[ProviderStanding]) -> str:
    """Paused providers first, then the newest alerts."""
    lines = [
        say.text(
            "admin-paused-provider",
            provider=say.plain(f"provider-{one.provider}"),
            reason=one.paused_reason or "",
            since=_minute(one.paused_since),
            next=_minute(one.probe_at),
        )
        for one in paused
    ]
    told = [say.text("admin-alert", at=row.created_at, what=_what(say, row)) for row in alerts]
    return "\n".join([*lines, say.text("admin-alerts" if told else "admin-alerts-none"), *told])


def _what(say: Speaker, row: Outbox) -> str:
    """The first line of the alert, without its markup."""
    params = {name: str(value) for name, value in row.params.items()}
    code = params.pop("code")
    key = f"alert-{code}"
    words = say.plain(key, **params) if say.texts.has(key) else code
    return clipped(_TAG.sub("", words).strip().splitlines()[0], LINE)


def _minute(at: datetime | None) -> str:
    return f"{at:%H:%M}" if at is not None else "–"
