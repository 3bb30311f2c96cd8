"""Links to stored files, as the API gives them."""

from bot.context import Services

LINK_SECONDS = 15 * 60
"""How long a link to a file works."""


def file_link(services: Services, key: str, file_name: str) -> str:
    """A link that opens the stored file from now on, and saves it under that name."""
    return services.links.sign(key, file_name=file_name, seconds=LINK_SECONDS, now=services.clock.now())
