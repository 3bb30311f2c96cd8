"""Every row of the endpoint table draws over the real clients: from words, and from a picture where it can."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from db.database import Database
from db.enums import ImageState, JobKind, JobState
from db.models import Job
from db.repositories.generations import images_of
from sandbox.app import SandboxConfig, running
from services.billing.budget import BudgetRules
from services.generation.again import Again
from services.generation.aspects import Aspect
from services.generation.endpoint_rows import FLUX_1, FLUX_DEV_LORA, ROWS
from services.generation.endpoints import Endpoint
from services.generation.hosted_weights import HostedWeights
from services.generation.kind import GenerationKind
from services.generation.order import GenerationOrders
from services.generation.prompt_words import PromptWords
from services.generation.rules import GenerationRules
from services.generation.settings import GenerationSettings
from services.generation.translator import LanguageModels
from services.jobs.engine import Engine
from services.jobs.parts import EngineParts
from services.jobs.rules import EngineRules
from services.ports import Storage
from services.providers.base import Provider
from tests.services.generation.fakes import TABLE, Model, make_model
from tests.services.training.weights_files import safetensors
from tests.support.clock import FakeClock
from tests.support.stand_ins import providers_at

DEADLINE = 60.0
"""Seconds that an order may take here; two busy cores may be slow."""

ENDED = (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)

BY_WEIGHTS = [row for row in ROWS if not row.runs_version]
"""What a version draws that is kept at its provider is walked with its training."""


class Walk:
    """The generation area at the sandbox with some of the providers."""

    def __init__(
        self, db: Database, clock: FakeClock, storage: Storage, providers: dict[str, Provider], order: tuple[str, ...]
    ) -> None:
        self.db = db
        rules = GenerationRules(BudgetRules(None), providers=order)
        keyed = {name: providers[name] for name in order}
        hosted = HostedWeights(db, clock, storage, keyed)
        words = PromptWords(db, clock, LanguageModels(keyed))
        kind = GenerationKind(db, clock, storage, keyed, TABLE, hosted, rules, words)
        kinds = {JobKind.GENERATION: kind}
        self.engine = Engine(EngineParts(db, clock, keyed, kinds, owner="t", rules=EngineRules(pace=0.005)))
        self.orders = GenerationOrders(db, clock, rules, TABLE)

    async def ended(self, job: Job) -> Job:
        """The job once it has ended."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            await self.engine.submit_tick()
            await self.engine.poll_tick()
            await self.engine.finalise_tick()
            async with self.db.read() as session:
                fresh = await session.get_one(Job, job.id)
            if fresh.state in ENDED:
                return fresh
            await asyncio.sleep(0.05)
        raise AssertionError("it does not end")


@pytest.fixture
async def providers(clock: FakeClock) -> AsyncIterator[dict[str, Provider]]:
    async with running(SandboxConfig(speed=2000.0)) as sandbox, providers_at(sandbox, clock) as found:
        async with ClientSession(sandbox.base_url) as control:
            lives = {"output_seconds": 1e9, "file_seconds": 1e9}
            async with control.post("/control/replicate/settings", json=lives) as answer:
                assert answer.status == 200
        yield found


async def a_model(db: Database, storage: Storage, row: Endpoint) -> Model:
    model = await make_model(db, base_model=row.base_model, agreed=("fal", "replicate"))
    assert model.version.weights_key is not None
    await storage.put(model.version.weights_key, safetensors())
    return model


@pytest.mark.parametrize("row", BY_WEIGHTS, ids=lambda row: row.key)
async def test_a_row_draws_from_words_and_from_a_picture(
    sqlite_db: Database, clock: FakeClock, storage: Storage, providers: dict[str, Provider], row: Endpoint
) -> None:
    """Two pictures in the shape that the row promises; then more like the first, where the row says so."""
    walk = Walk(sqlite_db, clock, storage, providers, (row.provider,))
    model = await a_model(sqlite_db, storage, row)
    settings = GenerationSettings(Aspect.PORTRAIT, 2, 0.9, steps=6, guidance=3.0, format="jpeg")
    placed = await walk.orders.order(model.user.id, model.lora.id, "on a beach", settings, "one")
    job = await walk.ended(placed)
    assert (job.state, job.units_done, job.error_code) == (JobState.SUCCEEDED, 2, None)
    async with sqlite_db.read() as session:
        images = await images_of(session, [job.subject_id])
    size = row.size.sizes[Aspect.PORTRAIT]
    assert [(image.state, image.width, image.height) for image in images] == [
        (ImageState.STORED, size.width, size.height)
    ] * 2
    assert {image.content_type for image in images} == {"image/jpeg"}
    if row.source is not None:
        again = Again(sqlite_db, walk.orders)
        more = await walk.ended(await again.more_like_this(model.user.id, images[0].id, "more"))
        assert (more.state, more.endpoint, more.error_code) == (JobState.SUCCEEDED, row.source.endpoint, None)


async def test_weights_at_fal_are_loaded_by_replicate(
    sqlite_db: Database, clock: FakeClock, storage: Storage, providers: dict[str, Provider]
) -> None:
    """The address of one provider works for the other: nothing is uploaded twice."""
    model = await a_model(sqlite_db, storage, FLUX_1)
    for order, endpoint in ((("fal", "replicate"), FLUX_1), (("replicate", "fal"), FLUX_DEV_LORA)):
        walk = Walk(sqlite_db, clock, storage, providers, order)
        placed = await walk.orders.order(model.user.id, model.lora.id, "on a beach", GenerationSettings(), order[0])
        job = await walk.ended(placed)
        assert (job.state, job.endpoint, job.error_code) == (JobState.SUCCEEDED, endpoint.endpoint, None)
        async with sqlite_db.read() as session:
            version = await session.get_one(type(model.version), model.version.id)
        assert version.weights_host == "fal"
