"""What admins change: it stands here at once, elsewhere at the next reading, and is written down."""

from decimal import Decimal

import pytest

from db.models import User
from services.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from services.operating.choices import PriceView
from services.operating.chosen import Limit
from tests.services.operating.conftest import ADMIN, Bureau

FLUX = "flux-lora-fast-training"
ENDPOINT = "fal-ai/flux-lora-fast-training"


async def put_limit(bureau: Bureau, limit: Limit, value: Decimal | int | None) -> None:
    choices = bureau.operating.choices
    before = (await choices.limit(limit)).value
    async with bureau.db.write() as session:
        await choices.set_limit(session, ADMIN, limit, value, before=str(before))
    await choices.catch_up()


async def test_a_limit_reaches_every_process(bureau: Bureau) -> None:
    """The one where it was changed at once, another one when it reads; back to the setting as well."""
    elsewhere = Bureau(bureau.db, bureau.clock)
    await put_limit(bureau, Limit.MONTHLY_BUDGET, Decimal("99.50"))
    await put_limit(bureau, Limit.PICTURES_PER_DAY, 0)
    assert bureau.budget.monthly_usd == Decimal("99.50")
    assert elsewhere.budget.monthly_usd == 200
    await elsewhere.operating.reading.read()
    assert elsewhere.budget.monthly_usd == Decimal("99.50")
    assert elsewhere.rules.generation.pictures_per_day == 0
    view = await elsewhere.operating.choices.limit(Limit.MONTHLY_BUDGET)
    assert (view.value, view.setting, view.is_chosen) == (Decimal("99.50"), 200, True)
    await put_limit(bureau, Limit.MONTHLY_BUDGET, None)
    await elsewhere.operating.reading.read()
    assert (bureau.budget.monthly_usd, elsewhere.budget.monthly_usd) == (200, 200)
    assert [action for _, action in await bureau.audit()] == ["limit.set"] * 3


async def test_a_limit_that_changed_meanwhile_is_not_overwritten(bureau: Bureau) -> None:
    """Nothing is written then."""
    await put_limit(bureau, Limit.TRAININGS_PER_MONTH, 9)
    with pytest.raises(ConflictError, match="choice-changed"):
        async with bureau.db.write() as session:
            await bureau.operating.choices.set_limit(session, ADMIN, Limit.TRAININGS_PER_MONTH, 1, before="5")
    assert (await bureau.operating.choices.limit(Limit.TRAININGS_PER_MONTH)).value == 9


async def test_a_price_stands_above_everything(bureau: Bureau) -> None:
    """Above the operator's setting, the provider's word and the table; each comes back in that order."""
    choices, prices = bureau.operating.choices, bureau.prices
    prices.learn("fal", {ENDPOINT: Decimal("0.003")})
    view = await choices.price("fal", ENDPOINT)
    assert (view.value, view.listed, view.is_chosen) == (Decimal("0.003"), Decimal("0.002"), False)
    async with bureau.db.write() as session:
        await choices.set_price(session, ADMIN, "fal", ENDPOINT, Decimal("0.004"), before="0.003")
    await choices.catch_up()
    assert prices.unit("fal", ENDPOINT) == Decimal("0.004")
    prices.learn("fal", {ENDPOINT: Decimal("0.0035")})
    assert prices.unit("fal", ENDPOINT) == Decimal("0.004")
    async with bureau.db.write() as session:
        await choices.set_price(session, ADMIN, "fal", ENDPOINT, None, before="0.004")
    await choices.catch_up()
    assert prices.unit("fal", ENDPOINT) == Decimal("0.0035")
    with pytest.raises(NotFoundError, match="button-old"):
        await choices.price("fal", "fal-ai/gone")


async def test_the_operators_setting_comes_after_an_admins_choice(bureau: Bureau) -> None:
    """The view tells both."""
    choices = bureau.operating.choices
    async with bureau.db.write() as session:
        await choices.set_price(session, ADMIN, "fal", "fal-ai/flux-lora", Decimal("0.05"), before="1")
    found = await choices.price("fal", "fal-ai/flux-lora")
    assert found == PriceView("fal", "fal-ai/flux-lora", Decimal("0.05"), Decimal(1), Decimal("0.035"), True)


async def test_a_trainer_is_off_everywhere_until_it_is_on(bureau: Bureau) -> None:
    """A name that the table has not is refused."""
    elsewhere = Bureau(bureau.db, bureau.clock)
    await bureau.operating.choices.switch_trainer(ADMIN, FLUX, on=False)
    await elsewhere.operating.reading.read()
    assert elsewhere.rules.training.trainers_off == {FLUX}
    assert [one.key for one in await elsewhere.operating.choices.trainers() if not one.is_on] == [FLUX]
    await elsewhere.operating.choices.switch_trainer(ADMIN, FLUX, on=True)
    await bureau.operating.reading.read()
    assert bureau.rules.training.trainers_off == frozenset()
    with pytest.raises(NotFoundError, match="trainer-unknown"):
        await bureau.operating.choices.switch_trainer(ADMIN, "gone", on=False)
    assert [action for _, action in await bureau.audit()] == ["trainer.off", "trainer.on"]


async def test_a_pause_is_ended_by_its_own_button(bureau: Bureau) -> None:
    """Not by that of an earlier pause; ending it twice is fine."""
    choices = bureau.operating.choices
    await choices.pause(ADMIN, "  moving \n house ")
    first = await choices.paused()
    assert first is not None
    assert first.reason == bureau.rules.training.paused == "moving house"
    await choices.pause(ADMIN, "")
    assert bureau.rules.training.paused == ""
    with pytest.raises(ConflictError, match="choice-changed"):
        await choices.resume(ADMIN, first.mark)
    second = await choices.paused()
    assert second is not None
    await choices.resume(ADMIN, second.mark)
    await choices.resume(ADMIN, second.mark)
    assert await choices.paused() is None
    assert bureau.rules.training.paused is None
    with pytest.raises(InvalidInputError, match="reason-too-long"):
        await choices.pause(ADMIN, "x" * 201)


async def test_others_change_nothing(bureau: Bureau, ann: User) -> None:
    """The door is here too, not only in the chat."""
    choices = bureau.operating.choices
    for refused in (
        choices.pause(ann.id, ""),
        choices.resume(ann.id, 0),
        choices.switch_trainer(ann.id, FLUX, on=False),
    ):
        with pytest.raises(ForbiddenError, match="admins-only"):
            await refused
    with pytest.raises(ForbiddenError):
        async with bureau.db.write() as session:
            await choices.set_limit(session, ann.id, Limit.MONTHLY_BUDGET, Decimal(0), before="200")
    with pytest.raises(ForbiddenError):
        async with bureau.db.write() as session:
            await choices.set_price(session, ann.id, "fal", ENDPOINT, Decimal(1), before="0.002")
    assert await bureau.audit() == []
