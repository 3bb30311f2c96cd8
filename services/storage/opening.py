"""Storage by URL."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from services.storage.encrypted import EncryptedStorage
from services.storage.faults import StorageFault, fault_of
from services.storage.keys import derive_keys

if TYPE_CHECKING:
    from obstore.store import RetryConfig

PATIENCE: "RetryConfig" = {"max_retries": 4, "retry_timeout": timedelta(seconds=20)}
"""Of one request to S3. Callers try again by themselves; the client's own three minutes would hold their leases."""

ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
"""Under which names the S3 client looks for the address of a server that is not Amazon's."""

HERE = frozenset({"127.0.0.1", "::1", "localhost"})
YES = frozenset({"1", "true", "on", "yes", "y"})


def open_storage(url: str, data_key: str) -> EncryptedStorage:
    """The storage at `url`: a folder (a plain path or `file:///path`), `s3://bucket/prefix`, or `memory://`.

    A folder is made when missing and closed to other users. S3 takes its credentials, region and endpoint from the
    usual `AWS_…` environment variables. Raises ValueError, which repeats no credentials, for another kind of URL, a
    malformed endpoint, or a malformed `data_key`.
    """
    keys = derive_keys(data_key)
    return EncryptedStorage(_store(url), keys.files)


def local_folder(url: str) -> Path | None:
    """The folder of this machine that a storage's URL means; None for a bucket and everything else."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return None if "://" in url or not url else Path(url)


def _store(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if parts.scheme == "memory":
        return MemoryStore()
    if parts.scheme == "s3":
        return _bucket(url, os.environ)
    folder = local_folder(url)
    if folder is None:
        raise ValueError("STORAGE_URL must be a folder, file:///folder, s3://bucket/prefix or memory://")
    return _folder(folder)


def _bucket(url: str, environment: Mapping[str, str]) -> S3Store:
    parts = urlsplit(url)
    if not parts.netloc or "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("a bucket is written s3://bucket/prefix; credentials go into the AWS_ variables")
    plain_here = False
    for name in ENDPOINTS:
        plain_here |= _is_plain_here(name, environment)
    try:
        return S3Store.from_url(url, retry_config=PATIENCE, client_options={"allow_http": True} if plain_here else None)
    except BaseError as error:
        if fault_of(error) is StorageFault.NO_CREDENTIALS:
            raise ValueError("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together") from None
        raise ValueError("its AWS_ variables or the bucket's name have a wrong form") from None


def _is_plain_here(name: str, environment: Mapping[str, str]) -> bool:
    """Whether the endpoint is http on this machine. Raises ValueError: a wrong form makes the S3 client panic later,
    and plain http is refused by it with nothing that says why."""
    address = environment.get(name)
    if not address:
        return False
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{name} must be a full address such as https://s3.example.org")
    if parts.scheme == "https":
        return False
    if parts.hostname not in HERE and environment.get("AWS_ALLOW_HTTP", "").lower() not in YES:
        raise ValueError(f"{name} is plain http; in a private network AWS_ALLOW_HTTP=true allows that")
    return parts.hostname in HERE


def _folder(path: Path) -> LocalStore:
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    return LocalStore(path.resolve())
