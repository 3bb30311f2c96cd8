"""The storage's promises over a folder, memory and S3."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import obstore
import pytest
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from db.sessions import NetworkInsideTransactionError, open_unit_of_work
from services.error_codes import RetryClass
from services.errors import BrokenArtefactError, NotFoundError, StorageError
from services.ports import Storage
from services.storage.encrypted import EncryptedStorage
from services.storage.sealing import CHUNK
from tests.services.storage.conftest import KEY
from tests.services.storage.tiny_s3 import TinyS3, serve_s3

MANY = 1024 * CHUNK
BIG = 11 * CHUNK + 5


async def pieces(data: bytes, size: int = 300_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def broken_off(data: bytes) -> AsyncIterator[bytes]:
    yield data
    raise ConnectionResetError("the provider hung up")


def every_call(storage: EncryptedStorage) -> list[Callable[[], Awaitable[object]]]:
    """Every way of asking the store for something."""
    return [
        lambda: storage.put("k", b"x"),
        lambda: storage.put_stream("k", pieces(bytes(BIG)), limit=MANY),
        lambda: storage.get("k"),
        lambda: storage.exists("k"),
        lambda: storage.delete("k"),
        lambda: storage.delete_all("k"),
    ]


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def keys_in(store: ObjectStore) -> list[str]:
    return [item["path"] for item in await obstore.list(store).collect_async()]


@pytest.mark.parametrize("size", [0, 1, CHUNK, BIG])
async def test_what_was_put_comes_back(store: ObjectStore, size: int) -> None:
    """Both ways in and both ways out give the same bytes."""
    storage: Storage = EncryptedStorage(store, KEY)
    data = os.urandom(size)
    await storage.put("a/whole.bin", data)
    stored = await storage.put_stream("a/stream.bin", pieces(data), limit=MANY)
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(data).hexdigest())
    for key in ("a/whole.bin", "a/stream.bin"):
        assert await storage.get(key) == data
        streamed = [piece async for piece in storage.stream(key)]
        assert b"".join(streamed) == data
        assert max(map(len, streamed)) <= CHUNK


async def test_the_store_never_sees_plain_bytes(store: ObjectStore) -> None:
    """What lies in the store tells nothing, also not that two files are equal."""
    storage = EncryptedStorage(store, KEY)
    secret = b"a face " * 100
    await storage.put("one", secret)
    await storage.put("two", secret)
    raw = [bytes(await (await obstore.get_async(store, key)).bytes_async()) for key in ("one", "two")]
    assert all(b"face" not in data for data in raw)
    assert raw[0][37:] != raw[1][37:]


async def test_putting_again_replaces(store: ObjectStore) -> None:
    """A repeated call leaves one file, the last one."""
    storage = EncryptedStorage(store, KEY)
    await storage.put("k", b"old" * CHUNK)
    await storage.put("k", b"new")
    assert await storage.get("k") == b"new"


async def test_missing_files(store: ObjectStore) -> None:
    """A missing file is told from a damaged one, and deleting it is fine."""
    storage = EncryptedStorage(store, KEY)
    with pytest.raises(NotFoundError) as missing:
        await storage.get("nobody/home")
    assert missing.value.code == "file"
    with pytest.raises(NotFoundError):
        [piece async for piece in storage.stream("nobody/home")]
    await storage.delete("nobody/home")
    await storage.delete_all("nobody")
    assert not await storage.exists("nobody/home")


async def test_delete_and_delete_all(store: ObjectStore) -> None:
    """`delete_all` takes one folder and not its neighbour whose name begins alike."""
    storage = EncryptedStorage(store, KEY)
    for key in ("p/a/1", "p/a/2", "p/ab/1", "p/c"):
        await storage.put(key, b"x")
    await storage.delete("p/c")
    assert not await storage.exists("p/c")
    await storage.delete_all("p/a")
    assert await keys_in(store) == ["p/ab/1"]


@pytest.mark.parametrize("size", [CHUNK, BIG])
async def test_a_stream_past_the_limit_leaves_nothing(store: ObjectStore, size: int) -> None:
    """One byte too many is refused; exactly the limit is taken."""
    storage = EncryptedStorage(store, KEY)
    with pytest.raises(BrokenArtefactError) as refused:
        await storage.put_stream("w", pieces(bytes(size)), limit=size - 1)
    assert refused.value.code == "too-large"
    assert await keys_in(store) == []
    assert (await storage.put_stream("w", pieces(bytes(size)), limit=size)).size == size


async def test_a_broken_source_leaves_the_older_file(store: ObjectStore) -> None:
    """The source's own error comes through, and nothing half-written takes the place of what was there."""
    storage = EncryptedStorage(store, KEY)
    await storage.put("w", b"older")
    with pytest.raises(ConnectionResetError):
        await storage.put_stream("w", broken_off(bytes(BIG)), limit=MANY)
    assert await storage.get("w") == b"older"
    assert await keys_in(store) == ["w"]


async def test_a_cancelled_stream_leaves_no_file_on_disk(tmp_path: Path) -> None:
    """Not even the temporary one."""
    storage = EncryptedStorage(LocalStore(tmp_path, mkdir=True), KEY)
    begun = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield bytes(BIG)
        begun.set()
        await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(storage.put_stream("w/big", endless(), limit=MANY))
        await begun.wait()
        task.cancel()
    assert files_under(tmp_path) == []


async def test_a_failed_s3_upload_is_aborted() -> None:
    """Parts of an upload that was given up would be kept, and paid for, for ever."""
    s3 = TinyS3()
    async with serve_s3(s3) as endpoint:
        store = S3Store(
            "bucket", endpoint=endpoint, region="x", skip_signature=True, client_options={"allow_http": True}
        )
        with pytest.raises(ConnectionResetError):
            await EncryptedStorage(store, KEY).put_stream("w", broken_off(bytes(BIG)), limit=MANY)
    assert s3.begun == 1
    assert s3.uploads == {}
    assert s3.objects == {}


async def test_a_store_that_fails_is_worth_a_retry() -> None:
    """Neither "not found" nor "damaged": nothing is known about the file."""
    store = S3Store(
        "bucket",
        endpoint="http://127.0.0.1:9",
        region="x",
        skip_signature=True,
        client_options={"allow_http": True},
        retry_config={"max_retries": 0},
    )
    storage = EncryptedStorage(store, KEY)
    for call in every_call(storage):
        with pytest.raises(StorageError) as failed:
            await call()
        assert failed.value.retry is RetryClass.LATER


async def test_a_damaged_file_is_refused(store: ObjectStore) -> None:
    """Through the storage as well, not only in the format."""
    storage = EncryptedStorage(store, KEY)
    await storage.put("k", b"x" * 100)
    raw = bytearray(bytes(await (await obstore.get_async(store, "k")).bytes_async()))
    raw[60] ^= 1
    await obstore.put_async(store, "k", bytes(raw))
    with pytest.raises(BrokenArtefactError) as damaged:
        await storage.get("k")
    assert damaged.value.code == "storage-damaged"


async def test_no_call_inside_a_unit_of_work() -> None:
    """Storage is the outside: a slow disk or S3 must not hold the one writer."""
    storage = EncryptedStorage(MemoryStore(), KEY)
    await storage.put("k", b"x")
    token = open_unit_of_work.set(True)
    try:
        for call in every_call(storage):
            with pytest.raises(NetworkInsideTransactionError):
                await call()
    finally:
        open_unit_of_work.reset(token)
