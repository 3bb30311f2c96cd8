"""A broadcast on its way: who may steer it, with which buttons, and what people see of it."""

import asyncio

from db.enums import BroadcastState
from db.repositories.broadcasts import move_broadcast
from tests.bot.conversations.broadcast.conftest import OTHER_BOSS, Newsroom
from tests.bot.conversations.outside import tap
from tests.bot.conversations.person import PATIENCE, Person


async def test_it_reaches_everybody_once_and_is_taken_back(newsroom: Newsroom) -> None:
    """Twenty people by the buttons alone: each has their language's variant once, whoever switched news off gets
    nothing, whoever blocked the bot is counted, and what was deleted is gone from the chats."""
    boss, boris = newsroom.boss, newsroom.boris
    await boris.say("/news")
    await boris.press("🔕 Больше не присылать")
    await boris.see("новостей больше не будет")
    languages = ["en", "ru"] * 9
    people = [await newsroom.stage.person(f"Person {number}", of) for number, of in enumerate(languages)]
    for person in people:
        await person.say("/help")
        await person.see("/create")
    await newsroom.write("We have news")
    await boss.press("+ Russian")
    await boss.see("in Russian")
    await boss.send_photos(1, 2)
    await boss.see("Russian: an album of 2")
    await boss.press("Send…")
    await boss.see("20 people get it.")
    await newsroom.stage.control("telegram/settings", {"blocked_users": [people[0].id]})
    await boss.say("20")
    done = await boss.see("Sent to everybody")
    row = await newsroom.newest()
    assert (row.state, row.sent, row.blocked) == (BroadcastState.DONE, 19, 1)
    english, russian = [newsroom.ann, *people[2::2]], people[1::2]
    assert [await _has(person) for person in english] == [(1, 0)] * len(english)
    assert [await _has(person) for person in russian] == [(0, 2)] * len(russian)
    assert await _has(boris) == (0, 0)
    assert boss.buttons(done) == ["Delete everywhere"]
    await boss.press("Delete everywhere")
    await boss.see("Telegram lets me delete messages for 48 hours")
    await boss.press("Yes, delete it")
    await boss.see("Taken back: 19")
    assert [await _has(person) for person in english + russian] == [(0, 0)] * 18


async def test_any_admin_pauses_and_lets_it_go_on(newsroom: Newsroom) -> None:
    """Found in the list of another admin, who does not see drafts of others; every act is in the audit."""
    other = await newsroom.stage.person("Other", user_id=OTHER_BOSS)
    await newsroom.write("hello")
    await other.say("/admin")
    await other.press("Broadcasts")
    assert "Draft" not in str(other.buttons(await other.see("Broadcasts")))
    await newsroom.boss.press("Send…")
    await newsroom.boss.see("people get it.")
    await newsroom.boss.say("4")
    await newsroom.boss.see("Sent to everybody")
    # As if so many people were left that it is still on its way, with nobody sending at present.
    await _put(newsroom, BroadcastState.PAUSED)
    await other.say("/broadcast")
    await other.press(next(label for label in other.buttons(await other.see("Broadcasts")) if "Paused" in label))
    card = await other.see("Paused")
    assert other.buttons(card) == ["Go on", "Stop", "Delete everywhere", "Refresh"]
    await other.press("Go on")
    await _ended(newsroom)
    await other.press("Refresh")
    await other.see("Sent to everybody")
    pause = next(b["data"] for row in card["buttons"] for b in row if b["text"] == "Go on").replace("resume", "pause")
    assert "gone on" in (await tap(other, card, pause) or "")
    assert (await newsroom.audit()).count("broadcast.resume") == 1


async def test_a_person_who_is_no_admin(newsroom: Newsroom) -> None:
    """Neither the command nor a forged button is there for them."""
    ann = newsroom.ann
    await newsroom.write("hello")
    row = await newsroom.newest()
    await ann.say("/broadcast")
    message = await ann.see("I did not get that one.")
    for do in ("open", "stop", "discard", "confirm", "preview"):
        assert "earlier step" in (await tap(ann, message, f"bc:{do}:{row.id.hex}:") or "")
    assert (await newsroom.newest()).state is BroadcastState.DRAFT


async def _put(newsroom: Newsroom, state: BroadcastState) -> None:
    row = await newsroom.newest()
    async with newsroom.stage.services.db.write(joins_update=False) as session:
        assert await move_broadcast(session, row.id, tuple(BroadcastState), {"state": state})


async def _ended(newsroom: Newsroom) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            if (await newsroom.newest()).state is BroadcastState.DONE:
                return
            await asyncio.sleep(0.05)


async def _has(person: Person) -> tuple[int, int]:
    """Texts and pictures of the broadcast in the person's chat."""
    await person.settle()
    by_bot = [one for one in person.messages.values() if one["from"] == "bot"]
    return len([one for one in by_bot if one.get("text") == "We have news"]), len([m for m in by_bot if m["media"]])
