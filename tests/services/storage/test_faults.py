"""What an operator would have to look at, told by the errors of stores."""

import errno

import pytest
from obstore.exceptions import GenericError, PermissionDeniedError, UnauthenticatedError

from services.storage.faults import StorageFault, fault_of


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (PermissionDeniedError("InvalidAccessKeyId"), StorageFault.REFUSED),
        (UnauthenticatedError("expired"), StorageFault.REFUSED),
        (FileNotFoundError("NoSuchBucket"), StorageFault.MISSING),
        (GenericError("Generic S3 error: Missing SecretAccessKey"), StorageFault.NO_CREDENTIALS),
        (GenericError("PUT http://169.254.169.254/latest/api/token in 2s"), StorageFault.NO_CREDENTIALS),
        (GenericError("PUT http://s3:8333/x - HTTP error: error sending request"), StorageFault.SILENT),
        (GenericError("Unable to open file: Read-only file system (os error 30)"), StorageFault.READ_ONLY),
        (GenericError("Unable to copy: No space left on device (os error 28)"), StorageFault.FULL),
        (OSError(errno.EACCES, "Permission denied"), StorageFault.READ_ONLY),
        (OSError(errno.ENOSPC, "No space left on device"), StorageFault.FULL),
        (GenericError("500 Internal Server Error"), StorageFault.UNKNOWN),
    ],
)  # fmt: skip
def test_the_fault_that_an_error_stands_for(error: Exception, fault: StorageFault) -> None:
    """A guess would send the operator to the wrong place, so what is not known stays unknown."""
    assert fault_of(error) is fault
