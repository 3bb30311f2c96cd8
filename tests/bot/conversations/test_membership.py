"""People who block the bot and come back."""

import asyncio

from sqlalchemy import select

from db.enums import OutboxKind, OutboxState
from db.models import Outbox
from tests.bot.conversations.conftest import Stage
from tests.bot.conversations.person import PATIENCE, Person
from tests.bot.conversations.steps import train


async def switch(stage: Stage, person: Person, what: str) -> None:
    """`block` or `unblock`, as in Telegram's menu."""
    async with stage.http.post(f"/person/api/{person.id}/{what}", json={}) as answer:
        assert answer.status == 200, await answer.text()


async def missed(stage: Stage, person: Person) -> set[OutboxKind]:
    """The kinds of messages that wait for the person."""
    async with stage.services.db.read() as session:
        waiting = Outbox.state == OutboxState.UNREACHABLE
        return set((await session.execute(select(Outbox.kind).where(waiting, Outbox.chat_id == person.id))).scalars())


async def test_a_result_that_came_while_the_bot_was_blocked_comes_with_its_proofs(anna: Person, stage: Stage) -> None:
    """Nothing that was paid for is lost to a person who comes back, and the old card shows the end."""
    await train(stage, anna)
    await anna.see("Training has begun")
    await switch(stage, anna, "block")
    for _ in range(int(PATIENCE * 10)):
        if await missed(stage, anna) == set(OutboxKind):
            break
        await asyncio.sleep(0.1)
    await anna.settle()
    await switch(stage, anna, "unblock")
    await anna.see("Anna is ready.")
    assert len(await anna.see_pictures(3)) == 3
    await anna.see("Is this the person?")
    assert await missed(stage, anna) == set()
