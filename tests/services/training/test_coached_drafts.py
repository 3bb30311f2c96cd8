"""A draft and its coach: what counts, what is left out, and which photo the next one replaces."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from db.enums import LoraType
from db.models import User
from services.errors import InvalidInputError, NotFoundError
from services.photos.measures import Face, Measures
from services.training.draft_fields import CreateFields, WaitingPhoto
from services.training.draft_view import DraftView
from tests.services.training.story import Story
from tests.services.training.test_albums import Files, begun, cards, rest

FACE = Face(300, 200, 400, 500, 0.9, 0.0, 0.0, 300.0, 140.0, False)
GOOD = Measures("JPEG", 1200, 1500, 400_000, 1200, 1500, 300.0, 130.0, 0.0, 0.0, "", "", faces=(FACE,))
FACELESS = replace(GOOD, faces=())
EXPLICIT = replace(GOOD, explicit=1.0)


async def with_photos(story: Story, *measures: Measures, kind: LoraType = LoraType.CHARACTER) -> tuple[User, DraftView]:
    """A draft that lacks nothing but perhaps photos."""
    user = await story.person()
    view = await story.complete_draft(user, photos=0)
    await story.drafts.choose_type(user.id, view.draft_id, kind)
    await story.drafts.choose_class(user.id, view.draft_id, "woman")
    for number, one in enumerate(measures):
        await story.drafts.add_photo(user.id, view.draft_id, f"photo-{number}", json.dumps(one.to_json()).encode())
    return user, await story.drafts.view(view.draft_id)


async def fields_of(story: Story, draft_id: UUID) -> CreateFields:
    return (await story.drafts.view(draft_id)).fields


async def test_only_photos_that_are_trained_with_count(story: Story) -> None:
    """On the card and at the order alike."""
    user, view = await with_photos(story, GOOD, GOOD, GOOD, FACELESS)
    assert (view.photos, view.coached.trained, view.coached.left_out) == (4, 3, (4,))
    assert view.photos_missing == 1
    with pytest.raises(InvalidInputError, match="photos-few"):
        await story.orders.confirm(user.id, view.draft_id, "order")


async def test_a_photo_that_is_wanted_anyway_counts(story: Story) -> None:
    """It takes a Done back, so that the person sees the card once more."""
    user, view = await with_photos(story, GOOD, GOOD, GOOD, FACELESS)
    await story.drafts.request_done(user.id, view.draft_id)
    after = await story.drafts.use_anyway(user.id, view.draft_id, 4)
    assert (after.coached.trained, after.photos_missing, after.done_requested) == (4, 0, False)
    await story.orders.confirm(user.id, view.draft_id, "order")


async def test_an_explicit_photo_does_not_count_whatever_is_wanted(story: Story) -> None:
    user, view = await with_photos(story, GOOD, EXPLICIT)
    assert (await story.drafts.use_anyway(user.id, view.draft_id, 2)).coached.left_out == (2,)


async def test_another_type_judges_anew(story: Story) -> None:
    """Verdicts follow from the numbers and are stored nowhere: a style needs no face."""
    user, view = await with_photos(story, GOOD, FACELESS)
    assert view.coached.left_out == (2,)
    assert (await story.drafts.choose_type(user.id, view.draft_id, LoraType.STYLE)).coached.left_out == ()


async def test_the_next_photo_replaces_the_chosen_one(story: Story) -> None:
    """The first of those that come; the others are added."""
    user, view = await with_photos(story, GOOD, FACELESS)
    assert (await story.drafts.replace_photo(user.id, view.draft_id, 2)).fields.replacing == 2
    for key in ("one", "two"):
        await story.albums.arrive(user.id, view.draft_id, key, key)
    waiting = (await fields_of(story, view.draft_id)).waiting
    assert [photo.replaces for photo in waiting] == [2, None]
    await story.albums.take_in(user.id, view.draft_id, Files())
    assert story.photos.replaced == [2]
    assert (await fields_of(story, view.draft_id)).replacing is None


async def test_a_photo_that_is_not_there_cannot_be_replaced(story: Story) -> None:
    """Nor one of another person's draft."""
    user, view = await with_photos(story, GOOD)
    with pytest.raises(NotFoundError, match="photo"):
        await story.drafts.replace_photo(user.id, view.draft_id, 2)
    other = await story.person()
    with pytest.raises(NotFoundError, match="draft-gone"):
        await story.drafts.replace_photo(other.id, view.draft_id, 1)


async def test_whatever_else_is_done_ends_the_replacing(story: Story) -> None:
    """A photo that is sent much later would otherwise take somebody's place by surprise."""
    user, view = await with_photos(story, GOOD)
    await story.drafts.replace_photo(user.id, view.draft_id, 1)
    assert (await story.drafts.reopen_photos(user.id, view.draft_id)).fields.replacing is None
    await story.drafts.replace_photo(user.id, view.draft_id, 1)
    assert (await story.drafts.set_name(user.id, view.draft_id, "Bella")).fields.replacing is None


def test_numbers_of_waiting_photos_follow_a_removal() -> None:
    """Number 2 is removed: who was to replace it is added, who was to replace number 3 replaces number 2."""
    waiting = tuple(WaitingPhoto("s", str(number), 1, replaces=number) for number in (1, 2, 3))
    after = CreateFields(waiting=waiting, replacing=3).without_photo(2)
    assert [photo.replaces for photo in after.waiting] == [1, None, 2]
    assert after.replacing is None


async def test_an_album_is_shown_while_it_is_taken_in(story: Story) -> None:
    """After every photo, and once more when all are in; photos that come one by one only then."""
    user, view = await with_photos(story)
    await story.albums.arrive(user.id, view.draft_id, "one", "one", early=True)
    await story.albums.take_in(user.id, view.draft_id, Files())
    assert await cards(story) == [("draft_card", 1)]
    assert (await story.drafts.view(view.draft_id)).is_arriving
    await story.albums.arrive(user.id, view.draft_id, "two", "two", early=True)
    await story.albums.take_in(user.id, view.draft_id, Files())
    await rest(story, Files())
    assert await cards(story) == [("draft_card", 3)]
    assert not (await story.drafts.view(view.draft_id)).is_arriving
    await story.albums.arrive(user.id, view.draft_id, "three", "three")
    await story.albums.take_in(user.id, view.draft_id, Files())
    assert await cards(story) == [("draft_card", 3)], "a single photo is shown when it has come to rest"


async def test_an_early_album_asks_nothing_before_it_is_in(story: Story) -> None:
    """Questions that stand before the photos step come once, below the album."""
    user, draft_id = await begun(story)
    await story.albums.arrive(user.id, draft_id, "one", "one", early=True)
    await story.albums.take_in(user.id, draft_id, Files())
    assert await cards(story) == []
    await rest(story, Files())
    assert await cards(story) == [("draft_card", 1)]
