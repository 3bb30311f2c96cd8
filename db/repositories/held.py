"""What is held about a person, counted."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from db.enums import AccountKind, ImageState, Purpose
from db.models import Account, Dataset, Generation, Image, Lora, LoraVersion, Photo, Report
from db.sessions import ReadSession


@dataclass(frozen=True)
class Held:
    """Numbers of things, and bytes of photos and weights. `captions` are the person's own, `prompts` what they wrote
    for pictures, `reports` those they made."""

    photos: int
    photo_bytes: int
    captions: int
    models: int
    versions: int
    weight_bytes: int
    pictures: int
    prompts: int
    credits: int
    reports: int


async def held_of(session: ReadSession, user_id: int) -> Held:
    """What is there at present; deleted models count until they are erased."""
    photos, photo_bytes, captions = (
        await session.execute(
            select(func.count(Photo.id), func.coalesce(func.sum(Photo.size), 0), func.count(Photo.caption))
            .join(Dataset, Dataset.id == Photo.dataset_id)
            .where(Dataset.user_id == user_id)
        )
    ).one()
    versions, weight_bytes = (
        await session.execute(
            select(func.count(LoraVersion.id), func.coalesce(func.sum(LoraVersion.weights_size), 0))
            .join(Lora, Lora.id == LoraVersion.lora_id)
            .where(Lora.user_id == user_id, LoraVersion.weights_key.is_not(None))
        )
    ).one()
    pictures = (
        select(func.count())
        .select_from(Image)
        .join(Generation, Generation.id == Image.generation_id)
        .where(Generation.user_id == user_id, Image.state != ImageState.ERASED, Image.storage_key.is_not(None))
    )
    return Held(
        photos=photos,
        photo_bytes=int(photo_bytes),
        captions=captions,
        models=await _one(session, _count(Lora).where(Lora.user_id == user_id, Lora.erased_at.is_(None))),
        versions=versions,
        weight_bytes=int(weight_bytes or 0),
        pictures=await _one(session, pictures),
        prompts=await _one(
            session,
            _count(Generation).where(
                Generation.user_id == user_id, Generation.purpose == Purpose.USER, Generation.prompt != ""
            ),
        ),
        credits=await _one(
            session, select(Account.balance).where(Account.kind == AccountKind.WALLET, Account.owner == user_id)
        ),
        reports=await _one(session, _count(Report).where(Report.reporter_id == user_id)),
    )


def _count(table: type[Lora | Generation | Report]) -> Select[int]:
    return select(func.count()).select_from(table)


async def _one(session: ReadSession, question: Select[int]) -> int:
    return int(await session.scalar(question) or 0)
