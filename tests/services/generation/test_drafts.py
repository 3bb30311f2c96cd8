"""Picture orders that are being put together: every card draws what it shows, once, and only for its person."""

import pytest

from db.columns import new_id
from db.enums import LoraStatus
from db.models import Draft, Job, Lora, StatusCard
from services.errors import ConflictError, InvalidInputError, LimitReachedError, NotFoundError
from services.generation.aspects import Aspect
from services.generation.drafts import GenerateDrafts
from services.generation.settings import GenerationSettings
from tests.services.generation.conftest import Studio
from tests.services.generation.fakes import make_model
from tests.support.rows import make_dataset, make_draft, make_lora, make_version


def drafts_of(studio: Studio) -> GenerateDrafts:
    """The facade under the studio's present rules."""
    return GenerateDrafts(studio.db, studio.clock, studio.orders, studio.rules)


async def second_model(studio: Studio) -> Lora:
    """Another ready model of the same person, newer than the first."""
    lora = await make_lora(studio.db, studio.model.user, name="Vase")
    version = await make_version(
        studio.db, lora, await make_dataset(studio.db, studio.model.user, lora), base_model="flux-1"
    )
    async with studio.db.write(joins_update=False) as session:
        (await session.get_one(Lora, lora.id)).current_version_id = version.id
    return lora


async def set_status(studio: Studio, lora: Lora, status: LoraStatus) -> None:
    async with studio.db.write(joins_update=False) as session:
        (await session.get_one(Lora, lora.id)).status = status


async def test_a_first_draft_takes_the_defaults_and_the_newest_model(studio: Studio) -> None:
    """And knows what is left of the day."""
    vase = await second_model(studio)
    draft = await drafts_of(studio).begin(studio.user_id, " a  kite ")
    assert (draft.prompt, draft.lora.id, draft.settings) == ("a kite", vase.id, GenerationSettings())
    assert [lora.id for lora in draft.models] == [vase.id, studio.model.lora.id]
    assert (draft.quota.used, draft.quota.limit) == (0, 50)


async def test_a_draft_takes_model_and_settings_of_the_last_order(studio: Studio) -> None:
    """Never its seed."""
    await second_model(studio)
    await studio.order(count=3, aspect=Aspect.WIDE, seed=9)
    draft = await drafts_of(studio).begin(studio.user_id)
    assert draft.lora.id == studio.model.lora.id
    assert draft.settings == GenerationSettings(Aspect.WIDE, 3)


async def test_a_draft_takes_after_the_one_before(studio: Studio) -> None:
    """Words are written anew, choices stay; one that is gone changes nothing."""
    drafts = drafts_of(studio)
    first = await drafts.begin(studio.user_id, "a red kite")
    await drafts.choose_aspect(studio.user_id, first.id, Aspect.TALL)
    await drafts.choose_count(studio.user_id, first.id, 4)
    second = await drafts.begin(studio.user_id, "a blue kite", like=first.id)
    assert (second.prompt, second.settings) == ("a blue kite", GenerationSettings(Aspect.TALL, 4))
    assert (await drafts.get(studio.user_id, first.id)).prompt == "a red kite"
    assert (await drafts.begin(studio.user_id, like=new_id())).settings == GenerationSettings()


async def test_drawing_orders_what_was_chosen_and_ends_the_draft(studio: Studio) -> None:
    """The message of the card becomes the status card of the order in the same transaction."""
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id, "a kite")
    await drafts.choose_count(studio.user_id, draft.id, 2)
    job = await drafts.draw(studio.user_id, draft.id, card_message_id=77)
    generation = await studio.generation_of(job)
    assert (generation.prompt, generation.lora_id, job.units) == ("a kite", draft.lora.id, 2)
    [card] = await studio.all(StatusCard)
    assert (card.chat_id, card.subject, card.message_id) == (studio.user_id, f"job:{job.id}", 77)
    assert await studio.all(Draft) == []


async def test_drawing_twice_is_one_order(studio: Studio) -> None:
    """The second tap finds the first one's job although the draft is gone."""
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id, "a kite")
    first = await drafts.draw(studio.user_id, draft.id)
    assert (await drafts.draw(studio.user_id, draft.id)).id == first.id
    assert len(await studio.all(Job)) == 1


async def test_a_refused_order_leaves_the_draft(studio: Studio) -> None:
    """It can be drawn when there is room again."""
    studio.rule(pictures_per_day=0)
    draft = await drafts_of(studio).begin(studio.user_id, "a kite")
    with pytest.raises(LimitReachedError):
        await drafts_of(studio).draw(studio.user_id, draft.id)
    studio.rule(pictures_per_day=1)
    assert (await drafts_of(studio).draw(studio.user_id, draft.id)).units == 1


async def test_without_words_nothing_is_drawn(studio: Studio) -> None:
    """They can be given later."""
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id)
    with pytest.raises(InvalidInputError):
        await drafts.draw(studio.user_id, draft.id)
    assert (await drafts.say(studio.user_id, draft.id, "a kite")).prompt == "a kite"


async def test_a_draft_never_draws_with_another_model_than_it_shows(studio: Studio) -> None:
    """A model that is gone refuses the order; touching the draft falls back to one that is ready, and shows it."""
    vase = await second_model(studio)
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id, "a kite", lora_id=vase.id)
    await set_status(studio, vase, LoraStatus.FAILED)
    with pytest.raises(ConflictError):
        await drafts.draw(studio.user_id, draft.id)
    shown = await drafts.choose_count(studio.user_id, draft.id, 2)
    assert shown.lora.id == studio.model.lora.id
    job = await drafts.draw(studio.user_id, draft.id)
    assert (await studio.generation_of(job)).lora_id == shown.lora.id


async def test_models_that_are_not_ready_or_not_ones_own_cannot_be_chosen(studio: Studio) -> None:
    """Neither at the beginning nor later, and the model that was chosen stays."""
    await second_model(studio)
    foreign = (await make_model(studio.db)).lora
    failed = await make_lora(studio.db, studio.model.user, status=LoraStatus.FAILED)
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id, "a kite", lora_id=studio.model.lora.id)
    for lora in (foreign, failed):
        with pytest.raises(ConflictError):
            await drafts.begin(studio.user_id, lora_id=lora.id)
        with pytest.raises(ConflictError):
            await drafts.choose_model(studio.user_id, draft.id, lora.id)
    assert (await drafts.get(studio.user_id, draft.id)).lora.id == studio.model.lora.id


async def test_without_a_ready_model_there_is_no_draft(studio: Studio) -> None:
    """Nothing is written either."""
    await set_status(studio, studio.model.lora, LoraStatus.TRAINING)
    with pytest.raises(ConflictError) as refused:
        await drafts_of(studio).begin(studio.user_id, "a kite")
    assert refused.value.code == "no-ready-model"
    assert await studio.all(Draft) == []


async def test_drafts_belong_to_one_person_and_one_conversation(studio: Studio) -> None:
    """Somebody else's draft and a draft of a new model are not found."""
    drafts = drafts_of(studio)
    stranger = (await make_model(studio.db)).user
    mine = await drafts.begin(studio.user_id, "a kite")
    other = await make_draft(studio.db, studio.model.user)
    for user_id, draft_id in ((stranger.id, mine.id), (studio.user_id, other.id)):
        for attempt in (
            drafts.get(user_id, draft_id),
            drafts.say(user_id, draft_id, "words"),
            drafts.choose_count(user_id, draft_id, 2),
            drafts.choose_aspect(user_id, draft_id, Aspect.WIDE),
            drafts.draw(user_id, draft_id),
        ):
            with pytest.raises(NotFoundError):
                await attempt
        await drafts.drop(user_id, draft_id)
    assert {draft.id for draft in await studio.all(Draft)} == {mine.id, other.id}


@pytest.mark.parametrize("count", [0, 5])
async def test_a_number_of_pictures_out_of_bounds_changes_nothing(studio: Studio, count: int) -> None:
    """A forged button cannot order more."""
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id, "a kite")
    with pytest.raises(InvalidInputError):
        await drafts.choose_count(studio.user_id, draft.id, count)
    assert (await drafts.get(studio.user_id, draft.id)).settings.count == 1
