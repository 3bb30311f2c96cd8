"""Photos go to fal's file host and nowhere else; artefacts come from there without our key."""

import json
import logging
from datetime import timedelta

import pytest

from services.errors import BrokenArtefactError, InvalidInputError, ProviderError
from services.providers.fal import FalProvider
from services.providers.fal.provider import MOST_UPLOAD_BYTES
from tests.services.providers.recorder import Recorder, Reply, as_json
from tests.support.clock import FakeClock

TOKEN_PATH = "/rest/storage/auth/token"
UPLOAD_PATH = "/cdn/files/upload"


def token(value: str = "t-1") -> Reply:
    return as_json(
        {
            "token": value,
            "token_type": "Bearer",
            "base_url": "https://v3.fal.media",
            "expires_at": "2099-01-01T00:00:00Z",
        }
    )


async def test_an_upload_carries_its_lifetime_and_not_our_key(
    fal: FalProvider, recorder: Recorder, clock: FakeClock
) -> None:
    """The file host gets a token made from the key; the photo lives as long as asked."""
    recorder.by_path[TOKEN_PATH] = token()
    recorder.by_path[UPLOAD_PATH] = as_json({"access_url": f"{recorder.url}/cdn/files/photos.zip"})
    before = clock.now()
    for _ in range(2):
        hosted = await fal.upload(b"zip", file_name="p.zip", content_type="application/zip", seconds=3600)
    assert hosted.url == f"{recorder.url}/cdn/files/photos.zip"
    assert hosted.until is not None
    assert timedelta(seconds=3590) < hosted.until - before < timedelta(seconds=3610)
    asked, *uploads = recorder.seen
    assert (asked.path, asked.headers["authorization"]) == (TOKEN_PATH, "Key id:secret")
    assert [seen.path for seen in uploads] == [UPLOAD_PATH] * 2
    assert uploads[0].headers["authorization"] == "Bearer t-1"
    assert uploads[0].headers["x-fal-file-name"] == "p.zip"
    assert json.loads(uploads[0].headers["x-fal-object-lifecycle"]) == {"expiration_duration_seconds": 3600}
    assert uploads[0].body == b"zip"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500),
        Reply(503, b"nginx"),
        Reply(401),
        Reply(413),
        Reply(drop=True),
        Reply(silent=True),
        Reply(body=b"?"),
        as_json({}),
        as_json({"access_url": "https://evil.example/x.zip"}),
    ],
)
async def test_a_failed_upload_goes_nowhere_else(fal: FalProvider, recorder: Recorder, reply: Reply) -> None:
    """No second try, and above all no fallback that would hand our key to a storage host."""
    recorder.by_path[TOKEN_PATH] = token()
    recorder.by_path[UPLOAD_PATH] = reply
    with pytest.raises(ProviderError):
        await fal.upload(b"zip", file_name="p.zip", content_type="application/zip", seconds=60)
    assert [seen.path for seen in recorder.seen] == [TOKEN_PATH, UPLOAD_PATH]


@pytest.mark.parametrize("reply", [Reply(500), Reply(401), Reply(drop=True), Reply(body=b"?"), as_json({"token": "t"})])
async def test_without_a_token_nothing_is_uploaded(fal: FalProvider, recorder: Recorder, reply: Reply) -> None:
    """A token that cannot be had or read ends the upload."""
    recorder.plays(reply)
    with pytest.raises(ProviderError):
        await fal.upload(b"zip", file_name="p.zip", content_type="application/zip", seconds=60)
    assert [seen.path for seen in recorder.seen] == [TOKEN_PATH]


async def test_a_token_that_is_no_longer_taken_is_replaced(fal: FalProvider, recorder: Recorder) -> None:
    """The upload after a refused one asks for a fresh token."""
    recorder.by_path[TOKEN_PATH] = token()
    recorder.by_path[UPLOAD_PATH] = Reply(401)
    for _ in range(2):
        with pytest.raises(ProviderError):
            await fal.upload(b"zip", file_name="p.zip", content_type="application/zip", seconds=60)
    assert [seen.path for seen in recorder.seen] == [TOKEN_PATH, UPLOAD_PATH] * 2


async def test_too_large_a_file_is_refused_here(fal: FalProvider, recorder: Recorder) -> None:
    """Before anything leaves."""
    with pytest.raises(InvalidInputError):
        await fal.upload(bytes(MOST_UPLOAD_BYTES + 1), file_name="p", content_type="application/zip", seconds=60)
    assert recorder.seen == []


async def fetch(fal: FalProvider, url: str) -> bytes:
    return b"".join([piece async for piece in fal.download(url)])


async def test_a_download_carries_no_key_and_shows_no_address(
    fal: FalProvider, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever knows a file's address can see the photo in it; the host has no use for our key."""
    caplog.set_level(logging.DEBUG)
    data = bytes(range(256)) * 4000
    recorder.plays(Reply(body=data, headers={"Content-Type": "image/png"}))
    assert await fetch(fal, f"{recorder.url}/cdn/files/face.png") == data
    assert "authorization" not in recorder.seen[0].headers
    assert "face.png" not in caplog.text


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_what_is_gone_is_gone(fal: FalProvider, recorder: Recorder, status: int) -> None:
    """Asking again gives the same."""
    recorder.plays(Reply(status))
    with pytest.raises(BrokenArtefactError) as caught:
        await fetch(fal, f"{recorder.url}/cdn/files/x")
    assert caught.value.code == "artefact-gone"


@pytest.mark.parametrize(
    "reply", [Reply(500), Reply(429), Reply(drop=True), Reply(silent=True), Reply(body=b"x" * 9999, cut=True)]
)
async def test_a_broken_download_may_work_later(fal: FalProvider, recorder: Recorder, reply: Reply) -> None:
    """Half a file is an error, never a short file."""
    recorder.plays(reply)
    with pytest.raises(ProviderError):
        await fetch(fal, f"{recorder.url}/cdn/files/x")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x",
        "https://fal.media.evil.example/x",
        "https://notfal.media/x",
        "http://v3b.fal.media/x",
        "https://v3b.fal.media:8443/x",
        "https://user@v3b.fal.media/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "data:text/plain,x",
        "",
        "https://[::1",
    ],
)
async def test_foreign_addresses_are_not_fetched(fal: FalProvider, url: str) -> None:
    """A result cannot make this server ask hosts of its choice."""
    with pytest.raises(BrokenArtefactError) as caught:
        await fetch(fal, url)
    assert caught.value.code == "artefact-address"


@pytest.mark.parametrize(
    "url", ["https://fal.media/f/x", "https://v3b.fal.media/x", "https://storage.googleapis.com/falserverless/x"]
)
def test_fals_file_hosts_are_allowed(url: str, recorder: Recorder, fal: FalProvider) -> None:
    """The hosts that fal's results have been seen on."""
    assert str(fal._downloads.address(url)) == url


async def test_redirects_stay_on_allowed_hosts(fal: FalProvider, recorder: Recorder) -> None:
    """Each hop is checked; three are followed, a fourth is not."""
    recorder.plays(Reply(302, b"", {"Location": "files/2"}), Reply(body=b"file"))
    assert await fetch(fal, f"{recorder.url}/cdn/x") == b"file"
    assert [seen.path for seen in recorder.seen] == ["/cdn/x", "/cdn/files/2"]
    for location in ("http://127.0.0.1:1/secret", "https://evil.example/", "/loop/cdn", f"{recorder.url}/cdn/x"):
        recorder.plays(Reply(302, b"", {"Location": location}))
        recorder.seen.clear()
        with pytest.raises(BrokenArtefactError):
            await fetch(fal, f"{recorder.url}/cdn/x")
        assert len(recorder.seen) <= 4


async def test_fal_keeps_no_models(fal: FalProvider, recorder: Recorder) -> None:
    """So there is nothing to make and nothing to forget, and nothing is asked."""
    name = "lora-" + "0" * 32
    assert await fal.destination(name) is None
    assert await fal.forget(name) is True
    assert recorder.seen == []
