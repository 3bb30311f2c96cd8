"""Likeness of proofs, carried by the engine: noted, summed up, told, and used by the free training."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest

from db.database import Database
from db.enums import JobState, LoraStatus, LoraType
from db.models import Job, Photo
from db.repositories.trainings import proof_images, usable_photos
from services.photos.likeness import Likeness
from services.ports import Storage
from services.training.likeness_check import LikenessCheck
from tests.services.training.fakes import OUTPUT
from tests.services.training.story import Story
from tests.services.training.workshop import Workshop, finalising, ordered


@dataclass
class Faces:
    """Says that the photos with these numbers are odd, and gives the proofs these figures one after the other."""

    db: Database
    odd: tuple[int, ...] = ()
    figures: list[float | None] = field(default_factory=list)
    held_against: list[set[UUID]] = field(default_factory=list)
    is_agreed: bool = True

    async def may_compare(self, user_id: int) -> bool:
        """What the person has said."""
        return self.is_agreed

    async def odd_photos(self, user_id: int, dataset_id: UUID) -> tuple[UUID, ...]:
        """By their numbers."""
        async with self.db.read() as session:
            photos = await usable_photos(session, dataset_id)
        return tuple(photo.id for number, photo in enumerate(photos, start=1) if number in self.odd)

    async def likenesses(
        self, user_id: int, dataset_id: UUID, pictures: Sequence[bytes], *, without: Collection[UUID] = ()
    ) -> tuple[float | None, ...]:
        """The next figures."""
        self.held_against.append(set(without))
        return tuple(self.figures.pop(0) if self.figures else None for _ in pictures)


@pytest.fixture
def faces(db: Database) -> Faces:
    """What faces say."""
    return Faces(db)


@pytest.fixture
def checked(story: Story, storage: Storage, faces: Faces) -> Workshop:
    """A training kind whose proofs are looked at."""
    return Workshop(story, storage, likeness=LikenessCheck(story.db, storage, faces))


async def photos_of(workshop: Workshop, job: Job) -> list[Photo]:
    """The photos of the training's data set."""
    _, version = await workshop.story.rows_of(job)
    async with workshop.story.db.read() as session:
        return await usable_photos(session, version.dataset_id)


async def trained(workshop: Workshop, **how: object) -> Job:
    """A training that the engine has carried to its end."""
    job = await ordered(workshop, **how)
    await workshop.run()
    job = await workshop.fresh(job)
    assert job.state is JobState.SUCCEEDED
    return job


async def sent_photos(workshop: Workshop, job: Job) -> set[bytes]:
    """The pictures in the archive of a training."""
    data = next(data for name, data, _ in workshop.provider.uploads if name == f"{job.id}.zip")
    with ZipFile(BytesIO(data)) as archive:
        return {archive.read(name) for name in archive.namelist() if name.endswith(".jpg")}


async def likeness_of(workshop: Workshop, job: Job) -> Likeness:
    """What is kept of comparing faces."""
    return Likeness.from_json((await workshop.story.rows_of(job))[1].likeness)


async def test_proofs_get_a_figure_and_odd_photos_are_named(checked: Workshop, faces: Faces) -> None:
    """One figure for each proof, and what they say together; proofs are not held against photos of somebody else."""
    faces.odd, faces.figures = (2,), [0.9, 0.3, 0.2]
    job = await trained(checked, photos=6)
    photos, likeness = await photos_of(checked, job), await likeness_of(checked, job)
    assert sorted(likeness.proofs, key=str) == [0.2, 0.3, 0.9]
    assert (likeness.passed, likeness.is_alike, likeness.odd) == (1, False, (str(photos[1].id),))
    assert faces.held_against == [{photos[1].id}] * 3
    async with checked.story.db.read() as session:
        _, version = await checked.story.rows_of(job)
        assert [image.likeness for image in await proof_images(session, version.id)] == list(likeness.proofs)


async def test_without_faces_nothing_is_noted(checked: Workshop, faces: Faces) -> None:
    """A training goes on as ever when nothing can be said."""
    faces.figures = [None, None, None]
    job = await trained(checked)
    assert (await checked.story.rows_of(job))[1].likeness is None


async def test_nobody_is_looked_at_who_has_not_agreed(checked: Workshop, faces: Faces) -> None:
    """Neither their photos nor their proofs."""
    faces.odd, faces.figures, faces.is_agreed = (1,), [0.1, 0.1, 0.1], False
    job = await trained(checked)
    assert (await checked.story.rows_of(job))[1].likeness is None
    assert faces.held_against == []


async def test_styles_have_no_faces(checked: Workshop, faces: Faces) -> None:
    """Nobody looks for them."""
    faces.odd, faces.figures = (1,), [0.1, 0.1, 0.1]
    job = await ordered(checked)
    lora, _ = await checked.story.rows_of(job)
    await checked.story.change(lora, {"type": LoraType.STYLE})
    await checked.run()
    assert (await checked.story.rows_of(job))[1].likeness is None
    assert faces.held_against == []


async def test_a_second_look_changes_nothing_but_what_is_missing(checked: Workshop, faces: Faces) -> None:
    """After a crash it is looked again: figures that are there stay, odd photos are named anew."""
    faces.odd = (1,)
    job = await finalising(checked)
    attempt = await checked.attempt(job)
    await checked.kind.finalise(job, attempt, OUTPUT)
    await checked.kind.finalise(job, attempt, OUTPUT)
    assert (await likeness_of(checked, job)).odd == (str((await photos_of(checked, job))[0].id),)


async def test_the_free_training_does_what_it_names(checked: Workshop, faces: Faces) -> None:
    """Odd photos are not in its archive, it has more steps, and what it says it does stays true when asked twice."""
    faces.odd, faces.figures = (2, 5), [0.1, 0.2, 0.9]
    job = await trained(checked, photos=7)
    lora, version = await checked.story.rows_of(job)
    orders = checked.story.orders
    promised = await orders.free_change(lora.user_id, version.id)
    assert promised is not None
    photos = await photos_of(checked, job)
    assert (promised.numbers, promised.steps) == ((photos[1].position, photos[4].position), (1000, 1250))
    free = await orders.free_retry(lora.user_id, version.id)
    assert (await orders.free_retry(lora.user_id, version.id)).id == free.id, "asked twice"
    assert await orders.change_made(free) == promised
    _, again = await checked.story.rows_of(free)
    assert again.params["steps"] == free.total_steps == 1250
    await checked.run(1)
    kept = [photo for number, photo in enumerate(photos, start=1) if number not in faces.odd]
    assert await sent_photos(checked, free) == {await checked.storage.get(photo.storage_key) for photo in kept}
    assert await orders.free_change(lora.user_id, version.id) is None, "it can be had once"


async def test_a_failed_free_training_is_repeated_with_its_change(checked: Workshop, faces: Faces) -> None:
    """The photos that it left out do not come back."""
    faces.odd, faces.figures = (2,), [0.1, 0.2, 0.9]
    job = await trained(checked, photos=6)
    lora, version = await checked.story.rows_of(job)
    free = await checked.story.orders.free_retry(lora.user_id, version.id)
    _, failed = await checked.story.rows_of(free)
    await checked.story.change(free, {"state": JobState.FAILED})
    await checked.story.change(failed, {"status": LoraStatus.FAILED})
    await checked.story.change(lora, {"status": LoraStatus.FAILED})
    repeated = await checked.story.orders.retry(lora.user_id, lora.id, "again")
    assert (await likeness_of(checked, repeated)).left_out == (await likeness_of(checked, free)).left_out != ()


async def test_without_numbers_the_free_training_is_the_same_again(checked: Workshop) -> None:
    """Nothing is promised where nobody looked."""
    job = await trained(checked, photos=6)
    lora, version = await checked.story.rows_of(job)
    assert await checked.story.orders.free_change(lora.user_id, version.id) is None
    free = await checked.story.orders.free_retry(lora.user_id, version.id)
    assert (await checked.story.rows_of(free))[1].params == version.params
    assert await checked.story.orders.change_made(free) is None
