"""Uploads in one piece, in parts and to a reserved address; downloads; lifetimes."""

import hashlib
from typing import Any

from tests.sandbox.fal.stand import Stand


async def token(stand: Stand) -> dict[str, str]:
    body = (await stand.call("POST", "/fal/rest/storage/auth/token?storage_type=fal-cdn-v3", json={})).body
    return {"Authorization": f"{body['token_type']} {body['token']}"}


async def test_an_upload_is_public_and_unchanged(stand: Stand) -> None:
    """Bytes, name and type come back without a key, whole and in ranges."""
    url = await stand.upload(b"0123456789", "my photos.zip")
    assert url.endswith("_my_photos.zip")
    whole = await stand.call("GET", url, key=False)
    assert (whole.status, whole.data) == (200, b"0123456789")
    part = await stand.call("GET", url, key=False, headers={"Range": "bytes=4-6"})
    assert (part.status, part.data, part.headers["Content-Range"]) == (206, b"456", "bytes 4-6/10")
    beyond = await stand.call("GET", url, key=False, headers={"Range": "bytes=20-"})
    assert beyond.status == 416
    assert (await stand.call("HEAD", url, key=False)).headers["Content-Length"] == "10"


async def test_an_upload_wants_its_token(stand: Stand) -> None:
    """The API key does not replace the upload token."""
    for headers in ({}, {"Authorization": "Key sandbox-key:secret"}, {"Authorization": "Bearer made-up"}):
        answer = await stand.call("POST", "/fal/cdn/files/upload", key=False, headers=headers, data=b"x")
        assert answer.status == 401


async def test_an_upload_may_be_larger_than_the_apps_limit(stand: Stand) -> None:
    """A ZIP of photos is above the megabyte that web apps take by default."""
    data = bytes(3 * 1024 * 1024)
    assert (await stand.call("GET", await stand.upload(data), key=False)).data == data


async def test_an_upload_lives_as_long_as_asked(stand: Stand) -> None:
    """The lifecycle header counts on the sandbox's clock; nonsense in it is refused."""
    short = await stand.upload(b"x", lifecycle='{"expiration_duration_seconds": 86400}')
    usual = await stand.upload(b"x")
    stand.clock.advance(86500)
    assert [(await stand.call("GET", url, key=False)).status for url in (short, usual)] == [404, 200]
    stand.clock.advance(7 * 86400)
    assert (await stand.call("GET", usual, key=False)).status == 404
    for wrong in ('{"expiration_duration_seconds": -1}', "[]", "{"):
        headers = await token(stand) | {"X-Fal-Object-Lifecycle": wrong}
        answer = await stand.call("POST", "/fal/cdn/files/upload", key=False, headers=headers, data=b"x")
        assert answer.status == 422


async def test_forget_deletes_every_file(stand: Stand) -> None:
    """As after all lifetimes."""
    url = await stand.upload(b"x")
    assert (await stand.call("POST", "/control/fal/forget")).body == {"deleted": 1}
    assert (await stand.call("GET", url, key=False)).status == 404


async def test_an_upload_in_parts_is_joined(stand: Stand) -> None:
    """Parts come in any order; a wrong ETag or a missing part is refused."""
    headers = await token(stand)
    path = "/fal/cdn/files/upload/multipart"
    begun = (await stand.call("POST", path, key=False, headers=headers)).body
    base = f"{begun['access_url']}/multipart/{begun['uploadId']}"
    parts: list[dict[str, Any]] = []
    for number, data in ((2, b"world"), (1, b"hello ")):
        put = await stand.call("PUT", f"{base}/{number}", key=False, headers=headers, data=data)
        assert hashlib.md5(data).hexdigest() in put.headers["ETag"]
        parts.append({"partNumber": number, "etag": put.headers["ETag"]})
    wrong = {"parts": [parts[0], {"partNumber": 1, "etag": "other"}]}
    for body, status in ((wrong, 400), ({"parts": 5}, 422), ({"parts": parts}, 200)):
        answer = await stand.call("POST", f"{base}/complete", key=False, headers=headers, json=body)
        assert answer.status == status
    assert (await stand.call("GET", begun["access_url"], key=False)).data == b"hello world"


async def test_a_reserved_address_is_filled_once(stand: Stand) -> None:
    """initiate answers where to put the bytes and where they will be."""
    body = {"file_name": "a.zip", "content_type": "application/zip"}
    path = "/fal/rest/storage/upload/initiate?storage_type=gcs"
    addresses = (await stand.call("POST", path, json=body)).body
    assert (await stand.call("GET", addresses["file_url"], key=False)).status == 404
    for status in (200, 404):
        answer = await stand.call("PUT", addresses["upload_url"], key=False, data=b"zip")
        assert answer.status == status
    assert (await stand.call("GET", addresses["file_url"], key=False)).data == b"zip"
    assert (await stand.call("POST", path, json={})).status == 422
