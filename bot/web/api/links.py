"""Links to stored files, as the API gives them."""

from datetime import datetime, timedelta

from bot.context import Services

LINK_SECONDS = 15 * 60
"""How long a link to a file works at most."""

SAME_SECONDS = 5 * 60
"""For so long a file keeps its link: an app that asks every few seconds would otherwise load each picture again every
time, and ask for ever for one that cannot be read."""


def file_link(services: Services, key: str, file_name: str) -> str:
    """A link that opens the stored file for the next 10 to 15 minutes, and saves it under that name."""
    since = _last_change(services.clock.now())
    return services.links.sign(key, file_name=file_name, seconds=LINK_SECONDS, now=since)


def _last_change(now: datetime) -> datetime:
    """The moment at which every link last became another."""
    return now - timedelta(seconds=now.timestamp() % SAME_SECONDS)
