"""Whether a storage does its part: it takes, gives back and removes."""

import secrets

from db.columns import new_id
from services.errors import NotFoundError, StorageError
from services.ports import Storage
from services.storage.faults import StorageFault

PROBE_BYTES = 1024


async def check_storage(storage: Storage) -> None:
    """Puts a small object there, reads it and removes it; nothing stays. May be repeated at any time.

    Raises `StorageError("storage-unavailable")` whose `params["fault"]` is the `StorageFault`.
    """
    key, data = f"probe-{new_id()}", secrets.token_bytes(PROBE_BYTES)
    try:
        await storage.put(key, data)
        try:
            if await storage.get(key) != data:
                raise StorageError("storage-unavailable", fault=StorageFault.ALTERED)
        finally:
            await storage.delete(key)
    except NotFoundError as error:
        raise StorageError("storage-unavailable", fault=StorageFault.MISSING) from error
