"""What is remembered of an order: taste, and steps and guidance for each base model by itself."""

import pytest

from db.models import Lora, User
from services.generation.aspects import Aspect
from services.generation.remembered import from_preferences, to_preferences, with_values
from services.generation.settings import GenerationSettings
from tests.services.generation.conftest import Studio
from tests.services.generation.test_drafts import drafts_of
from tests.support.rows import make_dataset, make_lora, make_version


async def turbo_model(studio: Studio) -> Lora:
    """A ready model of the same person whose pictures usually take eight steps."""
    lora = await make_lora(studio.db, studio.model.user, name="Quick")
    dataset = await make_dataset(studio.db, studio.model.user, lora)
    version = await make_version(studio.db, lora, dataset, base_model="z-image-turbo")
    async with studio.db.write(joins_update=False) as session:
        (await session.get_one(Lora, lora.id)).current_version_id = version.id
    return lora


def test_taste_is_remembered_and_the_seed_is_not() -> None:
    """Shape, number and weight come back next time; a seed would make the same picture again."""
    settings = GenerationSettings(Aspect.TALL, 4, 0.7, seed=5)
    stored = to_preferences(None, "flux-1", settings)
    assert from_preferences(stored, "flux-1") == GenerationSettings(Aspect.TALL, 4, 0.7)


def test_steps_and_guidance_belong_to_a_base_model() -> None:
    """What an order for one sets changes nothing for another, and nothing is lost by an order between."""
    stored = to_preferences({}, "flux-1", GenerationSettings(steps=40, guidance=5.0))
    stored = to_preferences(stored, "z-image-turbo", GenerationSettings(steps=4, scale=0.9))
    assert from_preferences(stored, "flux-1") == GenerationSettings(steps=40, guidance=5.0, scale=0.9)
    assert from_preferences(stored, "z-image-turbo") == GenerationSettings(steps=4, scale=0.9)
    assert from_preferences(stored, "flux-2") == from_preferences(stored) == GenerationSettings(scale=0.9)
    again = with_values(stored, "flux-1", {"steps": None})
    assert from_preferences(again, "flux-1") == GenerationSettings(guidance=5.0, scale=0.9)


@pytest.mark.parametrize(
    "stored", [None, "x", {"count": 99}, {"aspect": "7:3"}, {"count": "two"}, {"by_base_model": {"flux-1": 8}},
               {"by_base_model": {"flux-1": {"steps": "many"}}}, {"by_base_model": []}]
)  # fmt: skip
def test_spoilt_preferences_fall_back(stored: object) -> None:
    """What is not allowed any more gives the defaults instead of an error, and can be written over."""
    assert from_preferences(stored, "flux-1") == GenerationSettings()
    kept = to_preferences(stored, "flux-1", GenerationSettings(steps=30))
    assert from_preferences(kept, "flux-1") == GenerationSettings(steps=30)


def test_what_an_earlier_release_kept_is_read() -> None:
    """Its shape, number, weight and format; its steps and guidance, which no screen could set, are of no base model."""
    stored = {"aspect": "16:9", "count": 2, "scale": 0.8, "steps": None, "guidance": None, "format": "jpeg"}
    assert from_preferences(stored, "flux-1") == GenerationSettings(Aspect.WIDE, 2, 0.8, format="jpeg")
    assert from_preferences({**stored, "steps": 8}, "flux-1").steps is None


async def test_the_usual_steps_of_one_model_are_not_those_of_another(studio: Studio) -> None:
    """Typed or tapped, the usual value is no wish: the next model is drawn with its own."""
    drafts = drafts_of(studio)
    turbo = await turbo_model(studio)
    draft = await drafts.begin(studio.user_id, "a kite", lora_id=turbo.id)
    draft = await drafts.set_setting(studio.user_id, draft.id, "steps", "8")
    assert draft.settings.steps is None
    assert not [view.key for view in draft.settings_view if view.is_own]


async def test_wishes_go_with_their_base_model(studio: Studio) -> None:
    """In a draft that changes its model, in the order, and in the drafts and ready prompts after it."""
    drafts, turbo, user = drafts_of(studio), await turbo_model(studio), studio.user_id
    flux = studio.model.lora
    draft = await drafts.begin(user, "a kite", lora_id=turbo.id)
    await drafts.set_setting(user, draft.id, "steps", "5")
    other = await drafts.choose_model(user, draft.id, flux.id)
    assert other.settings.steps is None
    await drafts.set_setting(user, draft.id, "steps", "40")
    back = await drafts.choose_model(user, draft.id, turbo.id)
    assert back.settings.steps == 5
    job = await drafts.draw(user, draft.id)
    assert (await studio.generation_of(job)).settings["steps"] == 5
    # Only what was drawn with is remembered.
    assert (await studio.gallery.remembered(user, turbo.id)).steps == 5
    assert (await studio.gallery.remembered(user, flux.id)).steps is None
    assert (await drafts.begin(user, "a kite", lora_id=flux.id)).settings.steps is None
    assert (await drafts.begin(user, "a kite")).settings.steps == 5


async def test_as_usual_is_about_the_model_at_hand(studio: Studio) -> None:
    """The wishes for another base model stay."""
    drafts, turbo, user = drafts_of(studio), await turbo_model(studio), studio.user_id
    draft = await drafts.begin(user, "a kite", lora_id=studio.model.lora.id)
    await drafts.set_setting(user, draft.id, "steps", "40")
    await drafts.choose_model(user, draft.id, turbo.id)
    await drafts.set_setting(user, draft.id, "steps", "4")
    reset = await drafts.reset_settings(user, draft.id)
    assert not [view.key for view in reset.settings_view if view.is_own]
    assert (await drafts.choose_model(user, draft.id, studio.model.lora.id)).settings.steps == 40


async def test_preferences_of_an_earlier_release_begin_a_draft(studio: Studio) -> None:
    """With a model that was drawn last, and without the bare number of steps."""
    stored = {"aspect": "16:9", "count": 2, "scale": 0.8, "steps": 8, "guidance": None, "format": "png"}
    async with studio.db.write(joins_update=False) as session:
        user = await session.get_one(User, studio.user_id)
        user.preferences = {"generation": stored, "lora_id": str(studio.model.lora.id)}
    draft = await drafts_of(studio).begin(studio.user_id, "a kite")
    assert draft.settings == GenerationSettings(Aspect.WIDE, 2, 0.8)
