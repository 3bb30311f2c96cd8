"""Comparing faces: only with the extra and consent, on the photos that are trained with, and never to anyone's harm."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from db.database import Database
from db.models import Dataset, Photo
from db.sessions import assert_no_unit_of_work
from services.errors import InvalidInputError, LoragramError
from services.photos.coach_limits import CoachLimits
from services.photos.same_person import MOST_HELD_AGAINST, SamePerson
from services.photos.workshop import Workshop
from services.ports import Storage
from services.privacy.consent import Consents
from tests.support.clock import FakeClock
from tests.support.rows import make_consent, make_dataset, make_photo, make_user

ROOT = Path(__file__).parents[3]
PEOPLE = ROOT / "tests/data/coach/people"


@dataclass
class Answer:
    """What a work gave."""

    result: dict[str, Any]


@dataclass
class LetterWorks:
    """Faces are letters: the same letter is the same person, a dot has no face. `error` is raised instead."""

    asked: list[tuple[int, list[bytes]]] = field(default_factory=list)
    error: Exception | None = None

    async def do(
        self, work: str, params: Mapping[str, Any], blobs: Sequence[bytes] = (), *, seconds: float = 20
    ) -> Answer:
        """Distances of 0.3 and 0.9."""
        assert_no_unit_of_work()
        assert work == "alike"
        self.asked.append((params["photos"], list(blobs)))
        if self.error is not None:
            raise self.error
        photos, others = blobs[: params["photos"]], blobs[params["photos"] :]
        return Answer({"among": _distances(photos, photos), "others": _distances(others, photos)})


def _distances(rows: Sequence[bytes], columns: Sequence[bytes]) -> list[list[float | None]]:
    return [[None if b"." in (row, one) else 0.3 if row == one else 0.9 for one in columns] for row in rows]


@dataclass
class Desk:
    """A person with a data set, and what compares it."""

    db: Database
    storage: Storage
    works: LetterWorks
    user_id: int
    dataset: Dataset

    def faces(self, *, installed: bool = True, works: Any = None) -> SamePerson:
        """The comparison, with the extra or without."""
        consents = Consents(self.db, FakeClock(), "1")
        return SamePerson(self.db, self.storage, works or self.works, consents, installed, CoachLimits())

    async def photos(self, *files: bytes, **values: Any) -> list[Photo]:
        """Photos with these files, numbered in their order."""
        made = []
        for number, data in enumerate(files, start=1):
            photo = await make_photo(self.db, self.dataset, position=number, **values)
            await self.storage.put(photo.storage_key, data)
            made.append(photo)
        return made

    async def odd(self, **how: Any) -> tuple[UUID, ...]:
        """The odd ones of the set."""
        return await self.faces(**how).odd_photos(self.user_id, self.dataset.id)


@pytest.fixture
async def desk(db: Database, storage: Storage) -> Desk:
    """Somebody who has agreed that faces are compared."""
    user = await make_user(db)
    await make_consent(db, user, faces=True)
    return Desk(db, storage, LetterWorks(), user.id, await make_dataset(db, user))


async def test_photos_of_somebody_else_are_named(desk: Desk) -> None:
    """In the order of their numbers."""
    photos = await desk.photos(b"a", b"b", b"a", b"a", b"b")
    assert await desk.odd() == (photos[1].id, photos[4].id)


async def test_nothing_is_compared_without_the_extra_or_consent(desk: Desk, db: Database) -> None:
    """Whoever has not agreed is not looked at: the child is not even asked."""
    await desk.photos(b"a", b"b", b"a", b"a")
    assert await desk.odd(installed=False) == ()
    stranger = await make_user(db)
    await make_consent(db, stranger)
    assert await desk.faces().odd_photos(stranger.id, desk.dataset.id) == ()
    assert await desk.faces().likenesses(stranger.id, desk.dataset.id, [b"a"]) == (None,)
    assert desk.works.asked == []


async def test_pictures_are_held_against_the_photos(desk: Desk) -> None:
    """Without those of somebody else, and no more photos than are needed."""
    photos = await desk.photos(b"b", *[b"a"] * 12)
    alike, other, nobody = await desk.faces().likenesses(
        desk.user_id, desk.dataset.id, [b"a", b"b", b"."], without={photos[0].id}
    )
    assert alike is not None
    assert other is not None
    assert (alike > 0.9, other < 0.1, nobody) == (True, True, None)
    assert desk.works.asked == [(MOST_HELD_AGAINST, [b"a"] * MOST_HELD_AGAINST + [b"a", b"b", b"."])]


async def test_photos_that_are_not_trained_with_are_not_compared(desk: Desk) -> None:
    """A photo without a face is refused by the coach, so that nothing is said of it."""
    await desk.photos(b"a", b"b", measures=NO_FACE)
    assert await desk.odd() == ()
    assert desk.works.asked == []


@pytest.mark.parametrize("error", [InvalidInputError("photo-broken"), OSError("gone"), LoragramError("photo-broken")])
async def test_whatever_goes_wrong_nothing_is_known(desk: Desk, error: Exception) -> None:
    """Neither a broken child nor a file that is gone stops anybody."""
    photos = await desk.photos(b"a", b"b", b"a", b"a")
    desk.works.error = error
    assert await desk.odd() == ()
    assert await desk.faces().likenesses(desk.user_id, desk.dataset.id, [b"a"]) == (None,)
    desk.works.error = None
    await desk.storage.delete(photos[0].storage_key)
    assert await desk.odd() == ()


async def test_real_photos_go_through_the_real_child(desk: Desk) -> None:
    """Two people's photos mixed: the fewer ones are named, and another photo of the person is alike."""
    names = ("lady-1", "gentleman-1", "lady-2", "lady-3")
    photos = await desk.photos(*((PEOPLE / f"{name}.jpg").read_bytes() for name in names))
    workshop = Workshop()
    try:
        assert await desk.odd(works=workshop) == (photos[1].id,)
        pictures = [(PEOPLE / f"{name}.jpg").read_bytes() for name in ("gentleman-2", "lady-1")]
        faces = desk.faces(works=workshop)
        found = await faces.likenesses(desk.user_id, desk.dataset.id, pictures, without={photos[1].id})
    finally:
        await workshop.close()
    other, alike = found
    assert other is not None
    assert alike is not None
    assert other < 0.5 < 0.8 < alike


def test_the_extra_is_found_without_loading_it() -> None:
    """The bot's own process never loads the models' libraries: it would take their memory and their bugs."""
    asked = (
        "import sys; from services.photos.same_person import is_installed; "
        "print(is_installed(), sorted({'dlib', 'face_recognition_models', 'cv2', 'numpy'} & sys.modules.keys()))"
    )
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout == "True []\n"


NO_FACE = {
    "source_format": "JPEG", "source_width": 900, "source_height": 900, "source_size": 90_000, "width": 900,
    "height": 900, "sharpness": 300.0, "brightness": 120.0, "dark_share": 0.0, "bright_share": 0.0,
    "hash": "0" * 16, "mirrored_hash": "0" * 16,
}  # fmt: skip
