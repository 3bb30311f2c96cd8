"""Whether photos show the same person: asked of the child process, and only with the person's consent."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol
from uuid import UUID

from db.database import Database
from db.enums import LoraType
from db.models import Photo
from services.errors import LoragramError
from services.photos.coach_limits import CoachLimits
from services.photos.likeness import LEAST_FACES, Compared, can_be_compared, likeness_of, odd_ones
from services.photos.measures import Measures
from services.photos.trained import trained_photos
from services.ports import Storage

MOST_HELD_AGAINST = 8
"""Photos that a picture is held against: more do not move the median, and each takes 0.1 s."""

SECONDS = 30.0
"""For a full set on a slow machine; 20 faces take 2 s."""

NEEDED = ("dlib", "face_recognition_models")

log = logging.getLogger(__name__)


class Answer(Protocol):
    """What a work gives back."""

    @property
    def result(self) -> dict[str, Any]:
        """The answer in plain values."""


class Works(Protocol):
    """The child process, see `services.photos.workshop`."""

    async def do(
        self, work: str, params: Mapping[str, Any], blobs: Sequence[bytes] = (), *, seconds: float = 20
    ) -> Answer:
        """Does a work there. Raises `LoragramError`."""


class FaceConsents(Protocol):
    """What the comparison asks of the privacy area."""

    async def faces_agreed(self, user_id: int) -> bool:
        """Whether faces in this person's photos may be compared."""


@dataclass(frozen=True)
class SamePerson:
    """Compares the photos that are trained with. Answers are hints: whatever goes wrong, the answer is that nothing is
    known. Makes no unit of work last over a comparison. Numbers that describe a face live in the child alone."""

    db: Database
    storage: Storage
    works: Works
    consents: FaceConsents
    is_installed: bool
    limits: CoachLimits

    async def may_compare(self, user_id: int) -> bool:
        """Whether the extra is there and the person has agreed."""
        return self.is_installed and await self.consents.faces_agreed(user_id)

    async def odd_photos(self, user_id: int, dataset_id: UUID) -> tuple[UUID, ...]:
        """The photos of a set that seem to show somebody else than most of them, in the order of their numbers.

        Empty without the extra or consent, and where there are too few faces to say so.
        """
        if not await self.may_compare(user_id):
            return ()
        try:
            photos = await self._comparable(dataset_id)
            if len(photos) < LEAST_FACES:
                return ()
            found = await self._compare([await self.storage.get(photo.storage_key) for photo in photos])
        except (LoragramError, OSError) as error:
            _note(error)
            return ()
        return tuple(photos[place].id for place in odd_ones(found.among) if place < len(photos))

    async def likenesses(
        self, user_id: int, dataset_id: UUID, pictures: Sequence[bytes], *, without: Collection[UUID] = ()
    ) -> tuple[float | None, ...]:
        """How much each picture looks like the photos of a set, from 0 to 1, None where nobody can say. Photos
        `without` are not held against."""
        nothing = (None,) * len(pictures)
        if not await self.may_compare(user_id):
            return nothing
        try:
            photos = [photo for photo in await self._comparable(dataset_id) if photo.id not in without]
            files = [await self.storage.get(photo.storage_key) for photo in photos[:MOST_HELD_AGAINST]]
            found = await self._compare(files, pictures)
        except (LoragramError, OSError) as error:
            _note(error)
            return nothing
        return tuple(likeness_of(row) for row in found.others) or nothing

    async def _comparable(self, dataset_id: UUID) -> list[Photo]:
        async with self.db.read() as session:
            photos = await trained_photos(session, dataset_id, LoraType.CHARACTER, self.limits)
        return [photo for photo in photos if can_be_compared(Measures.from_json(photo.measures))]

    async def _compare(self, photos: Sequence[bytes], others: Sequence[bytes] = ()) -> Compared:
        if not photos:
            return Compared((), ())
        done = await self.works.do("alike", {"photos": len(photos)}, [*photos, *others], seconds=SECONDS)
        return Compared.from_json(done.result)


def is_installed() -> bool:
    """Whether the optional extra "faces" is there. Imports nothing of it."""
    return all(find_spec(name) is not None for name in NEEDED)


def _note(error: LoragramError | OSError) -> None:
    log.warning("faces were not compared: %s", error.code if isinstance(error, LoragramError) else type(error).__name__)
