"""Uploaded files: what is kept, who can read it, and for how long."""

import hashlib
import json
from datetime import datetime

import pytest
from aiohttp import FormData

from sandbox import replicate
from tests.sandbox.photo_zip import photo_zip
from tests.sandbox.replicate.shapes import check
from tests.sandbox.replicate.stand import API, TRAININGS, Stand

FILES = f"{API}/files"


async def test_a_file_is_described_found_and_deleted(stand: Stand) -> None:
    """The published object with size and checksum; after a delete it is nowhere."""
    file = await stand.upload(b"abc", "notes.txt")
    check("file_response", file)
    assert (file["name"], file["size"]) == ("notes.txt", 3)
    assert file["checksums"]["sha256"] == hashlib.sha256(b"abc").hexdigest()
    assert file["urls"]["get"] == f"{stand.base}{FILES}/{file['id']}"
    assert (await stand.call("GET", f"{FILES}/{file['id']}")).body == file
    assert (await stand.call("GET", FILES)).body["results"] == [file]
    assert (await stand.call("DELETE", f"{FILES}/{file['id']}")).status == 204
    gone = await stand.call("GET", f"{FILES}/{file['id']}")
    assert (gone.status, gone.body["detail"]) == (404, "File not found")
    assert (await stand.call("DELETE", f"{FILES}/{file['id']}")).status == 404


async def test_the_form_may_name_the_file_and_carry_metadata(stand: Stand) -> None:
    """`filename`, `type` and `metadata` count before what stands at `content`."""
    form = FormData()
    form.add_field("content", b"abc", filename="file", content_type="application/octet-stream")
    form.add_field("filename", "photos.zip")
    form.add_field("type", "application/zip")
    form.add_field("metadata", json.dumps({"job": 7}), content_type="application/json")
    file = (await stand.call("POST", FILES, data=form)).body
    assert (file["name"], file["content_type"], file["metadata"]) == ("photos.zip", "application/zip", {"job": 7})


async def test_wrong_forms_are_refused(stand: Stand) -> None:
    """No form, no content, a name of more than 255 bytes, metadata that is no object."""
    assert (await stand.call("POST", FILES, json={})).status == 400
    for fields, content in (({}, False), ({"filename": "я" * 128}, True), ({"metadata": "[1]"}, True)):
        form = FormData(default_to_multipart=True)
        form.add_field("x", "y")
        for name, value in fields.items():
            form.add_field(name, value)
        if content:
            form.add_field("content", b"abc", filename="a")
        assert (await stand.call("POST", FILES, data=form)).status == 422


async def test_a_large_file_is_refused_and_the_connection_lives(stand: Stand) -> None:
    """From the limit on it is 413 with the published text; one byte less is taken."""
    await stand.settings(most_file_bytes=100_000)
    form = FormData()
    form.add_field("content", b"x" * 100_000, filename="data.zip")
    refused = await stand.call("POST", FILES, data=form)
    assert (refused.status, refused.body["detail"]) == (413, "Files must be less than 100MB in size")
    assert (await stand.upload(b"x" * 99_999))["size"] == 99_999


async def test_the_real_limit_is_100_megabytes(stand: Stand) -> None:
    """The switch stands at the documented number."""
    assert (await stand.call("GET", "/control/replicate/settings")).body["most_file_bytes"] == 100_000_000


async def test_files_expire(slow_stand: Stand) -> None:
    """After 24 h of the sandbox's time a file is gone; it has said so from the start."""
    file = await slow_stand.upload(photo_zip(4))
    life = datetime.fromisoformat(file["expires_at"]) - datetime.fromisoformat(file["created_at"])
    assert life.total_seconds() == 24 * 3600
    slow_stand.clock.advance(24 * 3600 - 60)
    assert (await slow_stand.call("GET", f"{FILES}/{file['id']}")).status == 200
    slow_stand.clock.advance(61)
    assert (await slow_stand.call("GET", f"{FILES}/{file['id']}")).status == 404


async def test_bytes_are_given_only_for_a_signed_address(stand: Stand) -> None:
    """urls.get describes and wants the token; the signed address gives the bytes without it, and must fit."""
    await stand.upload(b"abc")
    (row,) = (await stand.call("GET", "/control/replicate/files")).body
    signed = row["download_url"]
    assert (await stand.call("GET", signed, key=False)).data == b"abc"
    assert (await stand.call("GET", row["urls"]["get"], key=False)).status == 401
    for wrong in (signed.replace("signature=", "signature=A"), signed.replace("expiry=", "expiry=9")):
        assert (await stand.call("GET", wrong, key=False)).status == 404
    other = signed.replace(f"owner={replicate.USERNAME}", "owner=other")
    assert (await stand.call("GET", other, key=False)).status == 404


@pytest.mark.parametrize("which", ["get", "signed"])
async def test_a_model_reads_a_file_under_both_addresses(stand: Stand, which: str) -> None:
    """The trainer takes urls.get as it takes the signed address."""
    file = await stand.upload(photo_zip(4))
    (row,) = (await stand.call("GET", "/control/replicate/files")).body
    url = file["urls"]["get"] if which == "get" else row["download_url"]
    training = await stand.ended(await stand.make(TRAININGS, await stand.training_body(input_images=url)), "trainings")
    assert training["status"] == "succeeded", training["error"]
