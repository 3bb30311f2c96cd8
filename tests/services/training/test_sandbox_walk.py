"""Every trainer from photos to proofs over the real clients: its call is accepted on the wire by stand-ins as strict
as the real ones, its weights are understood, and its endpoint draws with them."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from db.database import Database
from db.enums import JobState, LoraStatus
from db.repositories.jobs import children_of
from sandbox.app import SandboxConfig, running
from services.ports import Storage
from services.providers.base import Provider
from services.training.trainer_rows import ROWS
from services.training.trainers import Trainer
from tests.services.training.story import RULES, Story
from tests.services.training.workshop import Workshop
from tests.support.clock import FakeClock
from tests.support.rows import make_consent
from tests.support.stand_ins import providers_at

DEADLINE = 60.0
"""Seconds that a training may take here; two busy cores may be slow."""


@pytest.fixture
async def providers(clock: FakeClock) -> AsyncIterator[dict[str, Provider]]:
    """All providers as the sandbox plays them, with trainings of a fifth of a second."""
    async with running(SandboxConfig(speed=6000.0)) as sandbox, providers_at(sandbox, clock) as found:
        async with ClientSession(sandbox.base_url) as control:
            # An hour passes here in less than a second; what was made shall be there when it is fetched.
            lives = {"output_seconds": 1e9, "weights_seconds": 1e9, "file_seconds": 1e9}
            async with control.post("/control/replicate/settings", json=lives) as answer:
                assert answer.status == 200
        yield found


@pytest.mark.parametrize("trainer", ROWS, ids=lambda row: row.key)
async def test_a_training_ends_with_weights_and_three_proofs(
    sqlite_db: Database, clock: FakeClock, storage: Storage, providers: dict[str, Provider], trainer: Trainer
) -> None:
    """Trained and drawn by its own provider."""
    budget = replace(RULES.budget, max_training_usd=None)
    story = Story(sqlite_db, clock, replace(RULES, providers=("fal", "replicate"), budget=budget))
    workshop = Workshop(story, storage, providers)
    user = await story.person()
    await make_consent(sqlite_db, user, provider="replicate")
    job = await story.ordered(user, trainer=trainer.key)
    await workshop.store_photos(job)
    end = time.monotonic() + DEADLINE
    while (await workshop.fresh(job)).finished_at is None and time.monotonic() < end:
        await workshop.run(1, pause=0.1)
    done = await workshop.fresh(job)
    assert (done.state, done.error_code, done.provider) == (JobState.SUCCEEDED, None, trainer.provider)
    lora, version = await story.rows_of(job)
    assert (lora.status, version.validation_passed) == (LoraStatus.COMPLETED, True)
    assert await storage.exists(str(version.weights_key))
    assert (version.hosted_version is not None) == (trainer.version_output is not None)
    async with sqlite_db.read() as session:
        proofs = await children_of(session, job.id)
    assert {proof.provider for proof in proofs} == {trainer.provider}
