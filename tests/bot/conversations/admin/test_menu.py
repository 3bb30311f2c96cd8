"""The menu, the live numbers, an invite, the pause of trainings, and the last alerts."""

from typing import Any

from services.messaging.outbox import alert_admins
from tests.bot.conversations.admin.conftest import BOSS, Office
from tests.bot.conversations.ready import failed_model
from tests.bot.conversations.steps import agree, answer_all
from tests.support.rows import make_message


async def test_an_admin_gets_the_admin_commands_at_start(office: Office) -> None:
    """Telegram knows no chat with somebody who comes later than the bot: their own /start makes their menu whole."""

    async def given() -> list[dict[str, Any]]:
        calls = await office.stage.calls("setMyCommands")
        return [call["params"] for call in calls if call["params"].get("scope") and call["status"] == 200]

    before = await given()
    await office.boss.say("/start")
    await office.boss.see("Hi")
    await office.boss.settle()
    added = (await given())[len(before) :]
    assert [call.get("language_code") for call in added[-2:]] == [None, "ru"]
    assert all("Give a person credits" in str(call["commands"]) for call in added[-2:-1])


async def test_the_numbers(office: Office) -> None:
    """Counted now: two people, nothing spent, and both say that they run."""
    await office.boss.press("Numbers")
    shown = (await office.boss.see("People:"))["text"]
    assert "People: 2. Here in the last day 2, in 7 days 2, in 30 days 2" in shown
    assert "This month: $0.00 of $200.00" in shown
    assert "Models: –" in shown
    assert "this process runs for 0 d 0 h" in shown
    await office.boss.press("Refresh")
    await office.boss.press("‹ Back")
    await office.boss.see("Admin")


async def test_the_numbers_in_russian(office: Office) -> None:
    """Every line has its words."""
    await office.boss.say("/language")
    await office.boss.press("Русский")
    await office.boss.see("говорим по-русски")
    await office.boss.say("/admin")
    await office.boss.press("Цифры")
    assert "Люди: 2." in (await office.boss.see("Цифры"))["text"]


async def test_an_invite(office: Office) -> None:
    """The same link as from /invite."""
    await office.boss.press("Invite")
    await office.boss.see("?start=")


async def test_a_pause_stops_new_trainings_and_nothing_else(office: Office) -> None:
    """People read why: before photos are asked for, at the button, and at a retry. Resuming lets the draft go on."""
    boss, ann = office.boss, office.ann
    await answer_all(office.stage, ann)
    lora = await failed_model(office.stage, ann)
    await boss.press("Pause trainings")
    await boss.see("Write why")
    await boss.say("The GPUs are being moved <today>.")
    await boss.see("New trainings are paused: The GPUs are being moved <today>.")
    await ann.press("Train")
    assert "being moved <today>." in (await ann.see("No new trainings are taken"))["text"]
    await ann.say("/models")
    await ann.press(f"{lora.name} · did not work")
    assert "being moved <today>." in (await ann.press("Try again") or "")
    other = await office.stage.person("Olga")
    await other.say("/create")
    await other.see("No new trainings are taken")
    await boss.press("Pause trainings")
    await boss.press("Let trainings go on")
    await boss.see("Admin")
    await ann.say("/create")
    await ann.press("Train")
    await ann.see("Training has begun")
    await agree(other)
    assert [action for action, _ in await office.audit()] == ["trainings.pause", "trainings.resume"]


async def test_a_pause_without_a_reason_and_its_old_buttons(office: Office) -> None:
    """A button of a question that was left, or of a pause that is over, changes nothing."""
    boss = office.boss
    await boss.press("Pause trainings")
    question = await boss.see("Write why")
    await boss.say("/admin")
    await boss.see("Admin")
    assert "earlier step" in (await boss.press("Pause without a reason", message=question) or "")
    await boss.press("Pause trainings")
    await boss.press("Pause without a reason", message=await boss.see("Write why"))
    await boss.see("New trainings are paused: –")
    await boss.press("Pause trainings")
    first = await boss.see("paused since")
    await office.stage.services.operating.choices.pause(BOSS, "another one")
    assert "changed this meanwhile" in (await boss.press("Let trainings go on", message=first) or "")
    assert await office.stage.services.operating.choices.paused() is not None


async def test_the_last_alerts_and_a_paused_provider(office: Office) -> None:
    """The newest first, one line each; a paused provider can be tried at once."""
    services = office.stage.services
    await office.boss.press("Alerts")
    await office.boss.see("No alerts.")
    async with services.db.write(joins_update=False) as session:
        params = {"job_id": "1", "state": "running"}
        await alert_admins(session, services.clock, (BOSS,), key="a", code="job-overdue", params=params)
    later = {"code": "of-a-newer-release"}
    await make_message(services.db, BOSS, view="admin_alert", params=later, created_at=services.clock.now())
    await office.boss.see("nobody looks at it")
    await office.boss.say("/admin")
    await office.boss.see("Admin")
    await office.boss.press("Alerts")
    lines = (await office.boss.see("Last alerts"))["text"].splitlines()
    assert lines[1].endswith("of-a-newer-release")
    assert lines[2].endswith("A job is overdue.")
