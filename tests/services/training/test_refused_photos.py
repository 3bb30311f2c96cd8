"""A photo that the coach refuses neither counts for an order nor reaches a provider, unless the person wants it."""

import io
import zipfile
from uuid import UUID

import pytest
from sqlalchemy import update

from db.models import Photo
from services.errors import ConflictError, InvalidInputError
from tests.services.photos.test_trained import measures
from tests.services.training.story import RULES, Story
from tests.services.training.workshop import Workshop

LEAST = RULES.photos.min_count


async def lose_faces(story: Story, dataset_id: UUID, count: int, *, use_anyway: bool = False) -> None:
    """The first `count` photos of the set show nobody."""
    async with story.db.write() as session:
        for position in range(1, count + 1):
            nobody = measures(position, faces=0, hash=f"{position * 0x0F0F0F0F0F0F:016x}")
            where = (Photo.dataset_id == dataset_id, Photo.position == position)
            await session.execute(update(Photo).where(*where).values(measures=nobody, use_anyway=use_anyway))


async def test_refused_photos_do_not_make_a_set_complete(story: Story) -> None:
    """The order says how many there are to train with; wanted anyway, they count."""
    user = await story.person()
    view = await story.complete_draft(user)
    await lose_faces(story, view.dataset_id, 1)
    with pytest.raises(InvalidInputError) as refused:
        await story.orders.confirm(user.id, view.draft_id, "key")
    assert (refused.value.code, refused.value.params) == ("photos-few", {"count": LEAST - 1, "min": LEAST})
    await lose_faces(story, view.dataset_id, 1, use_anyway=True)
    assert await story.orders.confirm(user.id, view.draft_id, "key")


async def test_refused_photos_are_not_sent(workshop: Workshop) -> None:
    """The archive holds the others alone."""
    story = workshop.story
    job = await story.ordered(await story.person())
    _, version = await story.rows_of(job)
    await workshop.store_photos(job)
    await lose_faces(story, version.dataset_id, 1)
    await workshop.kind.prepare(job)
    names = zipfile.ZipFile(io.BytesIO(workshop.provider.uploads[-1][1])).namelist()
    assert len([name for name in names if name.endswith(".jpg")]) == LEAST - 1


async def test_a_set_of_nothing_else_is_not_trained(workshop: Workshop) -> None:
    """No empty archive is paid for."""
    story = workshop.story
    job = await story.ordered(await story.person())
    _, version = await story.rows_of(job)
    await workshop.store_photos(job)
    await lose_faces(story, version.dataset_id, LEAST)
    with pytest.raises(ConflictError, match="photos-gone"):
        await workshop.kind.prepare(job)
