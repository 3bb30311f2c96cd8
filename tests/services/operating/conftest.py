"""The operators' side over one database, with two admins and a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from bot.app_screens import AppScreens
from bot.bootstrap_operating import build_operating
from bot.context import Rules
from db.database import Database
from db.enums import JobKind
from db.models import Audit, User
from services.billing.access import Access, AccessMode
from services.billing.budget import BudgetRules
from services.billing.prices import PriceBook
from services.billing.table_prices import table_prices
from services.generation import endpoint_rows
from services.generation.rules import GenerationRules
from services.jobs.parts import EngineParts
from services.operating.operating import Operating
from services.photos.limits import PhotoLimits
from services.training import trainer_rows
from services.training.rules import TrainingRules
from services.training.trainers import TrainerTable
from tests.services.jobs.fakes import FakeKind, FakeProvider
from tests.support.clock import FakeClock
from tests.support.rows import make_user

ADMIN, OTHER_ADMIN = 7, 8


@dataclass
class Bureau:
    """Everything that an admin may touch. Each one has rules of its own, as each process does."""

    db: Database
    clock: FakeClock
    budget: BudgetRules = field(default_factory=lambda: BudgetRules(Decimal(200), Decimal(150), Decimal(2), (ADMIN,)))

    def __post_init__(self) -> None:
        training = TrainingRules(self.budget)
        self.rules = Rules(PhotoLimits(), training, GenerationRules(self.budget), AppScreens(None))
        self.prices = PriceBook(table_prices(trainer_rows.ROWS, endpoint_rows.ROWS), {"fal-ai/flux-lora": Decimal(1)})
        self.trainers = TrainerTable(trainer_rows.ROWS, self.prices)
        access = Access(AccessMode.OPEN, (ADMIN, OTHER_ADMIN), self.db, self.clock)
        kinds: Mapping[JobKind, Any] = dict.fromkeys(JobKind, FakeKind(self.clock))
        provider = FakeProvider()
        parts = EngineParts(self.db, self.clock, {"fal": provider}, kinds, "test", prices=self.prices)
        self.operating: Operating = build_operating(parts, access, self.rules, self.trainers)

    async def audit(self) -> list[tuple[int | None, str]]:
        """Who did what, oldest first."""
        async with self.db.read() as session:
            rows = (await session.execute(select(Audit).order_by(Audit.id))).scalars()
            return [(row.actor_id, row.action) for row in rows]

    async def user(self, user_id: int) -> User:
        """The person's row as it stands."""
        async with self.db.read() as session:
            return await session.get_one(User, user_id)


@pytest.fixture
def bureau(db: Database, clock: FakeClock) -> Bureau:
    """On both databases."""
    return Bureau(db, clock)


@pytest.fixture
async def ann(db: Database) -> User:
    """A person who is no admin."""
    return await make_user(db, first_name="Аня", username="Anna_K")
