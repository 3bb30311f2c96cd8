"""Where orders cost credits, the cards say what they cost and what the person has; elsewhere they speak of neither."""

from dataclasses import replace

import pytest

from bot.conversations.generate_screens import card_screen
from bot.speaker import Speaker
from bot.texts import Texts
from bot.views.draft_confirm import confirm_screen
from db.database import Database
from db.enums import Language
from services.billing import ledger
from services.billing.budget import BudgetRules
from services.generation.drafts import GenerateDrafts
from services.generation.order import GenerationOrders
from services.generation.rules import GenerationRules
from tests.services.generation.fakes import TABLE, make_model
from tests.services.training.story import RULES, Story
from tests.support.clock import FakeClock

TEXTS = Texts(strict=True)


async def grant(db: Database, clock: FakeClock, user_id: int, amount: int) -> None:
    async with db.write() as session:
        await ledger.grant(session, clock, user_id, amount, "start")


@pytest.mark.parametrize(
    ("language", "words"), [(Language.EN, "Price: 3 credits. You have 7."), (Language.RU, "Цена: 3 кредита. У вас 7.")]
)
async def test_a_training(sqlite_db: Database, clock: FakeClock, language: Language, words: str) -> None:
    """On the confirm card."""
    story = Story(sqlite_db, clock, replace(RULES, price=3))
    user = await story.person()
    await grant(sqlite_db, clock, user.id, 7)
    view = await story.complete_draft(user)
    assert words in (confirm_screen(Speaker(TEXTS, language), view).text or "")
    free = await Story(sqlite_db, clock).drafts.view(view.draft_id)
    assert "credit" not in (confirm_screen(Speaker(TEXTS, Language.EN), free).text or "")


@pytest.mark.parametrize(
    ("language", "words"), [(Language.EN, "Price: 6 credits. You have 1."), (Language.RU, "Цена: 6 кредитов. У вас 1.")]
)
async def test_pictures(sqlite_db: Database, clock: FakeClock, language: Language, words: str) -> None:
    """On the card of the order, for all of them together."""
    model = await make_model(sqlite_db)
    await grant(sqlite_db, clock, model.user.id, 1)
    texts = []
    for price in (3, 0):
        rules = GenerationRules(BudgetRules(None), price=price)
        drafts = GenerateDrafts(sqlite_db, clock, GenerationOrders(sqlite_db, clock, rules, TABLE), rules)
        draft = await drafts.begin(model.user.id, "a kite")
        texts.append(card_screen(TEXTS, language, await drafts.choose_count(model.user.id, draft.id, 2))[0])
    assert words in texts[0]
    assert "credit" not in texts[1]
    assert "кредит" not in texts[1]
