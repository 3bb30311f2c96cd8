"""News: everybody who gets a broadcast can switch them off, under it or with /news, with or without access."""

from db.enums import BroadcastState, Language
from services.messaging.variants import Piece
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.person import Person

OFF, ON = "🔕 No more news", "🔔 Send me news"
ADMIN = 99


async def test_off_and_on_again(stage: Stage, anna: Person) -> None:
    """The page says how it stands and has the button that changes it."""
    await anna.say("/news")
    await anna.see("You get them")
    await anna.press(OFF)
    await anna.see("no more news")
    await anna.say("/news")
    await anna.see("You get no news")
    await anna.press(ON)
    await anna.see("you get news again")


async def test_people_without_access_may_switch_them_off(stages: Stages) -> None:
    """They may have been let in once, and Telegram's terms hold for them, too."""
    stage = await stages(access="admins", admin_ids=(ADMIN,))
    boris = await stage.person("Boris")
    await boris.say("/news")
    await boris.press(OFF)
    await boris.see("no more news")


async def test_a_broadcast_arrives_and_its_button_switches_them_off(stages: Stages) -> None:
    """By the whole product: confirmed by an admin, copied to everybody, and the next one has a receiver less."""
    stage = await stages(access="open", admin_ids=(ADMIN,))
    admin, anna = await stage.person("Admin", user_id=ADMIN), await stage.person()
    for person in (admin, anna):
        await person.say("/help")
        await person.see("photo")
    broadcasts = stage.services.broadcasts
    broadcast_id = await broadcasts.begin(ADMIN)
    await broadcasts.put_message(ADMIN, broadcast_id, Language.EN, Piece(ADMIN, _message_of(admin)))
    await anna.settle()
    await broadcasts.schedule(ADMIN, broadcast_id, typed=await broadcasts.count(ADMIN, broadcast_id))
    await anna.see("/help")
    await admin.see("Sent to everybody")
    progress = await broadcasts.progress(broadcast_id)
    assert (progress.state, progress.sent) == (BroadcastState.DONE, 2)
    await anna.press(OFF)
    await anna.see("no more news")
    assert await broadcasts.count(ADMIN, await broadcasts.begin(ADMIN)) == 1


def _message_of(person: Person) -> int:
    """What the person wrote last."""
    return max(number for number, message in person.messages.items() if message["from"] == "person")
