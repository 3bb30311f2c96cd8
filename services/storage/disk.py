"""Making a file in a local folder survive power loss."""

import os
from pathlib import Path


def flush_to_disk(path: Path) -> None:
    """Returns when the file and its name are on the disk; blocks, so callers run it in a thread.

    Rows that name files are committed with `synchronous=FULL`; without this a row could outlive its file's bytes.
    """
    for target in (path, path.parent):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
