"""Everything a training needs to run to its end, with a provider by hand."""

import asyncio
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from db.enums import JobKind, JobState, Retention
from db.models import Attempt, Job, Outbox
from db.repositories.jobs import latest_attempt
from db.repositories.trainings import usable_photos
from services.billing.prices import PriceBook
from services.generation.endpoint_rows import ROWS as ENDPOINT_ROWS
from services.generation.endpoints import EndpointTable
from services.generation.hosted_weights import HostedWeights
from services.generation.kind import GenerationKind
from services.generation.order import GenerationOrders
from services.generation.prompt_words import PromptWords
from services.generation.rules import GenerationRules
from services.generation.translator import LanguageModels
from services.jobs.engine import Engine
from services.jobs.parts import EngineParts
from services.ports import Storage
from services.providers.base import Provider
from services.training.inputs import TrainingInputs
from services.training.kind import TrainingKind
from services.training.likeness_check import LikenessCheck
from services.training.results import TrainingResults
from tests.services.training.fakes import FakeProvider, jpeg
from tests.services.training.story import RULES, Story
from tests.support.rows import make_attempt


class Workshop:
    """The training kind with its parts, and the engine around it."""

    def __init__(
        self,
        story: Story,
        storage: Storage,
        real: Mapping[str, Provider] | None = None,
        prices: PriceBook | None = None,
        likeness: LikenessCheck | None = None,
    ) -> None:
        self.story = story
        self.storage = storage
        self.provider = FakeProvider()
        self.replicate = FakeProvider("replicate", account="ann")
        db, clock = story.db, story.clock
        providers = real or {"fal": self.provider, "replicate": self.replicate}
        endpoints = EndpointTable(ENDPOINT_ROWS)
        rules = GenerationRules(RULES.budget, providers=story.rules.providers)
        proofs = GenerationOrders(db, clock, rules, endpoints)
        self.kind = TrainingKind(
            clock,
            story.trainers,
            TrainingInputs(db, clock, storage, providers, story.trainers),
            TrainingResults(db, clock, storage, providers, story.trainers, proofs, likeness),
            story.rules,
        )
        hosted = HostedWeights(db, clock, storage, providers)
        words = PromptWords(db, clock, LanguageModels(providers))
        pictures = GenerationKind(db, clock, storage, providers, endpoints, hosted, rules, words, likeness)
        kinds = {JobKind.TRAINING: self.kind, JobKind.GENERATION: pictures}
        self.engine = Engine(EngineParts(db, clock, providers, kinds, owner="test", prices=prices or PriceBook()))

    async def store_photos(self, job: Job) -> None:
        """Gives every photo row of the training its file."""
        _, version = await self.story.rows_of(job)
        async with self.story.db.read() as session:
            photos = await usable_photos(session, version.dataset_id)
        for number, photo in enumerate(photos):
            await self.storage.put(photo.storage_key, jpeg(number))

    async def run(self, rounds: int = 12, pause: float = 0.0) -> None:
        """Lets the engine work; a minute passes between two rounds, of which `pause` seconds are real."""
        for _ in range(rounds):
            await self.engine.submit_tick()
            await self.engine.poll_tick()
            await self.engine.finalise_tick()
            self.story.clock.advance(60)
            await asyncio.sleep(pause)

    async def fresh(self, job: Job) -> Job:
        """The job as it stands."""
        async with self.story.db.read() as session:
            return await session.get_one(Job, job.id)

    async def attempt(self, job: Job) -> Attempt:
        """The job's newest paid call."""
        async with self.story.db.read() as session:
            found = await latest_attempt(session, job.id)
        assert found is not None
        return found


async def ordered(workshop: Workshop, **how: Any) -> Job:
    """A training that waits to be submitted, with its photos in the storage; `agreed` names the person's providers."""
    user = await workshop.story.person(how.pop("retention", Retention.DAYS_30), agreed=how.pop("agreed", ("fal",)))
    job = await workshop.story.ordered(user, **how)
    await workshop.store_photos(job)
    return job


async def finalising(workshop: Workshop) -> Job:
    """A training whose result has arrived."""
    job = await ordered(workshop)
    await make_attempt(workshop.story.db, job)
    await workshop.story.change(job, {"state": JobState.FINALISING, "started_at": workshop.story.clock.now()})
    return await workshop.fresh(job)


async def messages(workshop: Workshop) -> dict[str, dict[str, Any]]:
    """The outbox: parameters by view."""
    async with workshop.story.db.read() as session:
        return {row.view: row.params for row in (await session.execute(select(Outbox))).scalars()}
