"""Whether a storage does its part, tried by doing it."""

from pathlib import Path

import obstore
import pytest
from obstore.store import MemoryStore

from services.errors import BrokenArtefactError, StorageError
from services.storage.checking import check_storage
from services.storage.encrypted import EncryptedStorage
from services.storage.faults import StorageFault
from services.storage.opening import open_storage
from tests.conftest import DATA_KEY
from tests.services.storage.conftest import KEY


class Forgetful(EncryptedStorage):
    """Takes everything and keeps something else; remembers what it was asked to remove."""

    def __init__(self) -> None:
        super().__init__(MemoryStore(), KEY)
        self.removed: list[str] = []

    async def put(self, key: str, data: bytes) -> None:
        await super().put(key, data[:-1])

    async def delete(self, key: str) -> None:
        self.removed.append(key)
        await super().delete(key)


async def test_a_storage_that_works_keeps_nothing_of_it(store: obstore.store.ObjectStore) -> None:
    """A probe that stays would be found by whoever counts files."""
    await check_storage(EncryptedStorage(store, KEY))
    assert await obstore.list(store).collect_async() == []


async def test_one_that_alters_what_it_keeps() -> None:
    """Bytes are compared, and the probe goes all the same."""
    storage = Forgetful()
    with pytest.raises(StorageError) as failed:
        await check_storage(storage)
    assert failed.value.params["fault"] is StorageFault.ALTERED
    assert len(storage.removed) == 1


async def test_a_folder_whose_disk_went_away(tmp_path: Path) -> None:
    """It was there when it was opened."""
    storage = open_storage(str(tmp_path / "files"), DATA_KEY)
    (tmp_path / "files").rmdir()
    (tmp_path / "files").write_text("a file stands in the way")
    with pytest.raises((StorageError, BrokenArtefactError)) as failed:
        await check_storage(storage)
    assert failed.value.code == "storage-unavailable"
