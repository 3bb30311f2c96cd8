"""Dangerous actions happen once, soon, and by the hand that asked."""

import asyncio
from decimal import Decimal

import pytest

from db.columns import new_id
from db.database import Database
from db.models import User
from services.errors import ConflictError, ForbiddenError, NotFoundError
from services.operating.chosen import Limit
from services.operating.requests import Done
from tests.services.operating.conftest import ADMIN, OTHER_ADMIN, Bureau


async def credits_of(bureau: Bureau, user: User) -> int:
    return (await bureau.operating.people.card(ADMIN, user.id)).credits


async def test_two_taps_at_once_are_one(bureau: Bureau, ann: User) -> None:
    """Whichever comes first does it; the others are old buttons."""
    asked = await bureau.operating.requests.ask_grant(ADMIN, ann, 5)
    taps = [bureau.operating.requests.confirm(ADMIN, asked.id) for _ in range(5)]
    results = await asyncio.gather(*taps, return_exceptions=True)
    assert len([result for result in results if isinstance(result, Done)]) == 1
    assert len([result for result in results if isinstance(result, NotFoundError)]) == 4
    assert await credits_of(bureau, ann) == 5


async def test_a_question_grows_old(bureau: Bureau, ann: User) -> None:
    """After ten minutes the same yes does nothing."""
    asked = await bureau.operating.requests.ask_grant(ADMIN, ann, 5)
    bureau.clock.advance(601)
    with pytest.raises(NotFoundError, match="button-old"):
        await bureau.operating.requests.confirm(ADMIN, asked.id)
    assert await credits_of(bureau, ann) == 0


async def test_only_the_admin_who_asked_confirms(bureau: Bureau, ann: User) -> None:
    """Not another admin, not a person, and not a made-up id; the question stays good."""
    asked = await bureau.operating.requests.ask_ban(ADMIN, ann, "spam")
    for admin_id, request_id, error in (
        (OTHER_ADMIN, asked.id, NotFoundError),
        (ann.id, asked.id, ForbiddenError),
        (ADMIN, new_id(), NotFoundError),
    ):
        with pytest.raises(error):
            await bureau.operating.requests.confirm(admin_id, request_id)
    await bureau.operating.requests.confirm(ADMIN, asked.id)
    assert (await bureau.user(ann.id)).banned_at is not None


async def test_a_refused_action_leaves_the_question(bureau: Bureau) -> None:
    """Effect and question stand or fall together."""
    requests, choices = bureau.operating.requests, bureau.operating.choices
    view = await choices.limit(Limit.MONTHLY_BUDGET)
    stale, fresh = [await requests.ask_limit(ADMIN, view, Decimal(value)) for value in (10, 20)]
    done = await requests.confirm(ADMIN, fresh.id)
    assert done.params["after"] == "20"
    assert bureau.budget.monthly_usd == 20
    for _ in range(2):
        with pytest.raises(ConflictError, match="choice-changed"):
            await requests.confirm(ADMIN, stale.id)
    assert bureau.budget.monthly_usd == 20


async def test_back_to_the_setting_is_asked_too(bureau: Bureau) -> None:
    """Limits and prices alike."""
    requests, choices = bureau.operating.requests, bureau.operating.choices
    endpoint = "fal-ai/flux-lora-fast-training"
    for value in (Decimal("0.004"), None):
        asked = await requests.ask_price(ADMIN, await choices.price("fal", endpoint), value)
        await requests.confirm(ADMIN, asked.id)
        assert bureau.prices.unit("fal", endpoint) == (value or Decimal("0.002"))
    for count in (9, None):
        asked = await requests.ask_limit(ADMIN, await choices.limit(Limit.PICTURES_PER_DAY), count)
        await requests.confirm(ADMIN, asked.id)
        assert bureau.rules.generation.pictures_per_day == (count or 50)


async def test_others_cannot_ask(bureau: Bureau, db: Database, ann: User) -> None:
    """Not even for themselves."""
    requests, choices = bureau.operating.requests, bureau.operating.choices
    for refused in (
        requests.ask_grant(ann.id, ann, 5),
        requests.ask_ban(ann.id, ann, ""),
        requests.ask_limit(ann.id, await choices.limit(Limit.MONTHLY_BUDGET), Decimal(5)),
        requests.ask_price(ann.id, await choices.price("fal", "fal-ai/flux-lora"), Decimal(5)),
    ):
        with pytest.raises(ForbiddenError, match="admins-only"):
            await refused
