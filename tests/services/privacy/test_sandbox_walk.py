"""A model trained at Replicate and deleted by its owner is gone there too, over the real client."""

import asyncio
import time
from dataclasses import replace
from typing import Any
from uuid import UUID

from aiohttp import ClientSession
from sqlalchemy import select

from db.database import Database
from db.enums import JobState
from db.models import HostedModel
from sandbox.app import SandboxConfig, running
from services.loras.hosted_name import hosted_name
from services.loras.library import Loras
from services.ports import Storage
from services.privacy.hosted_models import HostedModels
from services.privacy.retention import Retention
from services.privacy.uploaded_files import UploadedFiles
from services.training.trainer_rows import REPLICATE_FLUX
from tests.services.training.story import RULES, Story
from tests.services.training.workshop import Workshop
from tests.support.clock import FakeClock
from tests.support.rows import make_consent
from tests.support.stand_ins import providers_at

DEADLINE = 60.0
"""Seconds that a training may take here; two busy cores may be slow."""
STANDS_STILL = 0.001
OTHER = "lora-" + "0" * 32


async def test_a_deleted_model_is_gone_at_replicate(sqlite_db: Database, clock: FakeClock, storage: Storage) -> None:
    """Its version is asked to go first, the place when there is none; another model of the account stays."""
    async with (
        running(SandboxConfig(speed=6000.0)) as sandbox,
        providers_at(sandbox, clock) as providers,
        ClientSession(sandbox.base_url) as control,
    ):
        # An hour passes here in less than a second; what was made shall be there when it is fetched.
        await turn(control, "replicate/settings", output_seconds=1e9, weights_seconds=1e9, file_seconds=1e9)
        workshop = Workshop(Story(sqlite_db, clock, replace(RULES, providers=("replicate",))), storage, providers)
        user_id, lora_id = await trained(workshop)
        await providers["replicate"].destination(OTHER)
        assert await models(control) == {hosted_name(lora_id): 1, OTHER: 0}
        key = sandbox.settings()["REPLICATE_API_TOKEN"]
        assert await files(control, key) == 1
        assert await UploadedFiles(sqlite_db, clock, providers).discard_due() == 1
        assert await files(control, key) == 0, "the photos go when the training is over, whatever becomes of the model"

        await Loras(sqlite_db, clock).delete(user_id, lora_id)
        clock.advance(days=1.1)
        await Retention(sqlite_db, clock, storage).erase_due()
        await turn(control, "clock", speed=STANDS_STILL)
        hosted = HostedModels(sqlite_db, clock, providers)
        assert [await hosted.forget_due() for _ in range(2)] == [0, 0], "a version takes minutes to go"
        assert await models(control) == {hosted_name(lora_id): 1, OTHER: 0}

        await turn(control, "clock", advance=300)
        await until_there_are(control, {hosted_name(lora_id): 0, OTHER: 0})
        assert await hosted.forget_due() == 1
        assert await models(control) == {OTHER: 0}
        async with sqlite_db.read() as session:
            assert (await session.scalars(select(HostedModel))).all() == []


async def trained(workshop: Workshop) -> tuple[int, UUID]:
    """A person's model that Replicate keeps: ids of both."""
    story = workshop.story
    user = await story.person()
    await make_consent(story.db, user, provider="replicate")
    job = await story.ordered(user, trainer=REPLICATE_FLUX.key)
    await workshop.store_photos(job)
    end = time.monotonic() + DEADLINE
    while (await workshop.fresh(job)).finished_at is None and time.monotonic() < end:
        await workshop.run(1, pause=0.1)
    assert (await workshop.fresh(job)).state is JobState.SUCCEEDED
    lora, _ = await story.rows_of(job)
    return user.id, lora.id


async def models(control: ClientSession) -> dict[str, int]:
    """The account's models by name, with how many versions each has."""
    async with control.get("/control/replicate/models") as answer:
        return {row["id"].partition("/")[2]: len(row["versions"]) for row in await answer.json()}


async def files(control: ClientSession, key: str) -> int:
    """How many uploads the account has."""
    async with control.get("/replicate/v1/files", headers={"Authorization": f"Bearer {key}"}) as answer:
        return len((await answer.json())["results"])


async def until_there_are(control: ClientSession, wanted: dict[str, int]) -> None:
    async with asyncio.timeout(DEADLINE):
        while True:
            if await models(control) == wanted:
                return
            await asyncio.sleep(0.02)


async def turn(control: ClientSession, path: str, **values: Any) -> None:
    async with control.post(f"/control/{path}", json=values) as answer:
        assert answer.status == 200, await answer.text()
