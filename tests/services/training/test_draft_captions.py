"""Captions that are written before the model is ordered."""

import pytest

from db.enums import LoraType
from db.models import Photo, User
from db.repositories.trainings import usable_photos
from services.errors import InvalidInputError, NotFoundError
from services.training.caption_lint import Finding, Look
from services.training.captions import TRIGGER_MARK
from services.training.draft_captions import DraftCaptions
from services.training.draft_view import DraftView
from services.training.trainers import CaptionRule
from tests.services.training.story import Story


async def begun(story: Story) -> tuple[User, DraftView, list[Photo], DraftCaptions]:
    """A draft with four photos that lacks nothing."""
    user = await story.person()
    view = await story.complete_draft(user)
    async with story.db.read() as session:
        photos = await usable_photos(session, view.dataset_id)
    return user, view, list(photos), DraftCaptions(story.db, story.clock)


async def caption_of(story: Story, photo: Photo) -> str | None:
    async with story.db.read() as session:
        return (await session.get_one(Photo, photo.id)).caption


async def test_a_caption_stays_with_the_photo_when_it_is_ordered(story: Story) -> None:
    """With a mark for the trigger word, which may be another one by then."""
    user, view, photos, captions = await begun(story)
    await captions.write(user.id, view.draft_id, photos[1].id, f"{view.fields.trigger_word} in a park")
    await story.drafts.set_trigger(user.id, view.draft_id, "OTHER_WORD")
    await story.orders.confirm(user.id, view.draft_id, "order")
    assert await caption_of(story, photos[1]) == f"{TRIGGER_MARK} in a park"
    with pytest.raises(NotFoundError, match="draft-gone"):
        await captions.write(user.id, view.draft_id, photos[1].id, "too late")


async def test_a_caption_is_taken_back(story: Story) -> None:
    user, view, photos, captions = await begun(story)
    await captions.write(user.id, view.draft_id, photos[0].id, "in the rain")
    assert await captions.write(user.id, view.draft_id, photos[0].id, None) == ()
    assert await caption_of(story, photos[0]) is None


async def test_looks_are_named_and_the_person_decides(story: Story) -> None:
    user, view, photos, captions = await begun(story)
    found = await captions.write(user.id, view.draft_id, photos[0].id, "with blue eyes")
    assert found == (Finding("blue eyes", Look.EYES),)
    assert await caption_of(story, photos[0]) == "with blue eyes"


@pytest.mark.parametrize(
    ("words", "code"), [("...", "caption-empty"), ("x" * 501, "caption-too-long"), ("fully n4ked", "words-sexual")]
)
async def test_what_is_no_caption_is_not_written(story: Story, words: str, code: str) -> None:
    user, view, photos, captions = await begun(story)
    with pytest.raises(InvalidInputError, match=code):
        await captions.write(user.id, view.draft_id, photos[0].id, words)
    assert await caption_of(story, photos[0]) is None


async def test_another_type_judges_captions_anew(story: Story) -> None:
    """What a style may be trained with does not reach a model of a person."""
    user, view, photos, captions = await begun(story)
    await story.drafts.choose_type(user.id, view.draft_id, LoraType.STYLE)
    await captions.write(user.id, view.draft_id, photos[0].id, "a nude statue")
    await story.drafts.choose_type(user.id, view.draft_id, LoraType.CHARACTER)
    await story.drafts.choose_class(user.id, view.draft_id, "woman")
    with pytest.raises(InvalidInputError, match="words-sexual"):
        await story.orders.confirm(user.id, view.draft_id, "order")


async def test_photos_and_drafts_of_others_do_not_exist(story: Story) -> None:
    """Nor does a photo of one's own that is in another set."""
    user, view, photos, captions = await begun(story)
    other, theirs, their_photos, _ = await begun(story)
    for user_id, draft_id, photo, code in (
        (user.id, view.draft_id, their_photos[0], "photo"),
        (other.id, view.draft_id, photos[0], "draft-gone"),
        (user.id, theirs.draft_id, their_photos[0], "draft-gone"),
    ):
        with pytest.raises(NotFoundError, match=code):
            await captions.write(user_id, draft_id, photo.id, "in the rain")
    assert [await caption_of(story, photo) for photo in (*photos, *their_photos)] == [None] * 8


async def test_the_draft_tells_what_its_trainer_does_with_captions(story: Story) -> None:
    """Another trainer, another rule."""
    user, view, _, _ = await begun(story)
    rules = {}
    for choice in view.choices:
        rules[choice.key] = (await story.drafts.choose_trainer(user.id, view.draft_id, choice.key)).caption_rule
    assert rules == {key: story.trainers.get(key).caption_rule for key in rules}
    assert CaptionRule.OWN in rules.values()
