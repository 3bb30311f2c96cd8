"""Photos go to Replicate's file store and nowhere else; artefacts come from its hosts without our token."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.errors import BrokenArtefactError, InvalidInputError, ProviderError
from services.providers.replicate import ReplicateAddresses, ReplicateProvider
from services.providers.replicate.uploads import MOST_UPLOAD_BYTES
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.services.providers.replicate.facts import TOKEN
from tests.support.clock import FakeClock

FILE_URL = "https://api.replicate.com/v1/files/f-1"
HOSTED: dict[str, Any] = {"id": "f-1", "urls": {"get": FILE_URL}, "expires_at": "2026-11-02T12:00:00.5787610+00:00"}


async def send(replicate: ReplicateProvider, data: bytes = b"PK zip") -> Any:
    return await replicate.upload(data, file_name="photos.zip", content_type="application/zip", seconds=3600)


async def test_an_upload_is_named_and_has_replicates_own_end(
    replicate: ReplicateProvider, recorder: Recorder, clock: FakeClock
) -> None:
    """Trainers want a file called `.zip`; how long it is kept is for Replicate to say. Also where the SDK misses
    fields that Replicate does not promise."""
    clock.advance(days=1)
    recorder.plays(as_json(HOSTED, 201))
    hosted = await send(replicate)
    assert hosted.url == FILE_URL
    assert hosted.until == datetime(2026, 11, 2, 12, 0, 0, 578761, tzinfo=UTC) + timedelta(days=1)
    (seen,) = recorder.seen
    assert (seen.method, seen.path, seen.headers["authorization"]) == ("POST", "/v1/files", f"Bearer {TOKEN}")
    assert b'name="content"; filename="photos.zip"\r\nContent-Type: application/zip\r\n\r\nPK zip\r\n' in seen.body


async def test_a_file_without_a_known_end_makes_no_promise(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """Nobody relies on an address for longer than Replicate said."""
    for expires_at in (None, "soon", 7):
        recorder.plays(as_json(HOSTED | {"expires_at": expires_at}, 201))
        assert (await send(replicate)).until is None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500),
        Reply(503, headers={"Retry-After": "0"}),
        Reply(401),
        Reply(429),
        Reply(drop=True),
        Reply(302, b"", {"Location": "/v1/files"}),
        Reply(201, b"?"),
        Reply(201, b"[]"),
        as_json({}, 201),
        as_json(HOSTED | {"urls": {"get": "https://evil.example/x.zip"}}, 201),
        as_json(HOSTED | {"urls": {"get": "http://api.replicate.com/v1/files/x"}}, 201),
        as_json(HOSTED | {"urls": {"get": "https://[::1"}}, 201),
    ],
    ids=range(12),
)
async def test_a_failed_upload_is_an_error_after_one_try(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply
) -> None:
    """The photos are not sent a second time by themselves."""
    recorder.plays(reply)
    with pytest.raises(ProviderError):
        await send(replicate)
    assert len(recorder.seen) == 1


@pytest.mark.parametrize("address", [FILE_URL, f"{FILE_URL}/download?expiry=1", "{api}/v1/files/f-1"])
@pytest.mark.parametrize("status", [204, 404])
async def test_an_upload_is_removed_by_its_id(
    replicate: ReplicateProvider, recorder: Recorder, address: str, status: int
) -> None:
    """At our own API, whatever stands in the address; one that is gone is gone."""
    recorder.plays(Reply(status, b""))
    await replicate.discard(address.format(api=recorder.url))
    (seen,) = recorder.seen
    assert (seen.method, seen.target, seen.headers["authorization"]) == ("DELETE", "/v1/files/f-1", f"Bearer {TOKEN}")


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "provider-key"), (403, "provider-key"), (422, "provider-answer"), (503, "provider-unreachable")],
)
async def test_an_upload_that_cannot_be_removed_is_an_error(
    replicate: ReplicateProvider, recorder: Recorder, status: int, code: str
) -> None:
    """The next clean-up tries again."""
    recorder.plays(Reply(status))
    with pytest.raises(ProviderError) as refused:
        await replicate.discard(FILE_URL)
    assert refused.value.code == code


async def test_a_file_without_an_id_goes_by_itself(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """So it is on the hosts of outputs; there is nothing that could be asked."""
    for url in ("https://replicate.delivery/x/data.zip", "https://api.replicate.com/v1/models", f"{FILE_URL}/../../x"):
        await replicate.discard(url)
    assert recorder.seen == []


async def test_an_address_of_nobody_we_know_is_no_file(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """It was never given for an upload."""
    for url in ("https://evil.example/v1/files/f-1", "https://[::1", ""):
        with pytest.raises(ProviderError):
            await replicate.discard(url)
    assert recorder.seen == []


async def test_too_large_a_file_is_refused_here_and_there(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """Before anything leaves; Replicate's own refusal says the same."""
    with pytest.raises(InvalidInputError) as caught:
        await send(replicate, bytes(MOST_UPLOAD_BYTES + 1))
    assert (caught.value.code, caught.value.params) == ("file-too-large", {"limit_mb": 100})
    assert recorder.seen == []
    recorder.plays(Reply(413))
    with pytest.raises(InvalidInputError):
        await send(replicate)


async def fetch(replicate: ReplicateProvider, url: str) -> bytes:
    return b"".join([piece async for piece in replicate.download(url)])


async def test_a_download_carries_no_token_and_shows_no_address(
    replicate: ReplicateProvider, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever knows a file's address can see the photo in it; the host has no use for our token."""
    caplog.set_level(logging.DEBUG)
    data = bytes(range(256)) * 4000
    recorder.plays(Reply(body=data))
    assert await fetch(replicate, f"{recorder.url}/out/face.webp") == data
    assert "authorization" not in recorder.seen[0].headers
    assert "face.webp" not in caplog.text


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        *((Reply(code), BrokenArtefactError) for code in (403, 404, 410)),
        *((Reply(code), ProviderError) for code in (401, 429, 500)),
        (Reply(drop=True), ProviderError),
        (Reply(body=b"x" * 9999, cut=True), ProviderError),
    ],
    ids=range(8),
)
async def test_gone_is_gone_and_broken_may_work_later(
    replicate: ReplicateProvider, recorder: Recorder, reply: Reply, error: type[Exception]
) -> None:
    """Half a file is an error, never a short file."""
    recorder.plays(reply)
    with pytest.raises(error):
        await fetch(replicate, f"{recorder.url}/out/x")


async def test_redirects_stay_on_allowed_hosts(replicate: ReplicateProvider, recorder: Recorder) -> None:
    """Each hop is checked."""
    recorder.plays(Reply(302, b"", {"Location": "/out/2"}), Reply(body=b"file"))
    assert await fetch(replicate, f"{recorder.url}/out/1") == b"file"
    for location in ("http://127.0.0.1:1/secret", "https://evil.example/", f"{recorder.url}/out/1"):
        recorder.plays(Reply(302, b"", {"Location": location}))
        recorder.seen.clear()
        with pytest.raises(BrokenArtefactError) as caught:
            await fetch(replicate, f"{recorder.url}/out/1")
        assert caught.value.code == "artefact-address"
        assert len(recorder.seen) <= 4


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x",
        "https://replicate.delivery.evil.example/x",
        "https://notreplicate.delivery/x",
        "http://replicate.delivery/x",
        "https://replicate.delivery:8443/x",
        "https://user@replicate.delivery/x",
        "https://api.replicate.com/v1/files/f-1",
        "http://127.0.0.1:1/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "",
        "https://[::1",
    ],
)
async def test_foreign_addresses_are_not_fetched(replicate: ReplicateProvider, url: str) -> None:
    """An output cannot make this server ask hosts of its choice."""
    with pytest.raises(BrokenArtefactError) as caught:
        await fetch(replicate, url)
    assert caught.value.code == "artefact-address"


@pytest.mark.parametrize("url", ["https://replicate.delivery/x/out.webp", "https://pbxt.replicate.delivery/x.tar"])
def test_replicates_file_hosts_are_allowed(url: str, replicate: ReplicateProvider) -> None:
    """The hosts that Replicate's page names."""
    assert str(replicate._downloads.address(url)) == url


def test_the_real_api_is_no_file_host() -> None:
    """Only an API on this machine keeps its files beside it."""
    for api in ("https://api.replicate.com", "https://proxy.example/replicate"):
        assert ReplicateAddresses(api).file_address(httpx.URL(f"{api}/out/x")) is None
