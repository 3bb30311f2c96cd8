"""The storage against an S3 server of others: signatures, multipart uploads, and what goes wrong with buckets."""

import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.errors import NotFoundError, StorageError
from services.storage.checking import check_storage
from services.storage.faults import StorageFault
from services.storage.opening import open_storage
from tests.conftest import DATA_KEY
from tests.support.s3_server import BUCKET, S3Server, s3_server

URL = f"s3://{BUCKET}/some/prefix"
BIG = 11 * 1024 * 1024 + 5
"""Bytes: two whole parts of a multipart upload and a short one."""


@pytest.fixture
async def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[S3Server]:
    """A server, and this process's environment leading to it."""
    async with s3_server(tmp_path / "s3.log") as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), 300_000):
        yield data[start : start + 300_000]


async def fault_at(url: str) -> StorageFault:
    with pytest.raises(StorageError) as failed:
        await check_storage(open_storage(url, DATA_KEY))
    fault = failed.value.params["fault"]
    assert isinstance(fault, StorageFault)
    return fault


async def test_every_way_in_and_out(server: S3Server) -> None:
    """What our own stand-in lets pass, signatures above all, a server that knows nothing of us must take too."""
    storage, data = open_storage(URL, DATA_KEY), os.urandom(BIG)
    stored = await storage.put_stream("weights/one", pieces(data), limit=BIG)
    assert (stored.size, stored.sha256) == (BIG, hashlib.sha256(data).hexdigest())
    await storage.put("weights/two", data)
    for key in ("weights/one", "weights/two"):
        assert await storage.get(key) == data
        assert await storage.exists(key)
    for number in range(3):
        await storage.put(f"photos/a/{number} ä+%.jpg", b"x")
    await storage.put("photos/ab/0.jpg", b"x")
    await storage.delete_all("photos/a")
    assert not await storage.exists("photos/a/0 ä+%.jpg")
    assert await storage.exists("photos/ab/0.jpg")
    await storage.delete("weights/one")
    with pytest.raises(NotFoundError):
        await storage.get("weights/one")
    await check_storage(storage)


async def test_what_is_wrong_is_told_apart(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing bucket, a secret that does not fit, a name nobody knows, half a pair, nobody there."""
    assert await fault_at("s3://another/prefix") is StorageFault.MISSING
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    assert await fault_at(URL) is StorageFault.REFUSED
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIANOBODY")
    assert await fault_at(URL) is StorageFault.REFUSED
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(ValueError, match="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together"):
        open_storage(URL, DATA_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", server.secret)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    assert await fault_at(URL) is StorageFault.SILENT
