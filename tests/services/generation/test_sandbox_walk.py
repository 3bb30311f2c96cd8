"""The generation kind over the real client and the sandbox: what it sends is taken, what it gets is understood."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession

from db.database import Database
from db.enums import ImageState, JobKind, JobState
from db.models import Image, Job
from db.repositories.generations import images_of
from sandbox.app import SandboxConfig, running
from services.billing.budget import BudgetRules
from services.generation.again import Again
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
from services.providers.fal import FalAddresses, FalProvider
from tests.services.generation.fakes import TABLE, Model, make_model
from tests.services.training.weights_files import safetensors
from tests.support.clock import FakeClock

ENDED = (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


@dataclass
class Walk:
    """The generation area at the sandbox, without webhooks."""

    db: Database
    engine: Engine
    orders: GenerationOrders
    model: Model
    control: ClientSession

    async def order(self, key: str, **values: Any) -> Job:
        lora, user = self.model.lora, self.model.user
        return await self.orders.order(user.id, lora.id, "on a beach", GenerationSettings(**values), key)

    async def ended(self, job: Job) -> Job:
        for _ in range(1500):
            await self.engine.submit_tick()
            await self.engine.uncertain_tick()
            await self.engine.poll_tick()
            await self.engine.finalise_tick()
            async with self.db.read() as session:
                fresh = await session.get_one(Job, job.id)
            if fresh.state in ENDED:
                return fresh
            await asyncio.sleep(0.05)
        raise AssertionError(f"still {fresh.state}")

    async def images(self, job: Job) -> list[Image]:
        async with self.db.read() as session:
            return await images_of(session, [job.subject_id])

    async def tell(self, path: str, body: dict[str, Any]) -> None:
        async with self.control.post(path, json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def submits(self) -> list[dict[str, Any]]:
        async with self.control.get("/control/fal/wire") as answer:
            wire = await answer.json()
        return [request for request in wire["requests"] if request["method"] == "POST" and request["endpoint"]]


@pytest.fixture(params=["flux-1", "z-image-turbo"])
async def walk(
    request: pytest.FixtureRequest, sqlite_db: Database, clock: FakeClock, storage: Storage
) -> AsyncIterator[Walk]:
    async with running(SandboxConfig(speed=2000.0)) as sandbox, ClientSession(sandbox.base_url) as control:
        settings = sandbox.settings()
        names = ("queue_url", "run_url", "rest_url", "cdn_url", "api_url", "jwks_url")
        addresses = FalAddresses(**{name: settings[f"FAL_{name.upper()}"] for name in names})
        fal = FalProvider(settings["FAL_KEY"], addresses, clock=clock)
        providers = {"fal": fal}
        hosted = HostedWeights(sqlite_db, clock, storage, providers)
        words = PromptWords(sqlite_db, clock, LanguageModels(providers))
        kind = GenerationKind(
            sqlite_db, clock, storage, providers, TABLE, hosted, GenerationRules(BudgetRules(None)), words
        )
        rules = EngineRules(pace=0.005)
        parts = EngineParts(
            db=sqlite_db, clock=clock, providers=providers, kinds={JobKind.GENERATION: kind}, owner="t", rules=rules
        )
        model = await make_model(sqlite_db, base_model=request.param)
        assert model.version.weights_key is not None
        await storage.put(model.version.weights_key, safetensors())
        orders = GenerationOrders(sqlite_db, clock, GenerationRules(BudgetRules(None)), TABLE)
        yield Walk(sqlite_db, Engine(parts), orders, model, control)
        await fal.close()


async def test_a_prompt_becomes_pictures_and_more_like_one(walk: Walk) -> None:
    """Two pictures from words, then one from the first of them; the real client uploads and fetches all."""
    job = await walk.ended(await walk.order("one", count=2))
    assert (job.state, job.units_done, job.error_code) == (JobState.SUCCEEDED, 2, None)
    images = await walk.images(job)
    assert [(image.width, image.height) for image in images] == [(1024, 1024)] * 2
    more = await Again(walk.db, walk.orders).more_like_this(walk.model.user.id, images[0].id, "more")
    more = await walk.ended(more)
    assert (more.state, more.units_done, more.error_code) == (JobState.SUCCEEDED, 2, None)


async def test_a_lost_answer_makes_one_post_and_the_pictures_come(walk: Walk) -> None:
    """The call is found in the provider's list by the address that only it used."""
    await walk.tell("/control/faults", {"point": "fal.submit", "fault": "lost_answer", "times": 1, "options": {}})
    job = await walk.ended(await walk.order("one"))
    assert (job.state, job.error_code) == (JobState.SUCCEEDED, None)
    assert len(await walk.submits()) == 1


async def test_the_providers_files_may_vanish(walk: Walk) -> None:
    """The remembered address is gone: the second attempt brings our own copy."""
    await walk.ended(await walk.order("one"))
    await walk.tell("/control/fal/forget", {})
    job = await walk.ended(await walk.order("two"))
    assert (job.state, job.error_code) == (JobState.SUCCEEDED, None)


async def test_weights_that_are_none_are_named(walk: Walk, storage: Storage) -> None:
    """The provider cannot load them: the code that fails a training."""
    assert walk.model.version.weights_key is not None
    await storage.put(walk.model.version.weights_key, b"not a safetensors file")
    job = await walk.ended(await walk.order("one"))
    assert (job.state, job.error_code) == (JobState.FAILED, "weights-unusable")


async def test_the_safety_checker_blocks_one_of_two(walk: Walk) -> None:
    """The other one is delivered."""
    await walk.tell("/control/faults", {"point": "fal.job", "fault": "blocked", "times": 1, "options": {"picture": 1}})
    job = await walk.ended(await walk.order("one", count=2))
    assert (job.state, job.units_done) == (JobState.SUCCEEDED, 1)
    assert [image.state for image in await walk.images(job)] == [ImageState.STORED, ImageState.BLOCKED]
