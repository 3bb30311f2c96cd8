"""What a training really cost: the provider's own count of units, at the price they had when it was ordered."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import pytest
from aiohttp import ClientSession

from db.database import Database
from db.enums import JobState
from db.models import Attempt
from db.repositories.jobs import attempts_of, children_of
from sandbox.app import Sandbox, SandboxConfig, running
from services.billing.budget import month_spent
from services.billing.prices import PriceBook
from services.billing.table_prices import table_prices
from services.generation.endpoint_rows import ROWS as ENDPOINT_ROWS
from services.jobs.attempts import ref_of
from services.ports import Storage
from services.providers.base import Done, Provider
from services.training.trainer_rows import ROWS
from tests.services.training.story import RULES, Story
from tests.services.training.workshop import Workshop
from tests.support.clock import FakeClock
from tests.support.rows import make_consent
from tests.support.stand_ins import providers_at

DEADLINE = 60.0
CENT = Decimal("0.0001")
TOLD = Decimal("0.0023")
"""Not the table's price, so that it is seen whose price was taken."""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """The outside world, in which nothing is thrown away while the hours fly."""
    async with running(SandboxConfig(speed=6000.0)) as world, ClientSession(world.base_url) as control:
        lives = {"output_seconds": 1e9, "weights_seconds": 1e9, "file_seconds": 1e9}
        async with control.post("/control/replicate/settings", json=lives) as answer:
            assert answer.status == 200
        yield world


@pytest.fixture
async def providers(sandbox: Sandbox, clock: FakeClock) -> AsyncIterator[dict[str, Provider]]:
    """All of them."""
    async with providers_at(sandbox, clock) as found:
        yield found


@pytest.mark.parametrize("key", ["flux-lora-fast-training", "replicate-flux-dev-lora-trainer"])
async def test_units_at_their_price_are_the_cost_and_the_budget_counts_them(
    sqlite_db: Database, clock: FakeClock, storage: Storage, providers: dict[str, Provider], key: str
) -> None:
    """Steps at fal, seconds at Replicate. The proofs are counted too; at this pace their seconds are not believable."""
    trainer = next(row for row in ROWS if row.key == key)
    book = PriceBook(table_prices(ROWS, ENDPOINT_ROWS))
    book.learn(trainer.provider, {trainer.endpoint: TOLD})
    budget = replace(RULES.budget, max_training_usd=None)
    story = Story(sqlite_db, clock, replace(RULES, providers=("fal", "replicate"), budget=budget))
    workshop = Workshop(story, storage, providers, book)
    user = await story.person()
    await make_consent(sqlite_db, user, provider="replicate")
    job = await story.ordered(user, trainer=key)
    await workshop.store_photos(job)
    end = time.monotonic() + DEADLINE
    while (await workshop.fresh(job)).finished_at is None and time.monotonic() < end:
        await workshop.run(1, pause=0.1)
    assert (await workshop.fresh(job)).state is JobState.SUCCEEDED
    async with sqlite_db.read() as session:
        (training,) = await attempts_of(session, job.id)
        proofs = [one for child in await children_of(session, job.id) for one in await attempts_of(session, child.id)]
        spent = await month_spent(session, clock)
    assert training.unit_price == TOLD
    assert training.cost == await billed(providers[training.provider], training)
    assert len(proofs) == 3
    assert spent == sum((one.cost for one in (training, *proofs)), Decimal(0))
    _, version = await story.rows_of(job)
    assert version.cost == training.cost


async def billed(provider: Provider, attempt: Attempt) -> Decimal:
    look = await provider.look(ref_of(attempt))
    assert isinstance(look, Done)
    assert look.units
    return (look.units * attempt.unit_price).quantize(CENT)
