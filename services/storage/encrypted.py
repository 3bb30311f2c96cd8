"""Encrypted storage over any object store."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore

from db.sessions import assert_no_unit_of_work
from services.errors import BrokenArtefactError, NotFoundError, StorageError
from services.ports import FoundFile, StoredFile
from services.storage.disk import flush_to_disk
from services.storage.faults import fault_of
from services.storage.sealing import CHUNK, Opener, Sealer

PART = 5 * CHUNK
"""Bytes of one part of a multipart upload: the least that S3 takes."""

PARTS_AT_ONCE = 4
PAGE = 500


class EncryptedStorage:
    """`ports.Storage`: what the store holds is readable only with `key` (32 bytes).

    A write replaces the whole file or changes nothing. Every method raises `StorageError("storage-unavailable")`,
    which is worth a retry and whose `fault` is a `StorageFault`, when the store does not do its part, and refuses to
    run inside a unit of work.
    """

    def __init__(self, store: ObjectStore, key: bytes) -> None:
        self._store = store
        self._key = key

    async def put(self, key: str, data: bytes) -> None:
        """Stores `data` under `key`."""
        assert_no_unit_of_work()
        sealer = Sealer(self._key, key)
        sealed = b"".join([*sealer.feed(data), sealer.finish()])
        with _store_errors():
            await obstore.put_async(self._store, key, sealed, chunk_size=PART, max_concurrency=PARTS_AT_ONCE)
        await self._settle(key)

    async def put_stream(self, key: str, chunks: AsyncIterator[bytes], *, limit: int) -> StoredFile:
        """Stores a stream without holding it in memory; whatever `chunks` raises comes through.

        Raises `BrokenArtefactError("too-large")` past `limit` bytes. After any failure nothing is left behind and
        an older file under `key` is untouched.
        """
        assert_no_unit_of_work()
        sealer = Sealer(self._key, key)
        digest, size = hashlib.sha256(), 0
        # Driven from here: obstore can also pull from an async generator, but that aborts the whole process
        # when the task is cancelled meanwhile and the loop then ends.
        writer = obstore.open_writer_async(self._store, key, buffer_size=PART, max_concurrency=PARTS_AT_ONCE)
        async with _closing(writer):
            async for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise BrokenArtefactError("too-large", limit=limit)
                digest.update(chunk)
                for sealed in sealer.feed(chunk):
                    with _store_errors():
                        await writer.write(sealed)
            with _store_errors():
                await writer.write(sealer.finish())
        await self._settle(key)
        return StoredFile(size, digest.hexdigest())

    async def get(self, key: str) -> bytes:
        """The file's plain bytes. Raises `NotFoundError("file")` when it is gone and
        `BrokenArtefactError("storage-damaged")` when it is not what was put under `key`."""
        return b"".join([piece async for piece in self.stream(key)])

    def stream(self, key: str) -> AsyncIterator[bytes]:
        """The file's plain bytes in pieces of at most 1 MiB; raises as `get` does.

        Every piece is genuine, but that none is missing is known only when the stream ends without an error.
        """
        assert_no_unit_of_work()
        return self._stream(key)

    async def delete(self, key: str) -> None:
        """Removes the file; a missing one is fine."""
        await self._delete([key])

    async def delete_all(self, folder: str) -> None:
        """Removes every file whose key begins with `folder` and a slash; none is fine."""
        assert_no_unit_of_work()
        with _store_errors():
            found = await obstore.list(self._store, folder).collect_async()
        await self._delete([item["path"] for item in found])

    async def exists(self, key: str) -> bool:
        """Whether the file is there."""
        assert_no_unit_of_work()
        try:
            with _store_errors():
                await obstore.head_async(self._store, key)
        except NotFoundError:
            return False
        return True

    async def listed(self, folder: str) -> AsyncIterator[Sequence[FoundFile]]:
        """Every file whose key begins with `folder` and a slash, in pages of at most 500."""
        assert_no_unit_of_work()
        pages = obstore.list(self._store, folder, chunk_size=PAGE)
        with _store_errors():
            async for page in pages:
                yield [FoundFile(item["path"], item["last_modified"]) for item in page]

    async def _stream(self, key: str) -> AsyncIterator[bytes]:
        opener = Opener(self._key, key)
        with _store_errors():
            found = await obstore.get_async(self._store, key)
            async for sealed in found.stream(min_chunk_size=CHUNK):
                for piece in opener.feed(bytes(sealed)):
                    yield piece
        yield opener.finish()

    async def _delete(self, keys: list[str]) -> None:
        assert_no_unit_of_work()
        for key in keys:
            try:
                with _store_errors():
                    await obstore.delete_async(self._store, key)
            except NotFoundError:
                continue

    async def _settle(self, key: str) -> None:
        if isinstance(self._store, LocalStore) and self._store.prefix is not None:
            with _store_errors():
                await asyncio.to_thread(flush_to_disk, self._store.prefix / key)


@asynccontextmanager
async def _closing(writer: "obstore.AsyncWritableFile") -> AsyncIterator[None]:
    """Completes the upload, or gives it up when the block fails."""
    try:
        yield
    except BaseException as error:
        await writer.__aexit__(type(error), error, error.__traceback__)
        raise
    with _store_errors():
        await writer.close()


@contextmanager
def _store_errors() -> Iterator[None]:
    """Tells a missing file from a store that fails."""
    try:
        yield
    except FileNotFoundError as error:
        raise NotFoundError("file") from error
    except (BaseError, OSError) as error:
        raise StorageError("storage-unavailable", fault=fault_of(error)) from error
