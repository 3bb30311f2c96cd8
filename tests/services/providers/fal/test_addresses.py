"""Our key goes to the addresses of the settings, and those are safe to send it to."""

import httpx
import pytest

from services.providers.fal import FalAddresses, FalProvider
from services.providers.fal.addresses import Place
from services.providers.fal.transport import FalClient, FalTimeouts
from services.providers.wire import ForeignHostError
from tests.support.clock import FakeClock

MAPPED = FalAddresses(queue_url="http://127.0.0.1:9/fal/queue", rest_url="http://127.0.0.1:9/fal/rest/")


@pytest.mark.parametrize(
    "url",
    [
        "http://fal.example",
        "ftp://fal.run",
        "fal.run",
        "",
        "https://u:p@fal.run",
        "https://fal.run/?a=b",
        "https://fal.run:port",
    ],
)
def test_unsafe_addresses_are_refused(url: str) -> None:
    """In clear text the key may only travel on this machine."""
    with pytest.raises(ValueError, match="queue_url"):
        FalAddresses(queue_url=url)


@pytest.mark.parametrize("url", ["http://localhost:8080/fal", "http://[::1]:1/x", "https://proxy.example/fal/"])
def test_safe_addresses_are_taken(url: str) -> None:
    """Loopback, or https anywhere."""
    FalAddresses(queue_url=url)


@pytest.mark.parametrize(
    ("url", "place", "leads_to"),
    [
        ("https://queue.fal.run/a/b?x=1&y=%2F", Place.QUEUE, "http://127.0.0.1:9/fal/queue/a/b?x=1&y=%2F"),
        ("http://127.0.0.1:9/fal/queue/a%20b", Place.QUEUE, "http://127.0.0.1:9/fal/queue/a%20b"),
        ("https://rest.fal.ai/storage/x", Place.REST, "http://127.0.0.1:9/fal/rest/storage/x"),
        ("http://127.0.0.1:9/fal/rest/x", Place.REST, "http://127.0.0.1:9/fal/rest/x"),
        ("https://fal.run/a/b", Place.RUN, "https://fal.run/a/b"),
        ("https://queue.fal.run:443/a", Place.QUEUE, "http://127.0.0.1:9/fal/queue/a"),
    ],
)
def test_official_and_configured_addresses_are_fals(url: str, place: Place, leads_to: str) -> None:
    """Path and query arrive untouched behind the prefix."""
    assert MAPPED.locate(httpx.URL(url)) == (place, httpx.URL(leads_to))


@pytest.mark.parametrize(
    "url",
    [
        "http://queue.fal.run/a",
        "https://queue.fal.run:8443/a",
        "https://queue.falrun.com/a",
        "https://storage.googleapis.com/x",
        "http://127.0.0.1:9/other",
        "http://127.0.0.1:9/fal/queueing/x",
        "http://127.0.0.1:10/fal/queue/x",
        "https://key@queue.fal.run/a",
        "/relative",
    ],
)
def test_anything_else_is_not(url: str) -> None:
    """Also fal's backup domain: trying it would be a second call."""
    assert MAPPED.locate(httpx.URL(url)) is None


async def test_a_foreign_host_never_sees_the_client() -> None:
    """Whatever fal-client tries on its own ends here."""
    client = FalClient("id:secret", MAPPED, FalTimeouts())
    with pytest.raises(ForeignHostError):
        await client.keyed.put("https://storage.googleapis.com/bucket/x", content=b"photos")
    await client.close()


@pytest.mark.parametrize("key", ["", "id:secret\n", "id:sécret", "a\r\nX-Evil: 1"])
async def test_a_key_that_is_no_header_is_refused_at_start(key: str, clock: FakeClock) -> None:
    """And an empty one does not make fal-client look for other credentials on this machine."""
    with pytest.raises(ValueError, match="fal key"):
        FalProvider(key, FalAddresses(), clock=clock)


def test_a_provider_needs_the_running_loop(clock: FakeClock) -> None:
    """Connections belong to the loop they were made in."""
    with pytest.raises(RuntimeError):
        FalProvider("id:secret", FalAddresses(), clock=clock)
