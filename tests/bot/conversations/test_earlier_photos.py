"""A new model from the photos of an earlier one, begun from either side."""

from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.shelves import opened_photos, person_with_photos
from tests.bot.conversations.steps import agree


async def test_a_new_model_begins_with_the_photos_of_another(stage: Stage) -> None:
    """What it shows is known already; it asks for a name."""
    ann = await person_with_photos(stage)
    await opened_photos(ann)
    await ann.press("New model from these photos")
    await ann.see("4 photos are copied.")
    draft = await stage.services.drafts.current(ann.id)
    assert draft is not None
    assert (draft.photos, draft.fields.class_word) == (4, "woman")
    listed = await opened_photos(ann)
    await ann.press("New model from these photos", message=listed)
    await ann.see("All these photos are in the new model already.")


async def test_the_photos_step_offers_the_photos_of_earlier_models(stage: Stage) -> None:
    """One tap copies them, and the card counts them."""
    ann = await person_with_photos(stage)
    await ann.say("/create")
    await ann.see("What shall the model show?")
    await ann.press("A person")
    await ann.press("Woman")
    await ann.see("What shall the model be called?")
    await ann.say("Bella")
    await ann.see("Now the photos")
    await ann.press("Photos of an earlier model")
    await ann.see("Whose photos shall be copied")
    assert "4 photos are copied." in (await ann.press("Anna · 4") or "")
    await ann.see("4 photos")
    draft = await stage.services.drafts.current(ann.id)
    assert draft is not None
    assert draft.photos == 4
    assert len(await stage.services.datasets.kept(ann.id)) == 1


async def test_whoever_has_no_earlier_photos_is_not_offered_any(stage: Stage) -> None:
    """A button that leads nowhere is in the way."""
    bob = await stage.person("Bob")
    await agree(bob)
    await bob.press("A style")
    await bob.see("What shall the model be called?")
    await bob.say("Ink")
    card = await bob.see("Now the photos")
    assert "Photos of an earlier model" not in bob.buttons(card)
