"""/mydata: what is held is shown, comes in one file, and is gone when the person says so, also at the provider."""

import asyncio
import io
import json
import re
from typing import Any
from zipfile import ZipFile

from sqlalchemy import func, select, update

from db.enums import ImageState, LoraStatus, Retention
from db.models import Image, Lora, LoraVersion
from services.storage.layout import FOLDERS
from services.training.trainer_rows import REPLICATE_FLUX
from tests.bot.conversations.conftest import QuickClock, Stage, Stages
from tests.bot.conversations.outside import media_of
from tests.bot.conversations.person import PATIENCE, Person
from tests.bot.conversations.ready import failed_model, person_with_model
from tests.services.privacy.whole_person import mentions, rows_left


async def test_the_page_counts_and_changes_the_agreement(stage: Stage) -> None:
    """How long photos stay is chosen here; what no extra can do is not offered."""
    ann = await person_with_model(stage)
    await ann.say("/mydata")
    page = await ann.see("What I hold about you")
    assert "weights of 1 trainings (85.8 MB)" in page["text"]
    assert "They are kept for 30 days" in page["text"]
    assert ("Allow comparing faces" in ann.buttons(page)) == stage.services.my_data.compares_faces
    await ann.press("How long photos stay")
    await ann.see("How long shall I keep")
    await ann.press("Until I delete the model")
    await ann.see("They are kept until you delete the model")
    given = await stage.services.consents.current(ann.id)
    assert given is not None
    assert given.retention is Retention.UNTIL_DELETED


async def test_everything_comes_as_a_file_into_the_chat(stage: Stage) -> None:
    """Without a public address there is no link to give."""
    ann = await person_with_model(stage)
    await failed_model(stage, ann)
    await ann.say("/mydata")
    await ann.press("Everything in one file")
    [sent] = await ann.see_pictures()
    archive = ZipFile(io.BytesIO(await media_of(ann, sent)))
    data = json.loads(archive.read("data.json"))
    assert {row["name"] for row in data["lora"]} == {"Anna", "Bella"}
    endings = sorted(name.rpartition(".")[2] for name in archive.namelist())
    assert endings.count("jpg") == 4
    assert endings.count("safetensors") == 1


async def test_with_a_public_address_a_link_comes(stages: Stages) -> None:
    """It opens the archive once it is asked for, and nothing else."""
    stage = await stages(webhook=True)
    ann = await person_with_model(stage)
    await ann.say("/mydata")
    await ann.press("Everything in one file")
    await ann.see("my-data.zip")
    [sent] = [call for call in await stage.calls("sendMessage") if "my-data.zip" in str(call)]
    link = re.search(r"http://[^\"\\]+/files/[A-Za-z0-9_.-]+", str(sent))
    assert link is not None
    async with stage.http.get(link.group()) as answer:
        assert answer.status == 200
        assert "data.json" in ZipFile(io.BytesIO(await answer.read())).namelist()


async def test_deleting_everything_is_asked_twice_and_reaches_the_provider(stages: Stages, clock: QuickClock) -> None:
    """Afterwards no row, no file, and nothing at Replicate; the last message says so."""
    stage = await stages(training_provider="replicate")
    ann = await person_with_model(stage, agreed=("replicate",))
    bella = await failed_model(stage, ann)
    async with stage.services.db.write() as session:
        moved = update(LoraVersion).where(LoraVersion.lora_id == bella.id).values(trainer=REPLICATE_FLUX.key)
        await session.execute(moved)
    await stage.services.consents.give(ann.id, ["replicate"], Retention.DAYS_30)
    await stage.services.trainings.retry(ann.id, bella.id, "again")
    await until(lambda: trained(stage, bella))
    assert await at_replicate(stage) != 0
    async with stage.services.db.read() as session:
        pictures = await session.scalar(select(func.count()).where(Image.state == ImageState.STORED))
    await ann.say("/mydata")
    await ann.press("Delete everything…")
    await ann.see("Delete everything?")
    await ann.press("Go on deleting…")
    await ann.see("Really everything?")
    assert await rows_left(stage.services.db, ann.id)
    await ann.press("Yes, delete everything now")

    async def is_gone() -> bool:
        clock.advance(20)
        return not await rows_left(stage.services.db, ann.id)

    await until(is_gone)
    told = (await ann.see("Everything about you is deleted"))["text"]
    assert f"Photos: 4; models: 2; pictures: {pictures}." in told
    assert await mentions(stage.services.db, ann.id) == {}
    assert [page for folder in FOLDERS async for page in stage.services.storage.listed(folder)] == []
    assert await at_replicate(stage) == 0


async def test_whoever_may_not_use_the_bot_may_still_leave(stages: Stages) -> None:
    """It is their data: neither a ban nor a missing invite keeps it from them."""
    stage = await stages(access="admins", admin_ids=(7,))
    ann = await person_with_model(stage)
    await ann.say("/mydata")
    await ann.press("Delete everything…")
    await ann.press("Go on deleting…")
    await ann.press("Yes, delete everything now")
    await until(lambda: has_nothing(stage, ann))


async def trained(stage: Stage, lora: Lora) -> bool:
    async with stage.services.db.read() as session:
        return (await session.get_one(Lora, lora.id)).status is LoraStatus.COMPLETED


async def has_nothing(stage: Stage, person: Person) -> bool:
    return not await rows_left(stage.services.db, person.id)


async def at_replicate(stage: Stage) -> int:
    """Models of the account, with their versions, and uploaded files."""
    async with stage.http.get("/control/replicate/models") as answer:
        models = await answer.json()
    key = stage.sandbox.settings()["REPLICATE_API_TOKEN"]
    async with stage.http.get("/replicate/v1/files", headers={"Authorization": f"Bearer {key}"}) as answer:
        return len(models) + len((await answer.json())["results"])


async def until(is_so: Any) -> None:
    async with asyncio.timeout(PATIENCE * 2):
        while True:
            if await is_so():
                return
            await asyncio.sleep(0.1)
