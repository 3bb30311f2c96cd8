"""Reports in chat: from under a picture, by /report without any access, and what an admin does about them."""

import pytest

from db.enums import ImageState
from tests.bot.conversations.conftest import Stages
from tests.bot.conversations.test_pictures import drawn, stored

BOSS = 77


async def test_a_picture_is_reported_seen_and_removed(stages: Stages) -> None:
    """The owner is told, the picture is shown nowhere any more, and an old button says that it is decided."""
    stage = await stages(admin_ids=(BOSS,))
    boss = await stage.person("Boss", user_id=BOSS)
    await boss.say("/admin")
    await boss.see("Admin")
    ann = await drawn(stage)
    await boss.settle()
    await ann.press("Report")
    await ann.see("What is wrong with this picture?")
    await ann.press("It is sexual")
    await ann.see("If you like, say in one message")
    await ann.say("not what I ordered")
    await ann.see("within 48 hours")

    await boss.see("Somebody has reported something: sexual")
    await boss.say("/admin")
    await boss.see("1 report waits")
    await boss.press("Reports")
    await boss.see("47 hours left")
    await boss.press("1. It is sexual")
    card = await boss.see("not what I ordered")
    await boss.press("See the picture")
    assert len(await boss.see_pictures(1)) == 1
    await boss.press("Remove the picture", message=card)
    question = await boss.see("erased for good")
    await boss.press("Yes, remove the picture")
    await boss.see("Decided")
    await ann.see("what you reported was removed")
    [image] = await stored(stage, ann)
    assert (image.state, image.blocked_by, image.storage_key) == (ImageState.BLOCKED, "admin", None)
    assert "already" in (await boss.press("Yes, remove the picture", message=question) or "")
    assert "erased" in (await ann.press("As file") or "")


async def test_somebody_without_access_reports_in_words(stages: Stages) -> None:
    """Whoever is shown in a picture need not be invited to say so; anything else stays closed to them."""
    stage = await stages(access="admins", admin_ids=(BOSS,))
    eve = await stage.person("Eve")
    await eve.say("/report")
    await eve.see("What is wrong?")
    await eve.press("It shows me without my consent")
    await eve.see("Please describe it in one message")
    await eve.say("my face, in the channel of the fair")
    await eve.see("within 48 hours")
    await eve.say("a second message is no report")
    await eve.see("invited people")
    [case] = await stage.services.report_desk.waiting(BOSS)
    assert (case.report.reason, case.report.words) == ("me", "my face, in the channel of the fair")
    await stage.services.report_desk.keep(BOSS, case.report.id)
    await eve.see("breaks no rule")


@pytest.mark.parametrize("ending", ["Cancel", "Send without words"])
async def test_words_are_not_needed_for_a_picture(stages: Stages, ending: str) -> None:
    """The button sends it, or nothing; either way the next words are a prompt again."""
    stage = await stages(admin_ids=(BOSS,))
    ann = await drawn(stage)
    await ann.press("Report")
    await ann.press("It shows a minor")
    await ann.see("If you like")
    await ann.press(ending)
    await ann.see("Nothing was reported" if ending == "Cancel" else "Thank you")
    await ann.say("a blue kite")
    await ann.see("a blue kite")
    assert await stage.services.report_desk.count() == (0 if ending == "Cancel" else 1)
