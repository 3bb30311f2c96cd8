"""The generation area over hand-made parts, on both databases."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from db.database import Database
from db.enums import JobKind, Purpose
from db.models import Generation, Image, Job, LoraVersion, Outbox
from db.repositories import generations as rows
from services.billing.budget import BudgetRules
from services.generation.again import Again
from services.generation.gallery import Gallery
from services.generation.hosted_weights import HostedWeights
from services.generation.kind import GenerationKind
from services.generation.order import GenerationOrders
from services.generation.prompt_words import PromptWords
from services.generation.rules import GenerationRules
from services.generation.settings import GenerationSettings
from services.generation.translator import LanguageModels
from services.jobs.engine import Engine
from services.jobs.parts import EngineParts
from services.ports import Storage
from tests.services.generation.fakes import TABLE, FakeProvider, Model, make_model
from tests.support.clock import FakeClock

RULES = GenerationRules(BudgetRules(Decimal(100)))


@dataclass
class Studio:
    """A model, the facades, and an engine that makes pictures with a hand-made provider."""

    db: Database
    clock: FakeClock
    storage: Storage
    provider: FakeProvider
    model: Model
    kind: GenerationKind
    hosted: HostedWeights
    engine: Engine
    rules: GenerationRules = RULES

    @property
    def user_id(self) -> int:
        return self.model.user.id

    @property
    def orders(self) -> GenerationOrders:
        return GenerationOrders(self.db, self.clock, self.rules, TABLE)

    @property
    def again(self) -> Again:
        return Again(self.db, self.orders)

    @property
    def gallery(self) -> Gallery:
        return Gallery(self.db, self.clock, self.orders)

    def rule(self, **values: Any) -> None:
        self.rules = replace(self.rules, **values)

    async def order(self, key: str = "key-1", prompt: str = "on a beach", count: int = 1, **values: Any) -> Job:
        settings = GenerationSettings(count=count, **values)
        return await self.orders.order(self.user_id, self.model.lora.id, prompt, settings, key)

    async def job(self, job_id: UUID) -> Job:
        async with self.db.read() as session:
            return await session.get_one(Job, job_id)

    async def generation_of(self, job: Job) -> Generation:
        async with self.db.read() as session:
            return await session.get_one(Generation, job.subject_id)

    async def images(self, job: Job) -> list[Image]:
        async with self.db.read() as session:
            return await rows.images_of(session, [job.subject_id])

    async def version(self) -> LoraVersion:
        async with self.db.read() as session:
            return await session.get_one(LoraVersion, self.model.version.id)

    async def all(self, table: type[Any]) -> list[Any]:
        async with self.db.read() as session:
            return list((await session.execute(select(table))).scalars())

    async def outbox(self, view: str) -> list[Outbox]:
        return [row for row in await self.all(Outbox) if row.view == view]

    async def proofs(self) -> list[Generation]:
        return [row for row in await self.all(Generation) if row.purpose is Purpose.PROOF]

    async def run(self, *, rounds: int = 6, seconds: float = 30.0) -> None:
        """Lets time pass with all ticks running."""
        for _ in range(rounds):
            await self.engine.submit_tick()
            await self.engine.uncertain_tick()
            await self.engine.poll_tick()
            await self.engine.finalise_tick()
            self.clock.advance(seconds)


@pytest.fixture
async def studio(db: Database, clock: FakeClock, storage: Storage) -> Studio:
    provider = FakeProvider()
    hosted = HostedWeights(db, clock, storage, {"fal": provider})
    words = PromptWords(db, clock, LanguageModels({"fal": provider}))
    kind = GenerationKind(db, clock, storage, {"fal": provider}, TABLE, hosted, RULES, words)
    parts = EngineParts(db=db, clock=clock, providers={"fal": provider}, kinds={JobKind.GENERATION: kind}, owner="test")
    model = await make_model(db, storage)
    return Studio(db, clock, storage, provider, model, kind, hosted, Engine(parts))
