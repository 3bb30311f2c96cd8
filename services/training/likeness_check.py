"""What the proofs of a training say about it: whether they look like the person on its photos."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from db.database import Database
from db.enums import LoraType
from db.models import Image, Lora, LoraVersion
from db.repositories.trainings import version_for_change
from services.errors import LoragramError
from services.photos.judged_as import judged_as
from services.photos.likeness import Likeness
from services.ports import Storage


class Faces(Protocol):
    """What a check asks of `SamePerson`."""

    async def may_compare(self, user_id: int) -> bool:
        """Whether the others would look at all."""

    async def odd_photos(self, user_id: int, dataset_id: UUID) -> tuple[UUID, ...]:
        """Photos of somebody else."""

    async def likenesses(
        self, user_id: int, dataset_id: UUID, pictures: Sequence[bytes], *, without: Collection[UUID] = ()
    ) -> tuple[float | None, ...]:
        """How much pictures look like the photos."""


@dataclass(frozen=True)
class LikenessCheck:
    """Looks at photos and proofs of people; styles and things have no face. It fails nothing: what cannot be compared
    has no number. No unit of work is open while faces are compared; every step is repeatable."""

    db: Database
    storage: Storage
    faces: Faces

    async def look_at_photos(self, version_id: UUID) -> None:
        """Notes which photos of a version seem to show somebody else."""
        async with self.db.read() as session:
            version = await session.get_one(LoraVersion, version_id)
            lora = await session.get_one(Lora, version.lora_id)
        if not await self._looks_at(lora):
            return
        odd = await self.faces.odd_photos(lora.user_id, version.dataset_id)
        async with self.db.write(joins_update=False) as session:
            version = await version_for_change(session, version_id)
            before = Likeness.from_json(version.likeness)
            shown = tuple(str(photo) for photo in odd if str(photo) not in before.left_out)
            version.likeness = replace(before, odd=shown).to_json()

    async def look_at_proofs(self, version_id: UUID, images: Sequence[Image]) -> None:
        """Notes how much these proofs, whose files are stored, look like the photos of their version."""
        async with self.db.read() as session:
            version = await session.get_one(LoraVersion, version_id)
            lora = await session.get_one(Lora, version.lora_id)
        if not await self._looks_at(lora):
            return
        open_ones = {image.id: image.storage_key for image in images if image.storage_key and image.likeness is None}
        known = Likeness.from_json(version.likeness)
        try:
            files = [await self.storage.get(key) for key in open_ones.values()]
        except LoragramError:
            return
        strangers = {UUID(photo) for photo in (*known.odd, *known.left_out)}
        found = await self.faces.likenesses(lora.user_id, version.dataset_id, files, without=strangers)
        async with self.db.write(joins_update=False) as session:
            for image_id, likeness in zip(open_ones, found, strict=True):
                if likeness is not None and (image := await session.get(Image, image_id)) is not None:
                    image.likeness = likeness

    async def _looks_at(self, lora: Lora) -> bool:
        has_face = judged_as(lora.type, lora.class_word) is LoraType.CHARACTER
        return has_face and await self.faces.may_compare(lora.user_id)


def note_proofs(version: LoraVersion, proofs: Sequence[Image]) -> None:
    """Writes the proofs' numbers into their version, which is locked; nothing where no face was found."""
    numbers = tuple(image.likeness for image in proofs)
    if any(number is not None for number in numbers):
        version.likeness = replace(Likeness.from_json(version.likeness), proofs=numbers).to_json()
