"""What a tap on the agreement agrees to: what its card showed, and nothing else."""

from sqlalchemy import select

from bot.keyboards.create import AgreePress, CreatePress, Do
from db.enums import Retention
from db.models import Consent
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.outside import tap
from tests.bot.conversations.person import Person


async def providers_of(stage: Stage, person: Person) -> list[str]:
    """What the person has agreed to."""
    async with stage.services.db.read() as session:
        return list(await session.scalars(select(Consent.provider).where(Consent.user_id == person.id)))


async def test_a_card_that_showed_something_else_is_shown_again(stage: Stage, anna: Person) -> None:
    """Other providers, another text, or a button that does not say: nothing is recorded, and today's card agrees."""
    await anna.say("/create")
    card = await anna.see("Before your first photo")
    draft = await stage.services.drafts.current(anna.id)
    assert draft is not None
    for providers in ([], ["replicate"], ["fal", "replicate"]):
        old = AgreePress(draft=draft.draft_id, kept=Retention.DAYS_30, mark=stage.services.consents.mark(providers))
        assert "has changed" in (await tap(anna, card, old.pack()) or "")
    await tap(anna, card, CreatePress(draft=draft.draft_id, do=Do.AGREE, value="days_30").pack())
    assert await providers_of(stage, anna) == []
    assert "Agree: 30 days" in anna.buttons(card)
    await anna.press("Agree: 30 days")
    await anna.see("What shall the model show?")
    assert await providers_of(stage, anna) == ["fal"]
