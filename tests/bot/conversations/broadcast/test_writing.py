"""From /broadcast to the confirmation: words in two languages, receivers, time, and the number typed."""

from db.enums import BroadcastState, Language
from services.messaging import variants
from services.messaging.segments import Models, Segment
from services.messaging.variants import Piece
from tests.bot.conversations.broadcast.conftest import BOSS, Newsroom
from tests.bot.conversations.outside import tap


async def test_each_language_gets_its_variant_and_an_album_stays_one(newsroom: Newsroom) -> None:
    """A message in English, an album in Russian, previewed as they come, confirmed by the number, sent once."""
    boss, ann, boris = newsroom.boss, newsroom.ann, newsroom.boris
    await newsroom.write("We have *news*")
    await boss.press("+ Russian")
    await boss.see("in Russian")
    await boss.send_photos(1, 2, 3)
    card = await boss.see("Russian: an album of 3")
    assert "3 people get it" in card["text"]
    await boss.say("and one thing more")
    await boss.see("One message or one album")
    await boss.press("Preview")
    await boss.see("We have *news*")
    await boss.see_pictures(3)
    await boss.see("Russian: an album of 3")
    for person in (ann, boris):
        await person.settle()
    await boss.press("Send…")
    await boss.see("3 people get it.")
    await boss.press("Send to me first")
    await boss.see("We have *news*")
    await boss.say("30")
    await boss.see("You wrote 30, and it is for 3.")
    await boss.say("three")
    await boss.see("in digits")
    await boss.say("3")
    await boss.see("Sent to everybody")
    await ann.see("We have *news*")
    assert len(await boris.see_pictures(3)) == 3
    assert [text for text in boris.texts() if "news" in text] == []
    row = await newsroom.newest()
    assert (row.state, row.sent, row.expected) == (BroadcastState.DONE, 3, 3)
    assert "broadcast.schedule" in await newsroom.audit()


async def test_receivers_are_combined_and_counted(newsroom: Newsroom) -> None:
    """A second tap takes a part out again; nobody at all cannot be confirmed."""
    boss = newsroom.boss
    await newsroom.write("hello")
    await boss.press("Receivers")
    await boss.see("3 people get it")
    await boss.press("Russian")
    await boss.see("1 person gets it")
    await boss.press("30 days")
    await boss.see("with Russian, here in the last 30 days")
    await boss.press("Have a model")
    await boss.see("0 people get it")
    assert Segment.from_json((await newsroom.newest()).segment) == Segment(Language.RU, 30, Models.READY)
    await boss.press("‹ Back")
    await boss.see("0 people get it")
    assert "Nobody would get this" in (await boss.press("Send…") or "")
    await boss.press("Receivers")
    await boss.press("✓ Have a model")
    await boss.see("1 person gets it")
    await boss.press("Everybody")
    await boss.see("3 people get it")
    await boss.press("Never trained")
    await boss.see("To: never ordered a training")


async def test_a_time_is_typed(newsroom: Newsroom) -> None:
    """Nonsense and the past keep the question open; what waits for its time can be stopped."""
    boss = newsroom.boss
    await newsroom.write("hello")
    await boss.press("When")
    await boss.see("date and time in UTC")
    await boss.say("soon")
    await boss.see("for example 20")
    await boss.say("2020-01-01 10:00")
    await boss.see("That time is over")
    year = newsroom.stage.services.clock.now().year
    await boss.say(f"{year}-12-31 23:59")
    await boss.see(f"Dec 31, {year}")
    await newsroom.confirm()
    assert "they go one at a time" in (await boss.see("Waits for its time"))["text"]
    await boss.press("Stop")
    await boss.press("Yes, stop it")
    await boss.see("It is stopped.")
    assert (await newsroom.newest()).state is BroadcastState.STOPPED
    await newsroom.ann.say("/help")
    await newsroom.ann.see("How it works")
    assert "hello" not in [message.get("text") for message in newsroom.ann.messages.values()]


async def test_a_command_is_no_message_and_the_draft_waits(newsroom: Newsroom) -> None:
    """It is obeyed, and the same draft goes on afterwards."""
    boss = newsroom.boss
    await boss.say("/broadcast")
    await boss.see("in English")
    await boss.press("It is in Russian")
    await boss.see("in Russian")
    await boss.say("/help")
    await boss.see("How it works")
    await boss.say("/broadcast")
    listed = await boss.see("Broadcasts")
    assert variants.from_json((await newsroom.newest()).variants) == {}
    assert "New broadcast" not in boss.buttons(listed)
    await boss.press(next(label for label in boss.buttons(listed) if label.startswith("Draft")))
    await boss.see("in English")
    await boss.say("hello")
    await boss.see("English: a message")
    assert (await newsroom.newest()).created_by == BOSS
    assert len(await newsroom.rows()) == 1


async def test_all_of_it_in_russian(newsroom: Newsroom) -> None:
    """Every screen has its words."""
    boss = newsroom.boss
    await boss.say("/language")
    await boss.press("Русский")
    await boss.see("по-русски")
    await boss.say("/broadcast")
    await boss.see("на русском")
    await boss.say("новости")
    await boss.see("На русском: сообщение")
    await boss.press("Получатели")
    await boss.see("Получат 3 человека")
    await boss.press("‹ Назад")
    await boss.press("Когда")
    await boss.press("Через час")
    await boss.see("Начнётся:")
    await boss.press("Посмотреть")
    await boss.see("Кому: всем")
    await boss.press("Отправить…")
    await boss.see("Чтобы подтвердить")
    await boss.say("4")
    await boss.see("Вы написали 4")
    await boss.say("3")
    await boss.see("Ждёт своего времени")


async def test_words_are_replaced_and_taken_away(newsroom: Newsroom) -> None:
    """The button of a language asks for another message; the last variant cannot be taken away."""
    boss = newsroom.boss
    await newsroom.write("hello")
    await boss.press("Change English")
    question = await boss.see("takes the place of this one")
    assert boss.buttons(question) == ["‹ Back"]
    await boss.say("good morning")
    await boss.see("English: a message")
    await boss.press("+ Russian")
    await boss.see("in Russian")
    await boss.say("доброе утро")
    await boss.see("Russian: a message")
    await boss.press("Change Russian")
    await boss.press("Without this one")
    await boss.see("Russian: none")
    await boss.press("Preview")
    await boss.see("good morning")


async def test_a_draft_is_discarded_after_a_question(newsroom: Newsroom) -> None:
    """And its buttons are old ones afterwards."""
    boss = newsroom.boss
    card = await newsroom.write("hello")
    await boss.press("🔕 Without sound")
    await boss.see("Without sound")
    await boss.press("Discard")
    await boss.press("No")
    await boss.see("nothing has changed")
    assert (await newsroom.newest()).silent
    await boss.press("Discard")
    question = await boss.see("Discard this draft?")
    await boss.press("Yes, discard it")
    await boss.see("The draft is gone.")
    await boss.see("Nobody has got it.")
    tap_again = next(b["data"] for row in card["buttons"] for b in row if b["text"] == "Send…")
    assert "gone on" in (await tap(boss, card, tap_again) or "")
    yes_again = next(b["data"] for row in question["buttons"] for b in row if b["text"] == "Yes, discard it")
    assert "gone on" in (await tap(boss, question, yes_again) or "")
    assert (await newsroom.newest()).state is BroadcastState.STOPPED
    await boss.say("/broadcast")
    await boss.see("in English")


async def test_a_message_that_was_deleted_meanwhile(newsroom: Newsroom) -> None:
    """The preview says so instead of failing."""
    boss, services = newsroom.boss, newsroom.stage.services
    await newsroom.write("hello")
    await services.broadcasts.put_message(BOSS, (await newsroom.newest()).id, Language.EN, Piece(BOSS, 999_999))
    await boss.see("English: a message")
    await boss.press("Preview")
    await boss.see("seems to be deleted")
