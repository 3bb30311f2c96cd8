"""The create conversation collects answers and photos in any order and loses nothing."""

import asyncio
from datetime import timedelta

import pytest

from db.enums import LoraType, Quality
from db.models import Conversation, Dataset, Draft
from services.errors import ConflictError, InvalidInputError, NotFoundError
from services.training.draft_fields import CreateFields, Need
from tests.services.training.story import Story
from tests.support.rows import make_lora


async def test_an_empty_draft_says_what_is_missing_in_order(story: Story) -> None:
    user = await story.person()
    view = await story.drafts.open(user.id)
    assert view.needs == (Need.TYPE, Need.CLASS_WORD, Need.NAME, Need.PHOTOS)
    assert (view.photos, view.min_photos, view.max_photos, view.photos_missing) == (0, 4, 20, 4)
    assert not view.is_ready


async def test_a_person_has_one_open_draft(story: Story) -> None:
    user, other = await story.person(), await story.person()
    first, second = await asyncio.gather(story.drafts.open(user.id), story.drafts.open(user.id))
    assert first.draft_id == second.draft_id
    assert (await story.drafts.open(other.id)).draft_id != first.draft_id
    current = await story.drafts.current(user.id)
    assert current is not None
    assert current.draft_id == first.draft_id


async def test_photos_may_come_before_anything_else(story: Story) -> None:
    user = await story.person()
    draft = await story.drafts.open(user.id)
    await story.drafts.add_photo(user.id, draft.draft_id, "one", b"")
    view = await story.drafts.choose_type(user.id, draft.draft_id, LoraType.PRODUCT)
    assert view.photos == 1
    assert view.needs == (Need.CLASS_WORD, Need.NAME, Need.PHOTOS)


async def test_a_full_draft_is_ready_once_done_is_said_and_photos_rest(story: Story) -> None:
    user = await story.person()
    view = await story.complete_draft(user)
    assert view.needs == ()
    assert not view.is_ready
    asked = await story.drafts.request_done(user.id, view.draft_id)
    assert asked.done_requested
    assert not asked.is_ready, "photos may still be on their way"
    story.clock.advance(2)
    assert (await story.drafts.view(view.draft_id)).is_ready
    reopened = await story.drafts.reopen_photos(user.id, view.draft_id)
    assert not reopened.done_requested


async def test_the_trigger_is_made_from_the_name_and_follows_it(story: Story) -> None:
    user = await story.person()
    draft_id = (await story.drafts.open(user.id)).draft_id
    first = await story.drafts.set_name(user.id, draft_id, "Анна")
    assert first.fields.trigger_word is not None
    assert first.fields.trigger_word.startswith("ANNA_")
    second = await story.drafts.set_name(user.id, draft_id, "My cat")
    assert str(second.fields.trigger_word).startswith("MY_CAT_")


async def test_a_trigger_of_ones_own_stays_when_the_name_changes(story: Story) -> None:
    user = await story.person()
    draft_id = (await story.drafts.open(user.id)).draft_id
    await story.drafts.set_trigger(user.id, draft_id, "ohwx_1")
    view = await story.drafts.set_name(user.id, draft_id, "Anna")
    assert view.fields.trigger_word == "OHWX_1"


async def test_a_trigger_of_another_model_is_refused_with_a_free_one(story: Story) -> None:
    user, other = await story.person(), await story.person()
    await make_lora(story.db, user, trigger_word="OHWX_1", trigger_key="ohwx_1", name_key=None)
    draft_id = (await story.drafts.open(user.id)).draft_id
    with pytest.raises(ConflictError) as refusal:
        await story.drafts.set_trigger(user.id, draft_id, "Ohwx_1")
    assert refusal.value.code == "trigger-taken"
    suggestion = refusal.value.params["suggestion"]
    assert (await story.drafts.set_trigger(user.id, draft_id, suggestion)).fields.trigger_word == suggestion
    theirs = await story.drafts.open(other.id)
    assert (await story.drafts.set_trigger(other.id, theirs.draft_id, "Ohwx_1")).fields.trigger_word == "OHWX_1"


async def test_a_taken_name_offers_the_next_one(story: Story) -> None:
    user = await story.person()
    await make_lora(story.db, user, name="Anna", name_key="anna")
    draft_id = (await story.drafts.open(user.id)).draft_id
    with pytest.raises(ConflictError) as refusal:
        await story.drafts.set_name(user.id, draft_id, " ANNA ")
    assert (refusal.value.code, refusal.value.params["suggestion"]) == ("name-taken", "ANNA 2")
    assert (await story.drafts.view(draft_id)).fields.name is None
    assert await story.drafts.suggest_name(user.id, "Anna") == "Anna 2"
    assert await story.drafts.suggest_name(user.id, "Bob") == "Bob"


async def test_a_style_needs_no_class_and_a_person_does(story: Story) -> None:
    user = await story.person()
    draft_id = (await story.drafts.open(user.id)).draft_id
    style = await story.drafts.choose_type(user.id, draft_id, LoraType.STYLE)
    assert Need.CLASS_WORD not in style.needs
    person = await story.drafts.choose_type(user.id, draft_id, LoraType.CHARACTER)
    assert Need.CLASS_WORD in person.needs
    assert (await story.drafts.choose_class(user.id, draft_id, " Woman ")).fields.class_word == "woman"


@pytest.mark.parametrize("word", ["", "x", "женщина", "a" * 41, "wom{an}", "1"])
async def test_a_class_word_is_plain_english(story: Story, word: str) -> None:
    user = await story.person()
    draft_id = (await story.drafts.open(user.id)).draft_id
    with pytest.raises(InvalidInputError) as refusal:
        await story.drafts.choose_class(user.id, draft_id, word)
    assert refusal.value.code == "class-bad"


async def test_a_description_can_be_given_or_skipped(story: Story) -> None:
    user = await story.person()
    draft_id = (await story.drafts.open(user.id)).draft_id
    assert (await story.drafts.set_description(user.id, draft_id, " for cards ")).fields.description == "for cards"
    assert (await story.drafts.skip_description(user.id, draft_id)).fields.description is None
    with pytest.raises(InvalidInputError):
        await story.drafts.set_description(user.id, draft_id, "x" * 501)


async def test_removing_a_photo_is_left_to_the_photos_area(story: Story) -> None:
    user = await story.person()
    view = await story.complete_draft(user)
    await story.drafts.remove_photo(user.id, view.draft_id, 2)
    assert story.photos.removed == [(view.dataset_id, 2)]


async def test_a_photo_is_dropped_and_wanted_by_its_id(story: Story) -> None:
    """Both take a Done back, as they do by number; `coached` names the photos that it judges."""
    user = await story.person()
    view = await story.complete_draft(user)
    second = view.coached.photos[1]
    assert [photo.position for photo in view.coached.photos] == [one.position for one in view.coached.judgements]
    await story.drafts.request_done(user.id, view.draft_id)
    changed = await story.drafts.want_photo(user.id, view.draft_id, second.id)
    assert ([one.use_anyway for one in changed.coached.judgements], changed.done_requested) == (
        [False, True, False, False], False
    )  # fmt: skip
    await story.drafts.request_done(user.id, view.draft_id)
    assert not (await story.drafts.drop_photo(user.id, view.draft_id, second.id)).done_requested
    assert story.photos.removed == [(view.dataset_id, 2)]


async def test_another_persons_draft_does_not_exist(story: Story) -> None:
    user, other = await story.person(), await story.person()
    draft_id = (await story.drafts.open(user.id)).draft_id
    for call in (
        story.drafts.set_name(other.id, draft_id, "Eve"),
        story.drafts.add_photo(other.id, draft_id, "x", b""),
        story.drafts.remove_photo(other.id, draft_id, 1),
        story.drafts.drop_photo(other.id, draft_id, draft_id),
        story.drafts.want_photo(other.id, draft_id, draft_id),
        story.drafts.request_done(other.id, draft_id),
    ):
        with pytest.raises(NotFoundError):
            await call
    await story.drafts.discard(other.id, draft_id)
    assert (await story.drafts.view(draft_id)).draft_id == draft_id


async def test_a_discarded_draft_is_gone_and_its_photos_go_next(story: Story) -> None:
    user = await story.person()
    view = await story.complete_draft(user)
    async with story.db.write() as session:
        session.add(Conversation(chat_id=user.id, state="create:photos", draft_id=view.draft_id))
    await story.drafts.discard(user.id, view.draft_id)
    await story.drafts.discard(user.id, view.draft_id)
    async with story.db.read() as session:
        assert await session.get(Draft, view.draft_id) is None
        dataset = await session.get_one(Dataset, view.dataset_id)
        conversation = await session.get_one(Conversation, user.id)
    assert dataset.erase_photos_at is not None
    assert dataset.erase_photos_at <= story.clock.now() + timedelta(seconds=1)
    assert (conversation.state, conversation.draft_id) == (None, None)


def test_fields_survive_their_json_and_unknown_ones_are_left_out() -> None:
    fields = CreateFields(type=LoraType.STYLE, name="Anna", quality=Quality.QUICK, description="mine")
    assert CreateFields.from_json(fields.to_json()) == fields
    assert CreateFields.from_json({"name": "Anna", "of_tomorrow": 1}) == CreateFields(name="Anna")
    assert CreateFields().to_json() == {}
