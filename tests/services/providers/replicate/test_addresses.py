"""Our token goes to the API alone, and only to an API that is safe to send it to."""

import httpx
import pytest

from services.providers.replicate import ReplicateAddresses, ReplicateProvider, ReplicateTimeouts
from services.providers.replicate.transport import Connection
from services.providers.wire import ForeignHostError
from tests.services.providers.recorder import Recorder, as_json
from tests.services.providers.replicate.facts import call
from tests.support.clock import FakeClock


@pytest.mark.parametrize(
    "url", ["http://replicate.example", "ftp://x", "api.replicate.com", "", "https://u:p@x.example", "https://x/?a=b"]
)
def test_unsafe_addresses_are_refused(url: str) -> None:
    """In clear text the token may only travel on this machine."""
    with pytest.raises(ValueError, match="api_url"):
        ReplicateAddresses(url)


@pytest.mark.parametrize("url", ["http://localhost:8080/replicate", "http://[::1]:1", "https://proxy.example/r/"])
def test_safe_addresses_are_taken(url: str) -> None:
    """Loopback, or https anywhere."""
    assert ReplicateAddresses(url).is_api(httpx.URL(f"{url.rstrip('/')}/v1/account"))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:10/r/v1/account",
        "http://127.0.0.1:9/v1/account",
        "http://127.0.0.1:9/rr/v1/account",
        "https://127.0.0.1:9/r/v1/account",
        "http://token@127.0.0.1:9/r/v1/account",
        "https://api.replicate.com/v1/account",
        "https://replicate.delivery/x",
    ],
)
async def test_a_foreign_host_never_sees_the_token(url: str) -> None:
    """Not even Replicate's own, where another address is set in its place."""
    connection = Connection("r8_secret", ReplicateAddresses("http://127.0.0.1:9/r"), ReplicateTimeouts())
    with pytest.raises(ForeignHostError):
        await connection.keyed.get(url)
    await connection.close()


async def test_a_prefix_stays_in_front(recorder: Recorder) -> None:
    """A proxy may serve Replicate below a path."""
    connection = Connection("r8_secret", ReplicateAddresses(f"{recorder.url}/r"), ReplicateTimeouts())
    recorder.plays(as_json(call()))
    await connection.keyed.get("/v1/predictions/c-1")
    assert recorder.seen[0].path == "/r/v1/predictions/c-1"
    await connection.close()


async def test_the_sdk_gets_one_request_and_no_more(recorder: Recorder) -> None:
    """Whatever it would like to do after an answer."""
    connection = Connection("r8_secret", ReplicateAddresses(recorder.url), ReplicateTimeouts())
    recorder.plays(as_json(call()))
    sdk = connection.one_request()
    await sdk.predictions.async_get("c-1")
    with pytest.raises(RuntimeError):
        await sdk.predictions.async_get("c-1")
    assert len(recorder.seen) == 1
    await connection.close()


def made(token: str, clock: FakeClock) -> ReplicateProvider:
    return ReplicateProvider(token, ReplicateAddresses(), username=None, trainers=frozenset(), clock=clock)


@pytest.mark.parametrize("token", ["", "r8_x\n", "r8_é", "r8 x", "a\r\nX-Evil: 1"])
async def test_a_token_that_is_no_header_is_refused_at_start(token: str, clock: FakeClock) -> None:
    """And an empty one does not make the SDK look for other credentials on this machine."""
    with pytest.raises(ValueError, match="Replicate token"):
        made(token, clock)


def test_a_provider_needs_the_running_loop(clock: FakeClock) -> None:
    """Connections belong to the loop they were made in."""
    with pytest.raises(RuntimeError):
        made("r8_x", clock)
