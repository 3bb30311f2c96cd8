"""Where Replicate is: its API, and the hosts that its models put their files on."""

from dataclasses import dataclass

import httpx

from services.providers.base_address import is_below, is_loopback, is_safe_base, origin
from services.providers.downloads import is_plain_https

OFFICIAL = httpx.URL("https://api.replicate.com")

_FILE_HOST = "replicate.delivery"


@dataclass(frozen=True)
class ReplicateAddresses:
    """The API's base without `/v1`, with an optional path prefix; plain http is accepted on loopback only.

    Raises `ValueError` naming the field that is no such address.
    """

    api_url: str = "https://api.replicate.com"

    def __post_init__(self) -> None:
        if not is_safe_base(self.api_url):
            raise ValueError("api_url must be an https address (http only on loopback)")

    def is_api(self, url: httpx.URL) -> bool:
        """Whether our token may go there."""
        return not url.userinfo and not url.fragment and is_below(url, httpx.URL(self.api_url))

    def file_address(self, url: httpx.URL) -> httpx.URL | None:
        """Where to fetch a result from; None when `url` is on no host of Replicate's. An API on this machine keeps
        its files on this machine too."""
        api = httpx.URL(self.api_url)
        if is_loopback(api.host) and origin(url) == origin(api) and not url.userinfo:
            return url
        is_ours = url.host == _FILE_HOST or url.host.endswith(f".{_FILE_HOST}")
        return url if is_ours and is_plain_https(url) else None

    def is_hosted_file(self, url: str) -> bool:
        """Whether `url` can be the address of a file we uploaded. It is handed to models, never fetched by us."""
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL:
            return False
        return self.is_api(address) or origin(address) == origin(OFFICIAL) or self.file_address(address) is not None
