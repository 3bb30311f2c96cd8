"""What the rows say is kept: files in our storage, trained versions at a provider."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from db.enums import ImageState, LoraStatus
from db.models import Image, LoraVersion, Photo, PrivacyRequest
from db.sessions import ReadSession

BATCH = 500
"""Keys in one question."""

_NAMING = (Photo.storage_key, LoraVersion.weights_key, Image.storage_key, PrivacyRequest.file_key)


async def any_storage_key(session: ReadSession) -> str | None:
    """The key of a file that must be there: finished weights, else a picture; None when nothing was stored yet."""
    weights = select(LoraVersion.weights_key).where(
        LoraVersion.weights_key.is_not(None), LoraVersion.status == LoraStatus.COMPLETED
    )
    pictures = select(Image.storage_key).where(Image.storage_key.is_not(None), Image.state == ImageState.STORED)
    for wanted in (weights.order_by(LoraVersion.created_at.desc()), pictures.order_by(Image.created_at.desc())):
        found = (await session.execute(wanted.limit(1))).scalar_one_or_none()
        if found is not None:
            return found
    return None


async def any_hosted_version(session: ReadSession, trainers: Collection[str]) -> str | None:
    """The newest version that a provider keeps of a training with one of `trainers`; None without one."""
    wanted = (
        select(LoraVersion.hosted_version)
        .where(LoraVersion.hosted_version.is_not(None), LoraVersion.trainer.in_(trainers))
        .where(LoraVersion.status == LoraStatus.COMPLETED)
        .order_by(LoraVersion.created_at.desc())
        .limit(1)
    )
    return (await session.execute(wanted)).scalar_one_or_none()


async def names_any_file(session: ReadSession) -> bool:
    """Whether a row names a file at all."""
    for column in _NAMING:
        if (await session.scalars(select(column).where(column.is_not(None)).limit(1))).first() is not None:
            return True
    return False


async def named_files(session: ReadSession, keys: Sequence[str]) -> set[str]:
    """Those of the storage keys that a row names: photos, weights, pictures, exports."""
    found: set[str] = set()
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        for column in _NAMING:
            named = await session.scalars(select(column).where(column.in_(some)))
            found.update(key for key in named if key is not None)
    return found
