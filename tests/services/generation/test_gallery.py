"""What a person may look up, and only that person."""

import pytest

from db.columns import new_id
from db.enums import ImageState, JobKind, JobState, Purpose, Verdict
from services.errors import NotFoundError
from tests.services.generation.conftest import Studio
from tests.services.generation.fakes import make_model
from tests.support.rows import make_generation, make_image, make_job


async def test_a_generation_is_shown_whole(studio: Studio) -> None:
    """Prompt, settings, job and pictures in order, blocked ones apart."""
    job = await studio.order(count=2, seed=9)
    generation = await studio.generation_of(job)
    blocked = await make_image(studio.db, generation, no=1, state=ImageState.BLOCKED, storage_key=None)
    stored = await make_image(studio.db, generation, no=0)
    view = await studio.gallery.generation(studio.user_id, generation.id)
    assert [image.id for image in view.images] == [stored.id, blocked.id]
    assert [image.id for image in view.stored] == [stored.id]
    assert (view.settings.seed, view.lora.id) == (9, studio.model.lora.id)
    assert view.job is not None
    assert view.job.id == job.id


async def test_pictures_belong_to_one_person(studio: Studio) -> None:
    """Looking, keeping and judging somebody else's picture finds nothing."""
    generation = await studio.generation_of(await studio.order())
    image = await make_image(studio.db, generation)
    stranger = (await make_model(studio.db)).user.id
    for attempt in (
        studio.gallery.generation(stranger, generation.id),
        studio.gallery.image(stranger, image.id),
        studio.gallery.keep(stranger, image.id),
        studio.gallery.mark(stranger, image.id, Verdict.GOOD),
        studio.gallery.image(studio.user_id, new_id()),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    assert await studio.gallery.proofs(stranger, studio.model.version.id) == []


async def test_a_verdict_and_a_saved_picture_stay(studio: Studio) -> None:
    """The last verdict counts; saving twice keeps the first moment and stops the erasing."""
    generation = await studio.generation_of(await studio.order())
    image = await make_image(studio.db, generation, erase_at=studio.clock.now())
    await studio.gallery.mark(studio.user_id, image.id, Verdict.GOOD)
    await studio.gallery.mark(studio.user_id, image.id, Verdict.NOT_ME)
    await studio.gallery.keep(studio.user_id, image.id)
    first = (await studio.gallery.image(studio.user_id, image.id)).saved_at
    studio.clock.advance(60)
    await studio.gallery.keep(studio.user_id, image.id)
    kept = await studio.gallery.image(studio.user_id, image.id)
    assert (kept.verdict, kept.saved_at, kept.erase_at) == (Verdict.NOT_ME, first, None)


async def test_an_erased_picture_cannot_be_shown(studio: Studio) -> None:
    """What is erased or was blocked has no file to show."""
    generation = await studio.generation_of(await studio.order())
    for state in (ImageState.ERASED, ImageState.BLOCKED):
        image = await make_image(studio.db, generation, state=state, storage_key=None)
        with pytest.raises(NotFoundError, match="image-gone"):
            await studio.gallery.image(studio.user_id, image.id)


async def test_the_history_has_both_kinds(studio: Studio) -> None:
    """Trainings and generations of this person, newest first, without children; pages follow each other."""
    training = await make_job(
        studio.db, studio.model.user, subject_id=studio.model.version.id, state=JobState.SUCCEEDED
    )
    await make_job(studio.db, studio.model.user, subject_id=studio.model.version.id, parent_id=training.id)
    studio.clock.advance(10)
    generation = await studio.order()
    await make_model(studio.db)
    found = await studio.gallery.history(studio.user_id)
    assert [(row.job.id, row.job.kind) for row in found] == [
        (generation.id, JobKind.GENERATION),
        (training.id, JobKind.TRAINING),
    ]
    assert {row.lora.id for row in found} == {studio.model.lora.id}
    assert found[0].generation is not None
    assert found[1].generation is None
    page = await studio.gallery.history(studio.user_id, limit=1)
    rest = await studio.gallery.history(studio.user_id, before=page[-1].job.id)
    assert [row.job.id for row in rest] == [training.id]


async def test_pictures_of_a_model_are_counted_without_proofs_and_blocked_ones(studio: Studio) -> None:
    """And only for their person."""
    generation = await studio.generation_of(await studio.order())
    proof = await make_generation(studio.db, studio.model.version, studio.model.user, purpose=Purpose.PROOF)
    await make_image(studio.db, generation)
    await make_image(studio.db, generation, state=ImageState.BLOCKED, storage_key=None)
    await make_image(studio.db, proof)
    stranger = (await make_model(studio.db)).user.id
    assert await studio.gallery.count(studio.user_id, studio.model.lora.id) == 1
    assert await studio.gallery.count(stranger, studio.model.lora.id) == 0
