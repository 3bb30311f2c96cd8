"""Storage by URL."""

import base64
from pathlib import Path

import pytest

from services.storage.opening import local_folder, open_storage

DATA_KEY = base64.urlsafe_b64encode(bytes(32)).decode()


@pytest.mark.parametrize("form", ["{}", "file://{}"])
async def test_a_folder_is_made_and_closed_to_others(tmp_path: Path, form: str) -> None:
    """Also one whose name has a space; files survive a reopening."""
    folder = tmp_path / "some where" / "files"
    url = form.format(str(folder).replace(" ", "%20") if "://" in form else folder)
    await open_storage(url, DATA_KEY).put("photos/a.jpg", b"x")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert await open_storage(url, DATA_KEY).get("photos/a.jpg") == b"x"


async def test_a_relative_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default is `data/files` under the working folder."""
    monkeypatch.chdir(tmp_path)
    await open_storage("data/files", DATA_KEY).put("k", b"x")
    assert (tmp_path / "data/files/k").is_file()


@pytest.mark.parametrize(
    ("url", "folder"),
    [("data/files", Path("data/files")), ("file:///srv/a%20b", Path("/srv/a b")), ("s3://bucket/x", None)],
)
def test_which_places_are_folders(url: str, folder: Path | None) -> None:
    """Only those have room that can be measured."""
    assert local_folder(url) == folder


async def test_memory_forgets() -> None:
    """Each opening is a storage of its own."""
    await open_storage("memory://", DATA_KEY).put("k", b"x")
    assert not await open_storage("memory://", DATA_KEY).exists("k")


@pytest.mark.parametrize("url", ["", "ftp://host/x", "https://bucket/x"])
def test_another_kind_of_url_is_refused(url: str) -> None:
    """With the forms that work in the sentence."""
    with pytest.raises(ValueError, match="STORAGE_URL must be"):
        open_storage(url, DATA_KEY)


@pytest.mark.parametrize("url", ["s3://", "s3:///prefix", "s3://key:hidden@bucket/x", "s3://bucket?key=hidden"])
def test_a_bucket_of_a_wrong_form(url: str) -> None:
    """The sentence is shown and logged, so what looks like credentials is not in it."""
    with pytest.raises(ValueError, match="s3://bucket/prefix") as refused:
        open_storage(url, DATA_KEY)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("address", ["nonsense", "s3.example.org:9000", "ftp://s3.example.org", "http://"])
def test_an_endpoint_of_a_wrong_form(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """The S3 client takes it and panics at the first request."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    with pytest.raises(ValueError, match="AWS_ENDPOINT_URL must be a full address"):
        open_storage("s3://bucket/x", DATA_KEY)


def test_plain_http_beyond_this_machine_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos are encrypted, credentials are not; who has a private network says so."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://s3:8333")
    with pytest.raises(ValueError, match="AWS_ALLOW_HTTP=true"):
        open_storage("s3://bucket/x", DATA_KEY)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    open_storage("s3://bucket/x", DATA_KEY)


def test_a_bad_data_key_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    """No folder is left behind by a start that failed."""
    with pytest.raises(ValueError, match="DATA_KEY"):
        open_storage(str(tmp_path / "files"), "nonsense")
    assert not (tmp_path / "files").exists()
