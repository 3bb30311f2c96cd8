"""Where fal's models put their files."""

import httpx

from services.providers.downloads import is_plain_https
from services.providers.fal.addresses import FalAddresses

# v3.fal.media and v3b.fal.media hold what is made today; some models still answer with Google's storage.
_HOSTS = frozenset({"fal.media", "storage.googleapis.com"})
_DOMAINS = (".fal.media", ".fal.run")


def file_address(addresses: FalAddresses, url: httpx.URL) -> httpx.URL | None:
    """Where to fetch a result from; None when `url` is on no host of fal's."""
    if located := addresses.locate(url):
        return located[1]
    if not is_plain_https(url):
        return None
    return url if url.host in _HOSTS or url.host.endswith(_DOMAINS) else None
