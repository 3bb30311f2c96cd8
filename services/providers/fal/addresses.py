"""Where fal is: its official hosts, and the addresses that the settings put in their place."""

from dataclasses import dataclass, fields
from enum import StrEnum

import httpx
from fal_client.client import CDN_URL, QUEUE_URL_FORMAT, REST_URL, RUN_URL_FORMAT

from services.providers.base_address import is_below, is_safe_base, origin


class Place(StrEnum):
    """The parts of fal that our key may be sent to (the CDN gets a token made from it)."""

    QUEUE = "queue"
    RUN = "run"
    REST = "rest"
    CDN = "cdn"
    API = "api"


OFFICIAL: dict[Place, httpx.URL] = {
    Place.QUEUE: httpx.URL("https://queue.fal.run"),
    Place.RUN: httpx.URL("https://fal.run"),
    Place.REST: httpx.URL("https://rest.fal.ai"),
    Place.CDN: httpx.URL("https://v3.fal.media"),
    Place.API: httpx.URL("https://api.fal.ai"),
}

# What the pinned client builds its URLs with; two of them follow its own environment variables.
_BUILT_BY_CLIENT = {
    Place.QUEUE: httpx.URL(QUEUE_URL_FORMAT),
    Place.RUN: httpx.URL(RUN_URL_FORMAT),
    Place.REST: httpx.URL(REST_URL),
    Place.CDN: httpx.URL(CDN_URL),
}


@dataclass(frozen=True)
class FalAddresses:
    """Base addresses, each with an optional path prefix; plain http is accepted on loopback only.

    Raises `ValueError` naming the field that is no such address.
    """

    queue_url: str = "https://queue.fal.run"
    run_url: str = "https://fal.run"
    rest_url: str = "https://rest.fal.ai"
    cdn_url: str = "https://v3.fal.media"
    api_url: str = "https://api.fal.ai"
    jwks_url: str = "https://rest.fal.ai/.well-known/jwks.json"

    def __post_init__(self) -> None:
        for field in fields(self):
            if not is_safe_base(getattr(self, field.name)):
                raise ValueError(f"{field.name} must be an https address (http only on loopback)")

    def base(self, place: Place) -> httpx.URL:
        """The address in use for a part of fal."""
        return httpx.URL(str(getattr(self, f"{place}_url")))

    def locate(self, url: httpx.URL) -> tuple[Place, httpx.URL] | None:
        """Which part of fal `url` means, and the address to ask; None for any host that is not fal's.

        Official addresses are moved to the ones in use; addresses in use are kept as they are.
        """
        if url.userinfo or url.fragment:
            return None
        for place in Place:
            base = self.base(place)
            if is_below(url, base):
                return place, url
        for known in (OFFICIAL, _BUILT_BY_CLIENT):
            for place, official in known.items():
                if origin(url) == origin(official):
                    return place, self._moved(place, url)
        return None

    def _moved(self, place: Place, url: httpx.URL) -> httpx.URL:
        base = self.base(place)
        prefix = base.raw_path.rstrip(b"/")
        return url.copy_with(scheme=base.scheme, host=base.host, port=base.port, raw_path=prefix + url.raw_path)
