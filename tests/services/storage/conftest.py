"""Stores of every kind that a storage may stand on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from tests.services.storage.tiny_s3 import serve_s3

KEY = bytes(range(32))


@pytest.fixture(params=["folder", "memory", "s3"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ObjectStore]:
    """A local folder, memory, and an S3 over HTTP."""
    if request.param == "folder":
        yield LocalStore(tmp_path / "files", mkdir=True)
    elif request.param == "memory":
        yield MemoryStore()
    else:
        async with serve_s3() as endpoint:
            yield S3Store(
                "bucket",
                endpoint=endpoint,
                region="test",
                access_key_id="id",
                secret_access_key="secret",
                client_options={"allow_http": True},
                retry_config={"max_retries": 0},
            )
