"""Rows of data sets and their photos. Positions of a data set run from 1 without gaps."""

import uuid

from sqlalchemy import delete, func, select, update

from db.models import Dataset, Photo
from db.sessions import ReadSession, WriteSession


async def dataset_by_id(session: ReadSession, dataset_id: uuid.UUID) -> Dataset | None:
    """The data set as it stands."""
    return await session.get(Dataset, dataset_id, populate_existing=True)


async def lock_dataset(session: WriteSession, dataset_id: uuid.UUID) -> Dataset | None:
    """The data set, locked until the unit of work ends: whoever adds or removes photos does it alone."""
    found = await session.execute(
        select(Dataset).where(Dataset.id == dataset_id).with_for_update().execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def photos_of(session: ReadSession, dataset_id: uuid.UUID) -> list[Photo]:
    """The photos in the order of their positions."""
    found = await session.execute(select(Photo).where(Photo.dataset_id == dataset_id).order_by(Photo.position))
    return list(found.scalars())


async def count_photos(session: ReadSession, dataset_id: uuid.UUID) -> int:
    """How many photos the data set has."""
    return await session.scalar(select(func.count()).where(Photo.dataset_id == dataset_id)) or 0


async def photo_by_id(session: ReadSession, photo_id: uuid.UUID) -> Photo | None:
    """One photo."""
    return await session.get(Photo, photo_id)


async def photo_at(session: ReadSession, dataset_id: uuid.UUID, position: int) -> Photo | None:
    """The photo shown under that number."""
    found = await session.execute(
        select(Photo)
        .where(Photo.dataset_id == dataset_id, Photo.position == position)
        .execution_options(populate_existing=True)
    )
    return found.scalar_one_or_none()


async def photo_of_source(session: ReadSession, dataset_id: uuid.UUID, source_key: str) -> Photo | None:
    """The photo that came in under this key."""
    found = await session.execute(select(Photo).where(Photo.dataset_id == dataset_id, Photo.source_key == source_key))
    return found.scalar_one_or_none()


async def position_of_content(session: ReadSession, dataset_id: uuid.UUID, sha256: str) -> int | None:
    """The position of a photo with exactly these cleaned bytes."""
    found = await session.execute(
        select(Photo.position).where(Photo.dataset_id == dataset_id, Photo.sha256 == sha256).limit(1)
    )
    return found.scalar_one_or_none()


async def take_out(session: WriteSession, dataset_id: uuid.UUID, position: int) -> str | None:
    """Removes the photo at `position` and closes the gap, under `lock_dataset`; gives its storage key."""
    removed = await session.execute(
        delete(Photo)
        .where(Photo.dataset_id == dataset_id, Photo.position == position)
        .returning(Photo.storage_key)
        .execution_options(synchronize_session=False)
    )
    storage_key = removed.scalar_one_or_none()
    if storage_key is not None:
        await session.execute(
            update(Photo)
            .where(Photo.dataset_id == dataset_id, Photo.position > position)
            .values(position=Photo.position - 1)
            .execution_options(synchronize_session=False)
        )
    return storage_key
