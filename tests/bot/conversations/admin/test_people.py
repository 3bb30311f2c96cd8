"""Finding people, their card, bans, quotas and credits."""

from db.models import User
from services.billing import ledger
from services.generation.settings import GenerationSettings
from tests.bot.conversations.admin.conftest import Office
from tests.bot.conversations.ready import ready_model
from tests.support.rows import make_consent


async def user_of(office: Office) -> User:
    async with office.stage.services.db.read() as session:
        return await session.get_one(User, office.ann.id)


async def credits_of(office: Office) -> int:
    async with office.stage.services.db.read() as session:
        return await ledger.balance(session, office.ann.id)


async def order_picture(office: Office) -> None:
    services, user = office.stage.services, await user_of(office)
    await make_consent(services.db, user)
    model = await ready_model(services.db, services.storage, user, "Anna")
    await services.generations.order(user.id, model.lora.id, "a red kite", GenerationSettings(), "once")


async def test_a_person_is_found_by_id_and_by_part_of_the_name(office: Office) -> None:
    """One hit is the card at once; nobody is said in words, and the step goes on asking until somebody is found."""
    boss = office.boss
    await boss.press("People")
    await boss.see("Whom?")
    await boss.say("nobody at all")
    await boss.see("Nobody is called that.")
    await boss.say(str(office.ann.id))
    card = await boss.see("Trainings this month: 0 of 5")
    assert "May use the bot" in card["text"]
    assert "Credits: 0" in card["text"]
    await boss.press("‹ Back", message=card)
    await boss.see("Whom?")
    await boss.say("an")
    assert str(office.ann.id) in (await boss.see("Ann"))["text"]


async def test_several_people_are_offered(office: Office) -> None:
    """By buttons that tell them apart."""
    other = await office.stage.person("Annette")
    await other.say("/start")
    await other.see("Hi")
    await office.boss.press("People")
    await office.boss.see("Whom?")
    await office.boss.say("Ann")
    found = await office.boss.see("2 people.")
    [label] = [label for label in office.boss.buttons(found) if label.startswith("Annette")]
    await office.boss.press(label)
    await office.boss.see(str(other.id))


async def test_a_ban_is_asked_once_stops_orders_and_shuts_the_door(office: Office) -> None:
    """The reason stays in the audit; the same button again does nothing."""
    await office.stage.control("fal/settings", {"balance": "exhausted"})
    await order_picture(office)
    await office.ann.see("a red kite")
    boss = office.boss
    await boss.say(f"/ban {office.ann.id} sells <strangers>")
    question = await boss.see("Ban ")
    assert "sells <strangers>" in question["text"]
    await boss.press("Yes, do it", message=question)
    await boss.see("is banned. Orders stopped: 1.")
    await office.ann.see("Cancelled. It does not count.")
    await office.ann.say("/models")
    await office.ann.see("You cannot use this bot any more.")
    assert "earlier step" in (await boss.press("Yes, do it", message=question) or "")
    bans = [data for action, data in await office.audit() if action == "user.ban"]
    assert bans == [{"user_id": office.ann.id, "reason": "sells <strangers>", "stopped": 1}]


async def test_a_ban_by_buttons_and_its_end(office: Office) -> None:
    """From the card, without a reason; Unban stands there afterwards."""
    boss = office.boss
    await boss.press("People")
    await boss.see("Whom?")
    await boss.say(str(office.ann.id))
    await boss.press("Ban")
    await boss.see("Ban Ann: why?")
    await boss.press("Without a reason")
    await boss.see("Ban ")
    await boss.press("Yes, do it")
    await boss.see("is banned.")
    await boss.say(f"/unban {office.ann.id}")
    await boss.see("May use the bot")
    assert (await user_of(office)).banned_at is None
    assert [action for action, _ in await office.audit()] == ["user.ban", "user.unban"]


async def test_a_reason_may_be_written(office: Office) -> None:
    """One that is too long is refused, and the question stays."""
    boss = office.boss
    await boss.press("People")
    await boss.see("Whom?")
    await boss.say(str(office.ann.id))
    await boss.press("Ban")
    await boss.see("why?")
    await boss.say("x" * 201)
    await boss.see("too long")
    await boss.say("spam")
    assert "Reason: spam" in (await boss.see("Ban "))["text"]


async def test_no_is_no(office: Office) -> None:
    """Leaving the question does nothing."""
    await office.boss.say(f"/ban {office.ann.id}")
    await office.boss.see("Ban ")
    await office.boss.press("No")
    await office.boss.see("Admin")
    assert (await user_of(office)).banned_at is None
    assert await office.audit() == []


async def test_an_admin_cannot_be_banned(office: Office) -> None:
    """Neither by command nor by a button, which is not there."""
    await office.boss.say(f"/ban {office.boss.id}")
    await office.boss.see("An admin cannot be banned.")
    await office.boss.press("People")
    await office.boss.see("Whom?")
    await office.boss.say(str(office.boss.id))
    assert "Ban" not in office.boss.buttons(await office.boss.see("Boss"))


async def test_credits_are_given_once_and_told(office: Office) -> None:
    """The person reads it; the balance stands on the card."""
    boss = office.boss
    await boss.say(f"/grant {office.ann.id} 50")
    question = await boss.see("Give 50 credits")
    await office.ann.settle()
    await boss.press("Yes, do it", message=question)
    await boss.see("has 50 credits more")
    await office.ann.see("You have been given 50 credits.")
    assert "earlier step" in (await boss.press("Yes, do it", message=question) or "")
    assert await credits_of(office) == 50
    assert [action for action, _ in await office.audit()] == ["user.grant"]


async def test_credits_by_a_button(office: Office) -> None:
    """A number that nobody means is refused."""
    boss = office.boss
    await boss.press("People")
    await boss.see("Whom?")
    await boss.say(str(office.ann.id))
    await boss.press("Give credits")
    await boss.see("How many credits")
    for wrong in ("0", "-5", "many", "1000001"):
        await boss.say(wrong)
        await boss.see("from 1 to 1000000")
    await boss.say("7")
    await boss.press("Yes, do it")
    await boss.see("has 7 credits more")
    assert await credits_of(office) == 7


async def test_wrong_commands_are_answered_with_how_to_write_them(office: Office) -> None:
    """And strangers are not known."""
    for words, answer in (
        ("/ban", "/ban id or @name"),
        ("/unban", "/unban id or @name"),
        ("/grant", "/grant id or @name"),
        (f"/grant {office.ann.id}", "/grant id or @name"),
        (f"/grant {office.ann.id} much", "from 1 to 1000000"),
        ("/ban 5", "I do not know this person"),
        ("/ban @nobody", "I do not know this person"),
        ("/unban 99999999999999999999", "I do not know this person"),
        ("/grant 5 5", "I do not know this person"),
    ):
        await office.boss.say(words)
        await office.boss.see(answer)
    assert await office.audit() == []


async def test_a_persons_own_limits(office: Office) -> None:
    """They stand on the card and count for the person alone; back to everybody's with one tap."""
    boss = office.boss
    await boss.press("People")
    await boss.see("Whom?")
    await boss.say(str(office.ann.id))
    await boss.press("Trainings a month")
    await boss.see("How many trainings a month for Ann?")
    await boss.say("minus one")
    await boss.see("from 0 to 10000")
    await boss.say("0")
    await boss.see("Trainings this month: 0 of 0 (own limit)")
    await boss.press("Pictures a day")
    await boss.see("How many pictures")
    await boss.say("1 000")
    await boss.see("Pictures today: 0 of 1,000 (own limit)")
    await boss.press("Pictures a day")
    await boss.press("As everybody", message=await boss.see("How many pictures"))
    await boss.see("Pictures today: 0 of 50")
    await boss.press("Trainings a month")
    await boss.press("As everybody", message=await boss.see("How many trainings"))
    card = await boss.see("Trainings this month: 0 of 5")
    assert "own limit" not in card["text"]
    assert [data["after"] for _, data in await office.audit()] == [0, 1000, None, None]


async def test_a_persons_orders(office: Office) -> None:
    """When, what and how it stands; no prompt and no model's name."""
    await office.stage.control("fal/settings", {"balance": "exhausted"})
    await order_picture(office)
    boss = office.boss
    await boss.press("People")
    await boss.see("Whom?")
    await boss.say(str(office.ann.id))
    await boss.press("Orders")
    orders = (await boss.see("Last orders"))["text"]
    assert "1 picture, fal.ai: in the queue" in orders
    assert "kite" not in orders
