"""Where files lie in storage.

Keys follow from the rows that were committed before the first byte was written, so that erasing also finds a file
that a crash left without a row of its own.
"""

from uuid import UUID

FOLDERS = ("photos", "pictures", "weights", "exports")
"""Everything that we store lies in one of these."""


def photos_folder(dataset_id: UUID) -> str:
    """All photos of a data set."""
    return f"photos/{dataset_id}"


def pictures_folder(attempt_id: UUID) -> str:
    """All pictures that one paid call brought."""
    return f"pictures/{attempt_id}"


def weights_key(attempt_id: UUID) -> str:
    """The weights that one paid call brought."""
    return f"weights/{attempt_id}.safetensors"


def export_key(request_id: UUID) -> str:
    """Everything of a person in one file, as one request asked for it."""
    return f"exports/{request_id}.zip"


def owner_of(key: str) -> UUID | None:
    """The data set of a photo, the paid call that brought the file, or the request that an export was made for; None
    for a name that is not of ours."""
    folder, _, rest = key.partition("/")
    name = rest.partition("/")[0].removesuffix(".safetensors").removesuffix(".zip")
    try:
        return UUID(name) if folder in FOLDERS else None
    except ValueError:
        return None
