"""Photos of somebody else in a draft are named once they are all in, by themselves, and only to those who agreed."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import select

from db.database import Database
from db.enums import LoraType
from db.models import Dataset, Draft, Outbox, Photo
from db.repositories.trainings import usable_photos
from services.photos.coach_limits import CoachLimits
from services.training.draft_view import DraftView
from services.training.odd_look import LOOKS_BACK, OddLook
from tests.services.training.story import Story
from tests.support.rows import make_consent, make_photo, make_user


@dataclass
class Faces:
    """Says that the photo at this place is odd, and counts how often it was asked."""

    db: Database
    place: int | None = 1
    asked: list[UUID] = field(default_factory=list)

    async def odd_photos(self, user_id: int, dataset_id: UUID) -> tuple[UUID, ...]:
        """The one at the place."""
        self.asked.append(dataset_id)
        async with self.db.read() as session:
            photos = await usable_photos(session, dataset_id)
        return () if self.place is None else (photos[self.place].id,)


@pytest.fixture
def faces(story: Story) -> Faces:
    """What faces say."""
    return Faces(story.db)


@pytest.fixture
def look(story: Story, faces: Faces) -> OddLook:
    """The look over a fresh database."""
    return OddLook(story.db, story.clock, faces, CoachLimits())


async def draft(story: Story, *, agreed: bool = True, photos: int = 5) -> DraftView:
    """A draft at rest of somebody who has agreed or not."""
    user = await make_user(story.db)
    await make_consent(story.db, user, faces=agreed)
    view = await story.complete_draft(user, photos=photos)
    async with story.db.write() as session:
        (await session.get_one(Draft, view.draft_id)).settle_at = None
    return view


async def is_card_asked_for(story: Story, view: DraftView) -> bool:
    """Whether the draft's card waits to be brought up to date."""
    async with story.db.read() as session:
        waiting = (await session.execute(select(Outbox).where(Outbox.view == "draft_card"))).scalars()
        return any(row.params == {"draft_id": str(view.draft_id)} for row in waiting)


async def photos_of(story: Story, view: DraftView) -> list[Photo]:
    """The draft's photos."""
    async with story.db.read() as session:
        return await usable_photos(session, view.dataset_id)


async def test_odd_photos_are_named_once(story: Story, look: OddLook, faces: Faces) -> None:
    """By their numbers; the same photos are not compared again, and the card says it without being asked for."""
    view = await draft(story)
    assert not await is_card_asked_for(story, view)
    assert await look.tick() == 1
    assert (await story.drafts.view(view.draft_id)).odd == ((await photos_of(story, view))[1].position,)
    assert await is_card_asked_for(story, view)
    assert await look.tick() == 0
    assert faces.asked == [view.dataset_id]


async def test_another_photo_makes_it_look_again(story: Story, look: OddLook, faces: Faces) -> None:
    """And what is not odd any more is not named any more."""
    view = await draft(story)
    await look.tick()
    faces.place = None
    async with story.db.read() as session:
        dataset = await session.get_one(Dataset, view.dataset_id)
    await make_photo(story.db, dataset)
    assert await look.tick() == 1
    assert (await story.drafts.view(view.draft_id)).odd == ()


async def test_nobody_is_looked_at_who_has_not_agreed(story: Story, look: OddLook, faces: Faces) -> None:
    """Nor a draft with too few photos, nor one that is not about a person."""
    await draft(story, agreed=False)
    await draft(story, photos=3)
    style = await draft(story)
    await story.drafts.choose_type(style.user_id, style.draft_id, LoraType.STYLE)
    assert await look.tick() == 0
    assert faces.asked == []


async def test_old_drafts_are_left_alone(story: Story, look: OddLook, faces: Faces) -> None:
    """A draft that nobody touches costs nothing."""
    await draft(story)
    story.clock.advance(LOOKS_BACK.total_seconds() + 60)
    assert await look.tick() == 0
    assert faces.asked == []


async def test_a_style_shows_no_odd_photos(story: Story, look: OddLook) -> None:
    """Also when they were found before the person said what the model shows."""
    view = await draft(story)
    await look.tick()
    await story.drafts.choose_type(view.user_id, view.draft_id, LoraType.STYLE)
    assert (await story.drafts.view(view.draft_id)).odd == ()
