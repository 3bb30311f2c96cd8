"""Limits, prices and trainers: what an admin types, what is asked, and what stands afterwards."""

from decimal import Decimal

from tests.bot.conversations.admin.conftest import BOSS, Office

TRAINER = "flux-lora-fast-training"


async def test_a_limit_is_checked_asked_and_stands_at_once(office: Office) -> None:
    """Wrong input keeps the question open; the setting comes back with one tap and a yes."""
    boss, budget = office.boss, office.stage.services.rules.training.budget
    await boss.press("Limits")
    await boss.see("Budget a month: $200.00")
    await boss.press("Budget a month")
    await boss.see("Write the new value in USD")
    for wrong in ("lots", "-1", "1e9", "nan"):
        await boss.say(wrong)
        await boss.see("an amount in USD from 0 to 100000")
    await boss.say("$1,250.5")
    question = await boss.see("from 200 to 1250.50?")
    assert budget.monthly_usd == 200
    await boss.press("Yes, do it", message=question)
    await boss.see("Done. Budget a month")
    assert budget.monthly_usd == Decimal("1250.50")
    assert "earlier step" in (await boss.press("Yes, do it", message=question) or "")
    await boss.say("/admin")
    await boss.see("Admin")
    await boss.press("Limits")
    await boss.see("Budget a month: $1250.50 (setting: $200.00)")
    await boss.press("Budget a month")
    await boss.press("Back to the setting")
    await boss.see("to what stands without your choice?")
    await boss.press("Yes, do it")
    await boss.see("Done.")
    assert budget.monthly_usd == 200
    assert [action for action, _ in await office.audit()] == ["limit.set", "limit.set"]


async def test_a_count_is_a_whole_number(office: Office) -> None:
    """0 is one too; the other people's quota follows at once."""
    boss, rules = office.boss, office.stage.services.rules
    await boss.press("Limits")
    await boss.press("Trainings a month per person")
    await boss.see("Write the new number")
    for wrong in ("1.5", "-1", "10001", "none"):
        await boss.say(wrong)
        await boss.see("from 0 to 10000")
    await boss.say("0")
    await boss.press("Yes, do it")
    await boss.see("Done.")
    assert rules.training.trainings_per_month == 0
    card = await office.stage.services.operating.people.card(BOSS, office.ann.id)
    assert card.trainings.limit == 0


async def test_two_admins_do_not_overwrite_each_other_unseen(office: Office) -> None:
    """What was asked from one value does not replace another one."""
    boss, operating = office.boss, office.stage.services.operating
    await boss.press("Limits")
    await boss.press("Pictures a day per person")
    await boss.say("60")
    question = await boss.see("from 50 to 60?")
    async with office.stage.services.db.write(joins_update=False) as session:
        view = await operating.choices.limit(next(v.limit for v in await operating.choices.limits() if v.value == 50))
        await operating.choices.set_limit(session, BOSS, view.limit, 10, before="50")
    assert "changed this meanwhile" in (await boss.press("Yes, do it", message=question) or "")
    assert (await operating.choices.limit(view.limit)).value == 10


async def test_a_price(office: Office) -> None:
    """Nothing is free, and nothing is in another unit; what is chosen beats what the provider says."""
    boss, services = office.boss, office.stage.services
    trainer = services.trainers.get(TRAINER)
    before = services.trainers.usual_cost(trainer, services.trainers.qualities(trainer)[-1])
    await boss.press("Prices")
    await boss.see("Whose prices?")
    await boss.press("fal.ai")
    await boss.see("Prices of one unit")
    await boss.press(TRAINER)
    await boss.see("One unit costs")
    for wrong, answer in (("free", "above 0"), ("0", "above 0"), ("-1", "above 0"), ("5", "another unit")):
        await boss.say(wrong)
        await boss.see(answer)
    await boss.say("0,004")
    await boss.see("0.004 USD?")
    await boss.press("Yes, do it")
    await boss.see("Done.")
    after = services.trainers.usual_cost(trainer, services.trainers.qualities(trainer)[-1])
    assert after == before * 2
    await boss.say("/admin")
    await boss.see("Admin")
    await boss.press("Prices")
    await boss.press("fal.ai")
    await boss.see(f"✏️ fal-ai/{TRAINER}: $0.004")
    await boss.press(TRAINER)
    await boss.press("Back to the usual price")
    await boss.press("Yes, do it")
    await boss.see("Done.")
    assert services.trainers.usual_cost(trainer, services.trainers.qualities(trainer)[-1]) == before


async def test_a_trainer_is_switched_off_and_on(office: Office) -> None:
    """It leaves the list of people at once; the old button does not switch it back."""
    boss, rules = office.boss, office.stage.services.rules
    await boss.press("Trainers")
    await boss.see("✅ FLUX (fal.ai)")
    await boss.press("Switch off: FLUX")
    await boss.see("⏸ FLUX (fal.ai)")
    assert rules.training.trainers_off == {TRAINER}
    await boss.press("Switch on: FLUX")
    await boss.see("✅ FLUX (fal.ai)")
    assert rules.training.trainers_off == frozenset()
    assert [action for action, _ in await office.audit()] == ["trainer.off", "trainer.on"]
