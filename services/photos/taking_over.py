"""What holds whenever photos of one data set come into another."""

from collections.abc import Collection, Sequence
from uuid import UUID

from db.database import Database
from db.models import Photo
from db.repositories.storage_audit import keys_of_datasets


def not_there(photos: Sequence[Photo], there: Sequence[Photo]) -> list[Photo]:
    """Those of `photos` that a set with the photos `there` does not have, by the sender's key and by content."""
    keys, contents = {one.source_key for one in there}, {one.sha256 for one in there}
    return [photo for photo in photos if photo.source_key not in keys and photo.sha256 not in contents]


async def unnamed_copies(db: Database, dataset_id: UUID, copies: Collection[str]) -> set[str]:
    """The files among `copies` that no row of their data set names. Rows say which files are wanted: a commit whose
    answer was lost may have happened."""
    async with db.read() as session:
        named = await keys_of_datasets(session, [dataset_id])
    return set(copies) - named
