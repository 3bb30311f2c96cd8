"""An admin and a person who is none, in front of a running bot."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from db.models import Audit
from tests.bot.conversations.conftest import Stage, Stages
from tests.bot.conversations.person import Person

BOSS = 77


@dataclass
class Office:
    """A stage, its admin (who has written /admin), and Ann, who has written /start."""

    stage: Stage
    boss: Person
    ann: Person

    async def audit(self) -> list[tuple[str, dict[str, object]]]:
        """What the audit says of the admin, oldest first."""
        async with self.stage.services.db.read() as session:
            rows = (await session.execute(select(Audit).where(Audit.actor_id == BOSS).order_by(Audit.id))).scalars()
            return [(row.action, row.data) for row in rows]


@pytest.fixture
async def office(stages: Stages) -> Office:
    """With the usual settings and one admin."""
    stage = await stages(admin_ids=(BOSS,))
    boss = await stage.person("Boss", user_id=BOSS)
    ann = await stage.person("Ann")
    await ann.say("/start")
    await ann.see("Hi")
    await boss.say("/admin")
    await boss.see("Admin")
    return Office(stage, boss, ann)
