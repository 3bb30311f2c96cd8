"""An admin, and two people who speak different languages, in front of a running bot."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from db.models import Audit, Broadcast
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.person import Message, Person

BOSS, OTHER_BOSS = 77, 78


@dataclass
class Newsroom:
    """A stage, its admin, and Ann (English) and Boris (Russian), all of whom have written /start."""

    stage: Stage
    boss: Person
    ann: Person
    boris: Person

    async def rows(self) -> Sequence[Broadcast]:
        """All broadcasts, the newest first."""
        async with self.stage.services.db.read() as session:
            return (await session.execute(select(Broadcast).order_by(Broadcast.created_at.desc()))).scalars().all()

    async def newest(self) -> Broadcast:
        """The broadcast that was begun last."""
        return (await self.rows())[0]

    async def audit(self) -> list[str]:
        """What the audit says, oldest first."""
        async with self.stage.services.db.read() as session:
            rows = await session.execute(select(Audit.action).order_by(Audit.at, Audit.id))
            return list(rows.scalars())

    async def write(self, text: str) -> Message:
        """The admin begins a broadcast with one English message; its card."""
        await self.boss.say("/broadcast")
        await self.boss.see("in English")
        await self.boss.say(text)
        return await self.boss.see("English: a message")

    async def confirm(self, receivers: int = 3) -> None:
        """The admin types how many get it."""
        await self.boss.press("Send…")
        await self.boss.see("To confirm, write this number.")
        await self.boss.say(str(receivers))


@pytest.fixture
async def newsroom(stages: Stages) -> Newsroom:
    """With the usual settings and two admins, one of whom has not written yet."""
    stage = await stages(admin_ids=(BOSS, OTHER_BOSS))
    room = Newsroom(
        stage,
        await stage.person("Boss", user_id=BOSS),
        await stage.person("Ann"),
        await stage.person("Boris", language="ru"),
    )
    for person in (room.boss, room.ann, room.boris):
        await person.say("/help")
        await person.see("/create")
    return room
