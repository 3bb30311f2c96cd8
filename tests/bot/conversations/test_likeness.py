"""Comparing faces as a person meets it: an odd photo is named on the card, and "not me" offers a named change."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from db.models import LoraVersion
from db.repositories.loras import loras_of, versions_of
from services.photos.likeness import Likeness
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import Person, sample
from tests.bot.conversations.steps import answer_all, to_photos

PEOPLE = Path(__file__).parents[2] / "data/coach/people"


def portraits(*names: str) -> list[bytes]:
    """Photos of real people, as large as phones make them."""
    return [enlarged(PEOPLE / f"{name}.jpg") for name in names]


def enlarged(path: Path) -> bytes:
    """The photo with 900 pixels on its longer side."""
    out = BytesIO()
    with Image.open(path) as photo:
        times = 900 / max(photo.size)
        photo.resize((round(photo.width * times), round(photo.height * times)), Image.Resampling.LANCZOS).save(
            out, "JPEG"
        )
    return out.getvalue()


async def newest_version(stage: Stage, person: Person) -> LoraVersion:
    """Of the person's newest model."""
    async with stage.services.db.read() as session:
        lora = (await loras_of(session, person.id))[0]
        return (await versions_of(session, lora.id))[0]


async def test_a_photo_of_somebody_else_is_named_and_can_be_removed(anna: Person, stage: Stage) -> None:
    """By the real network, once all photos are in; the confirm card warns too, and without it nothing is said."""
    await to_photos(anna)
    await stage.services.consents.agree_faces(anna.id, True)
    await anna.send_photos(*portraits("lady-1", "lady-2", "father-1", "lady-3"))
    named = await anna.see("may show somebody else")
    assert "Photo 3" in named["text"]
    await anna.press("Done")
    card = await anna.see("Trigger word:")
    assert "may show somebody else" in card["text"]


async def test_nothing_is_compared_without_consent(anna: Person, stage: Stage) -> None:
    """The same photos, and nobody has agreed."""
    await to_photos(anna)
    await anna.send_photos(*portraits("lady-1", "lady-2", "father-1", "lady-3"))
    await anna.see("4 photos")
    assert stage.parts.engine_side.odd_look is not None
    assert await stage.parts.engine_side.odd_look.tick() == 0
    await anna.press("Done")
    card = await anna.see("Trigger word:")
    assert "somebody else" not in card["text"]


async def test_not_me_offers_a_change_that_is_named_and_done(anna: Person, stage: Stage) -> None:
    """What the offer says, the new training does."""
    await answer_all(stage, anna)
    draft = await stage.services.drafts.current(anna.id)
    assert draft is not None
    await stage.services.drafts.add_photo(anna.id, draft.draft_id, "one more", sample(9))
    await stage.services.drafts.request_done(anna.id, draft.draft_id)
    await anna.see("5 photos (")
    await anna.press("Train")
    await anna.see("Is this the person?")
    version = await newest_version(stage, anna)
    photos = await stage.services.photos.list(version.dataset_id)
    async with stage.services.db.write(joins_update=False) as session:
        found = await session.get_one(LoraVersion, version.id)
        found.likeness = Likeness((0.9, 0.2, 0.1), (str(photos[1].id),)).to_json()
    await anna.press("Not me")
    await anna.see("once more for free, without photo 2")
    await anna.press("Train once more, free")
    await anna.see("Training has begun again, without photo 2")
    again = await newest_version(stage, anna)
    assert again.free_retry_of == version.id
    assert Likeness.from_json(again.likeness).left_out == (str(photos[1].id),)
