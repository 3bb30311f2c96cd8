"""What people are told when nothing more can be drawn, and that nothing they chose is lost."""

from tests.bot.conversations.conftest import Stages
from tests.bot.conversations.outside import paid_calls
from tests.bot.conversations.ready import person_with_model
from tests.support.clock import FakeClock


async def test_the_day_is_used_up(stages: Stages, clock: FakeClock) -> None:
    """The sentence says until when; the same card draws on the next day."""
    stage = await stages(images_per_day=1)
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    assert "1 picture is left today." in (await ann.see("a red kite"))["text"]
    await ann.press("2")
    card = await ann.see("2 pictures")
    assert "Only 1 picture is left today (1 a day)." in (await ann.press("Draw") or "")
    assert await paid_calls(stage) == []
    await ann.press("1", message=card)
    await ann.see("1 picture.")
    assert await ann.press("Draw", message=card) == "Drawing…"
    await ann.see_pictures(1)
    await ann.say("a blue kite")
    later = await ann.see("Today’s pictures are used up.")
    assert "Today’s pictures are used up (1 a day)." in (await ann.press("Draw", message=later) or "")
    clock.advance(days=1)
    assert await ann.press("Draw", message=later) == "Drawing…"
    await ann.see_pictures(1)


async def test_the_months_budget_is_used_up(stages: Stages) -> None:
    """Nothing is sent, and the person is told when it goes on."""
    stage = await stages(monthly_budget_usd="0.01")
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    await ann.see("a red kite")
    assert "budget for the month is used up" in (await ann.press("Draw") or "")
    assert await paid_calls(stage) == []


async def test_without_a_provider_key_nothing_is_ordered(stages: Stages) -> None:
    """Everything else works meanwhile."""
    stage = await stages(fal_key=None)
    ann = await person_with_model(stage)
    await ann.say("a red kite")
    await ann.see("a red kite")
    assert "not set up in this bot yet" in (await ann.press("Draw") or "")


async def test_an_order_waits_while_the_provider_has_no_credit(stages: Stages) -> None:
    """It is kept, said so in words, and goes on by itself."""
    stage = await stages(admin_ids=(77,))
    await stage.person("Boss", user_id=77)
    ann = await person_with_model(stage)
    await stage.control("fal/settings", {"balance": "exhausted"})
    await ann.say("a red kite")
    await ann.see("a red kite")
    await ann.press("Draw")
    await ann.see("yours is kept and goes on by itself")
    await stage.control("fal/settings", {"balance": "ok"})
    await ann.see_pictures(1, seconds=40)
