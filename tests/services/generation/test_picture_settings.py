"""What may be set about pictures: what the endpoint of the model has, within its bounds."""

from typing import Any

import pytest

from services.errors import InvalidInputError, NotFoundError
from services.generation.endpoint_rows import FLUX_1, FLUX_DEV_LORA, ROWS, Z_IMAGE_TURBO
from services.generation.picture_settings import read_setting, view_settings
from services.generation.settings import MAX_SEED, GenerationSettings
from tests.services.generation.conftest import Studio
from tests.services.generation.fakes import make_model
from tests.services.generation.test_drafts import drafts_of


def by_key(row: Any, settings: GenerationSettings) -> dict[str, Any]:
    return {view.key.value: view for view in view_settings(row, settings)}


def test_an_endpoint_shows_what_it_has() -> None:
    """With the bounds of its schema; the weight keeps the product's own, where they are narrower."""
    views = by_key(FLUX_1, GenerationSettings())
    assert list(views) == ["scale", "steps", "guidance", "seed", "format"]
    assert (views["scale"].least, views["scale"].most, views["scale"].default) == (0, 2.0, 1.0)
    assert (views["steps"].least, views["steps"].most, views["steps"].value) == (1, 50, 28)
    assert (views["guidance"].least, views["guidance"].most, views["guidance"].value) == (0, 35, 3.5)
    assert (views["seed"].value, views["seed"].most) == (None, MAX_SEED)
    assert (views["format"].value, views["format"].choices) == ("png", ("png", "jpeg"))
    assert "guidance" not in by_key(Z_IMAGE_TURBO, GenerationSettings())
    assert by_key(FLUX_DEV_LORA, GenerationSettings())["scale"].least == 0


def test_what_was_set_for_another_model_is_shown_as_it_will_be_drawn() -> None:
    """Forty steps are eight where the model takes no more."""
    assert by_key(Z_IMAGE_TURBO, GenerationSettings(steps=40))["steps"].value == 8


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_every_setting_takes_its_own_bounds_and_default(row: Any) -> None:
    """What stands on the screen can be typed."""
    views = view_settings(row, GenerationSettings())
    for view in views:
        texts = view.choices or (str(view.least), str(view.most))
        for text in texts:
            GenerationSettings(**read_setting(views, view.key, text))
        assert read_setting(views, view.key, None) == {view.key: getattr(GenerationSettings(), view.key)}


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("steps", "51", "setting-bad"),
        ("steps", "4.5", "setting-bad"),
        ("scale", "2,1", "setting-bad"),
        ("seed", "-1", "setting-bad"),
        ("format", "gif", "setting-choice"),
        ("aspect", "1:1", "button-old"),
        ("loras", "x", "button-old"),
    ],
)
async def test_what_cannot_be_set_changes_nothing(studio: Studio, key: str, text: str, code: str) -> None:
    """Neither out of bounds nor what is no setting."""
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id, "a kite")
    with pytest.raises(InvalidInputError) as refused:
        await drafts.set_setting(studio.user_id, draft.id, key, text)
    assert refused.value.code == code
    assert (await drafts.get(studio.user_id, draft.id)).settings == GenerationSettings()


async def test_it_is_drawn_with_what_was_set(studio: Studio) -> None:
    """All of it, the seed among it."""
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id, "a kite")
    for key, text in (("scale", "0,8"), ("steps", "40"), ("guidance", "5"), ("seed", "123"), ("format", "JPEG")):
        draft = await drafts.set_setting(studio.user_id, draft.id, key, text)
    job = await drafts.draw(studio.user_id, draft.id)
    prepared = await studio.kind.prepare(job)
    body = prepared.arguments
    assert body["loras"][0]["scale"] == 0.8
    assert (body["num_inference_steps"], body["guidance_scale"]) == (40, 5)
    assert (body["seed"], body["output_format"]) == (123, "jpeg")


async def test_taste_is_remembered_and_the_seed_is_not(studio: Studio) -> None:
    """A draft after an order, or after another draft, begins with the same settings and a seed of its own."""
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id, "a kite")
    for key, text in (("steps", "40"), ("seed", "123"), ("format", "jpeg")):
        await drafts.set_setting(studio.user_id, draft.id, key, text)
    like = await drafts.begin(studio.user_id, "a red kite", like=draft.id)
    assert like.settings == GenerationSettings(steps=40, format="jpeg")
    await drafts.draw(studio.user_id, draft.id)
    following = await drafts.begin(studio.user_id, "a blue kite")
    assert following.settings == GenerationSettings(steps=40, format="jpeg")
    reset = await drafts.set_setting(studio.user_id, following.id, "steps", None)
    assert reset.settings == GenerationSettings(format="jpeg")


async def test_only_the_owner_sets_anything(studio: Studio) -> None:
    """Somebody else's draft is not found."""
    draft = await drafts_of(studio).begin(studio.user_id, "a kite")
    stranger = (await make_model(studio.db)).user
    with pytest.raises(NotFoundError):
        await drafts_of(studio).set_setting(stranger.id, draft.id, "steps", "20")


async def test_without_a_provider_a_draft_can_still_be_seen(studio: Studio) -> None:
    """There is nothing to set then."""
    draft = await drafts_of(studio).begin(studio.user_id, "a kite")
    assert draft.settings_view != ()
    studio.rule(providers=())
    assert (await drafts_of(studio).get(studio.user_id, draft.id)).settings_view == ()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_every_suggestion_is_allowed_and_the_usual_value_is_among_them(row: Any) -> None:
    """A button never leads to a refusal; a seed has none, because any number is as good as another."""
    views = view_settings(row, GenerationSettings())
    for view in views:
        if view.key == "seed":
            assert view.suggested == ()
            continue
        assert view.default in view.suggested
        assert 1 < len(view.suggested) <= 4
        for value in view.suggested:
            kept = getattr(GenerationSettings(), view.key) if value == view.default else value
            assert read_setting(views, view.key, str(value)) == {view.key: kept}


async def test_as_usual_takes_back_all_but_shape_and_number(studio: Studio) -> None:
    """The seed as well."""
    drafts = drafts_of(studio)
    draft = await drafts.begin(studio.user_id, "a red kite")
    await drafts.choose_count(studio.user_id, draft.id, 3)
    for key, text in {"scale": "0.8", "steps": "40", "guidance": "2", "seed": "7", "format": "jpeg"}.items():
        await drafts.set_setting(studio.user_id, draft.id, key, text)
    usual = await drafts.reset_settings(studio.user_id, draft.id)
    assert not [view.key for view in usual.settings_view if view.is_own]
    assert usual.settings == GenerationSettings(count=3)
