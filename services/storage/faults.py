"""Why a store does not do its part, as far as its errors tell."""

import errno
from collections.abc import Mapping
from enum import StrEnum

from obstore.exceptions import PermissionDeniedError, UnauthenticatedError


class StorageFault(StrEnum):
    """What an operator would have to look at.

    missing: there is no such bucket. refused: the credentials are not taken or may not do it. no-credentials: there
    are none. read-only, full: as a disk says it. silent: no answer. altered: it gave back something else. unknown: none
    of these.
    """

    MISSING = "missing"
    REFUSED = "refused"
    NO_CREDENTIALS = "no-credentials"
    READ_ONLY = "read-only"
    FULL = "full"
    SILENT = "silent"
    ALTERED = "altered"
    UNKNOWN = "unknown"


_BY_ERRNO: Mapping[int, StorageFault] = {
    errno.EROFS: StorageFault.READ_ONLY,
    errno.EACCES: StorageFault.READ_ONLY,
    errno.EPERM: StorageFault.READ_ONLY,
    errno.ENOSPC: StorageFault.FULL,
    errno.EDQUOT: StorageFault.FULL,
    errno.ENOENT: StorageFault.MISSING,
    errno.ENOTDIR: StorageFault.MISSING,
}

_IN_WORDS: Mapping[str, StorageFault] = {
    # Without credentials in its environment the S3 client asks the machine's cloud for some, at this address.
    "http://169.254.169.254": StorageFault.NO_CREDENTIALS,
    "http://169.254.170.2": StorageFault.NO_CREDENTIALS,
    "Missing AccessKeyId": StorageFault.NO_CREDENTIALS,
    "Missing SecretAccessKey": StorageFault.NO_CREDENTIALS,
    **{f"(os error {number})": fault for number, fault in _BY_ERRNO.items()},
    "error sending request": StorageFault.SILENT,
    "operation timed out": StorageFault.SILENT,
}
"""A store's errors have few types; the rest is in the text, which may carry addresses and is never shown."""


def fault_of(error: Exception) -> StorageFault:
    """The fault that a store's error, or an error of the operating system, stands for."""
    if isinstance(error, PermissionDeniedError | UnauthenticatedError):
        return StorageFault.REFUSED
    if isinstance(error, FileNotFoundError):
        return StorageFault.MISSING
    if isinstance(error, OSError) and error.errno is not None and error.errno in _BY_ERRNO:
        return _BY_ERRNO[error.errno]
    words = str(error)
    return next((fault for sign, fault in _IN_WORDS.items() if sign in words), StorageFault.UNKNOWN)
