"""Whoever ordered a training reads where it went, and what it is there."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from bot.bootstrap_engine import EngineSide
from bot.texts import Texts
from bot.views.base import ViewContext
from bot.views.job_moved import job_moved
from db.enums import JobKind, Language
from tests.bot.fakes import engine_side
from tests.support.rows import make_dataset, make_job, make_lora, make_user, make_version


@pytest.fixture
async def side(sqlite_url: str, tmp_path: Path) -> AsyncIterator[EngineSide]:
    """The product without its face."""
    side = engine_side(sqlite_url, tmp_path)
    yield side
    await side.close()


async def told(side: EngineSide, language: Language, *, provider: str = "replicate") -> str:
    """The message about a move from fal, while the training is at `provider`."""
    db = side.services.db
    user = await make_user(db)
    lora = await make_lora(db, user, name="Anna")
    dataset = await make_dataset(db, user, lora)
    version = await make_version(db, lora, dataset, trainer="replicate-flux-dev-lora-trainer", base_model="flux-1")
    job = await make_job(
        db, user, kind=JobKind.TRAINING, provider=provider, subject_id=version.id, estimated_cost=Decimal("1.7538")
    )
    params = {"job_id": str(job.id), "before": "fal", "after": "replicate"}
    rendered = await job_moved(ViewContext(user.id, language, params, Texts(strict=True), side.services))
    return rendered.text or ""


@pytest.mark.parametrize("language", Language)
async def test_trainer_price_and_time_are_named(side: EngineSide, language: Language) -> None:
    """They are others than the confirm card said, so nobody is left to guess."""
    text = await told(side, language)
    for part in ("Anna", "fal.ai", "Replicate", "FLUX", "$1.75", "23"):
        assert part in text, part


@pytest.mark.parametrize(("language", "blame"), [(Language.EN, "did not take"), (Language.RU, "не взял")])
async def test_nobody_is_said_to_have_refused(side: EngineSide, language: Language, blame: str) -> None:
    """An order moves as well when the operator takes a key away."""
    assert blame not in await told(side, language)


async def test_of_a_place_that_it_has_left_no_price_is_told(side: EngineSide) -> None:
    """The rows speak of where it is."""
    assert "$" not in await told(side, Language.EN, provider="fal")
