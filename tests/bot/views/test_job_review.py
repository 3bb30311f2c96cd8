"""What a person reads while nobody knows whether their training runs."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.bootstrap_engine import EngineSide
from bot.texts import Texts
from bot.views.base import Rendered, ViewContext
from bot.views.job_review import job_review
from bot.views.training_card import training_card
from db.enums import JobState, Language, LoraStatus
from tests.bot.fakes import engine_side
from tests.support.rows import make_dataset, make_job, make_lora, make_user, make_version

CREDITS = {Language.EN: "credits", Language.RU: "Кредиты"}


@pytest.fixture
async def side(sqlite_url: str, tmp_path: Path) -> AsyncIterator[EngineSide]:
    """The product without its face."""
    side = engine_side(sqlite_url, tmp_path)
    yield side
    await side.close()


async def context(
    side: EngineSide,
    language: Language = Language.EN,
    *,
    state: JobState = JobState.REVIEW,
    status: LoraStatus = LoraStatus.PENDING,
    price: int = 0,
) -> ViewContext:
    """Somebody's training of the model Anna in review."""
    db = side.services.db
    user = await make_user(db)
    lora = await make_lora(db, user, name="Anna", status=status)
    version = await make_version(db, lora, await make_dataset(db, user, lora), status=status)
    job = await make_job(db, user, state=state, subject_id=version.id, price=price)
    return ViewContext(user.id, language, {"job_id": str(job.id)}, Texts(strict=True), side.services)


def buttons(rendered: Rendered) -> list[str]:
    """The labels of a message's buttons."""
    rows = rendered.keyboard.inline_keyboard if rendered.keyboard else []
    return [button.text for row in rows for button in row]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("price", [0, 10])
async def test_card_and_message_speak_of_credits_only_where_some_were_paid(
    side: EngineSide, language: Language, price: int
) -> None:
    """They are off by default, and who has none must not wonder."""
    about = await context(side, language, price=price)
    for view in (training_card, job_review):
        rendered = await view(about)
        assert rendered is not None
        assert (CREDITS[language] in (rendered.text or "")) is bool(price)


async def test_one_can_train_anew_or_wait_no_longer(side: EngineSide) -> None:
    """Under the card and under the message alike."""
    about = await context(side)
    for view in (training_card, job_review):
        rendered = await view(about)
        assert rendered is not None
        assert buttons(rendered) == ["Try again", "Cancel"]


async def test_a_model_that_works_is_not_offered_to_be_trained_anew(side: EngineSide) -> None:
    """The free second training of a finished model is lost: the button could only refuse."""
    assert buttons(await training_card(await context(side, status=LoraStatus.COMPLETED))) == ["Cancel"]


async def test_no_message_when_it_is_known_by_then(side: EngineSide) -> None:
    """It was found before the message went out."""
    assert await job_review(await context(side, state=JobState.RUNNING)) is None
