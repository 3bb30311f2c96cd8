"""A data set is looked at and changed by its owner alone, and by nobody while a training reads it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from db.enums import JobState
from services.datasets.datasets import Datasets
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.training.caption_lint import Finding, Look
from services.training.trainer_rows import Z_IMAGE_TURBO
from services.training.trainers import CaptionRule
from tests.services.datasets.shelf import Kept, Shelf
from tests.services.training.test_caption_facts import face, measured

Change = Callable[[Datasets, Kept], Awaitable[object]]

CHANGES: dict[str, Change] = {
    "write": lambda sets, kept: sets.write_caption(kept.lora.user_id, kept.photos[0].id, "in the rain"),
    "drop": lambda sets, kept: sets.drop_caption(kept.lora.user_id, kept.photos[0].id),
    "remove": lambda sets, kept: sets.remove(kept.lora.user_id, kept.photos[0].id),
    "add": lambda sets, kept: sets.add(kept.lora.user_id, kept.lora.id, "new", b""),
}
"""Everything that changes a data set."""


async def test_photos_are_shown_with_verdicts_and_captions(shelf: Shelf) -> None:
    """A made caption follows the coach's numbers, an own one carries the trigger word."""
    kept = await shelf.model(await shelf.story.person(), trigger_word="ANNA_1")
    await shelf.story.change(kept.photos[0], {"measures": measured(face(500, 0.9)).to_json()})
    await shelf.datasets.write_caption(kept.lora.user_id, kept.photos[1].id, "anna_1 in the rain")
    view = await shelf.datasets.of_model(kept.lora.user_id, kept.lora.id)
    assert [(one.photo.position, one.is_own) for one in view.photos] == [(1, False), (2, True), (3, False), (4, False)]
    assert view.photos[0].caption == "a close-up photo of ANNA_1 woman, seen from the side"
    assert view.photos[1].caption == "ANNA_1 in the rain"
    assert view.photos[0].judgement.position == 1
    assert (view.in_use, view.caption_rule, view.is_full) == (False, CaptionRule.OWN, False)


async def test_captions_are_those_of_the_trainer(shelf: Shelf) -> None:
    """What is shown is what is sent."""
    kept = await shelf.model(await shelf.story.person(), trigger_word="ANNA_1")
    await shelf.story.change(kept.version, {"trainer": Z_IMAGE_TURBO.key})
    view = await shelf.datasets.of_model(kept.lora.user_id, kept.lora.id)
    assert view.photos[0].caption == "This is a photo of ANNA_1 woman."


async def test_a_caption_comes_and_goes(shelf: Shelf) -> None:
    """Back to the made one leaves nothing of the own one."""
    kept = await shelf.model(await shelf.story.person())
    user_id, photo_id = kept.lora.user_id, kept.photos[0].id
    await shelf.datasets.write_caption(user_id, photo_id, "in the rain")
    assert (await shelf.datasets.photo(user_id, photo_id))[1].is_own
    await shelf.datasets.drop_caption(user_id, photo_id)
    _, shown = await shelf.datasets.photo(user_id, photo_id)
    assert (shown.is_own, shown.photo.caption) == (False, None)


async def test_a_caption_says_nothing_that_must_not_be_drawn(shelf: Shelf) -> None:
    """It would teach the model; neither a look at it nor writing it lets it through."""
    kept = await shelf.model(await shelf.story.person())
    for act in (shelf.datasets.looks_in, shelf.datasets.write_caption):
        with pytest.raises(InvalidInputError, match="words-sexual"):
            await act(kept.lora.user_id, kept.photos[0].id, "fully n4ked")
    assert not (await shelf.datasets.photo(kept.lora.user_id, kept.photos[0].id))[1].is_own


async def test_looks_in_a_caption_are_named_and_nothing_is_written(shelf: Shelf) -> None:
    """Whoever is told decides; the trigger word is a name and counts for nothing."""
    kept = await shelf.model(await shelf.story.person(), trigger_word="BLOND_1")
    user_id, photo_id = kept.lora.user_id, kept.photos[0].id
    found = await shelf.datasets.looks_in(user_id, photo_id, "BLOND_1 with blue eyes")
    assert found == (Finding("blue eyes", Look.EYES),)
    assert not (await shelf.datasets.photo(user_id, photo_id))[1].is_own
    await shelf.datasets.write_caption(user_id, photo_id, "BLOND_1 with blue eyes")
    assert (await shelf.datasets.photo(user_id, photo_id))[1].caption == "BLOND_1 with blue eyes"
    with pytest.raises(InvalidInputError, match="caption-empty"):
        await shelf.datasets.looks_in(user_id, photo_id, " ")


async def test_a_photo_goes_with_its_file_and_the_others_move_up(shelf: Shelf) -> None:
    """By its id, so that a second tap removes nothing else."""
    kept = await shelf.model(await shelf.story.person())
    user_id, second = kept.lora.user_id, kept.photos[1]
    await shelf.datasets.remove(user_id, second.id)
    with pytest.raises(NotFoundError):
        await shelf.datasets.remove(user_id, second.id)
    left = await shelf.photos(kept.dataset.id)
    assert [(one.id, one.position) for one in left] == [
        (kept.photos[0].id, 1), (kept.photos[2].id, 2), (kept.photos[3].id, 3),
    ]  # fmt: skip
    assert await shelf.files() == {one.storage_key for one in left}


async def test_a_photo_is_added_once(shelf: Shelf) -> None:
    """Behind the others; the bytes go through the photos area."""
    kept = await shelf.model(await shelf.story.person())
    added = await shelf.datasets.add(kept.lora.user_id, kept.lora.id, "new", b"")
    assert added.dataset_id == kept.dataset.id


async def test_nothing_is_added_without_the_agreement_in_force(shelf: Shelf) -> None:
    """Photos for a trainer whose provider the person has not agreed to are not even stored."""
    user = await shelf.story.person()
    kept = await shelf.model(user)
    await shelf.story.disagree(user)
    with pytest.raises(ConflictError, match="consent-missing"):
        await shelf.datasets.add(user.id, kept.lora.id, "new", b"")
    assert len(await shelf.photos(kept.dataset.id)) == 4


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_what_a_training_reads_is_not_changed(shelf: Shelf, change: Change) -> None:
    """It may read the photos anew at any try; when it has ended they are free again."""
    kept = await shelf.model(await shelf.story.person())
    job = await shelf.at_work(kept)
    assert (await shelf.datasets.of_model(kept.lora.user_id, kept.lora.id)).in_use
    with pytest.raises(ConflictError, match="dataset-in-use"):
        await change(shelf.datasets, kept)
    assert [one.caption for one in await shelf.photos(kept.dataset.id)] == [None] * 4
    await shelf.story.change(job, {"state": JobState.SUCCEEDED})
    await change(shelf.datasets, kept)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_photos_that_are_to_go_are_not_changed(shelf: Shelf, change: Change) -> None:
    """From the moment on at which their time is over, whether they are erased yet or not."""
    kept = await shelf.model(await shelf.story.person())
    await shelf.story.change(kept.dataset, {"erase_photos_at": shelf.clock.now()})
    assert (await shelf.datasets.of_model(kept.lora.user_id, kept.lora.id)).photos == ()
    with pytest.raises(ConflictError if change is CHANGES["add"] else (ConflictError, NotFoundError)):
        await change(shelf.datasets, kept)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_another_persons_data_set_does_not_exist(shelf: Shelf, change: Change) -> None:
    """Nor does that of a deleted model."""
    kept = await shelf.model(await shelf.story.person())
    other = await shelf.story.person()
    owner = kept.lora.user_id
    kept.lora.user_id = other.id
    with pytest.raises(NotFoundError):
        await change(shelf.datasets, kept)
    kept.lora.user_id = owner
    await shelf.story.change(kept.lora, {"deleted_at": shelf.clock.now()})
    with pytest.raises(NotFoundError):
        await change(shelf.datasets, kept)


async def test_models_with_photos_are_listed(shelf: Shelf) -> None:
    """Newest first, each with the photos of its last training; erased, due, deleted and empty ones are not."""
    user, now = await shelf.story.person(), shelf.clock.now()
    older = await shelf.model(user, photos=2, created_at=now - timedelta(days=1))
    newer = await shelf.model(user, photos=3)
    gone, due, deleted = [await shelf.model(user) for _ in range(3)]
    await shelf.model(user, photos=0)
    await shelf.model(await shelf.story.person())
    await shelf.story.change(gone.dataset, {"photos_erased_at": now})
    await shelf.story.change(due.dataset, {"erase_photos_at": now})
    await shelf.story.change(deleted.lora, {"deleted_at": now})
    await shelf.story.change(newer.dataset, {"erase_photos_at": now + timedelta(days=30)})
    kept = await shelf.datasets.kept(user.id)
    assert [(one.lora.id, one.photos) for one in kept] == [(newer.lora.id, 3), (older.lora.id, 2)]
