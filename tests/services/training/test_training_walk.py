"""The engine carries trainings to their end."""

from dataclasses import replace
from datetime import timedelta

from db.enums import JobState, LoraStatus, Retention
from db.models import Dataset
from services.billing import ledger
from services.providers.base import Broken, Done
from services.storage.layout import weights_key
from services.training.trainer_rows import FLUX_FAST
from tests.services.training.story import Story
from tests.services.training.workshop import Workshop, messages, ordered


async def test_the_engine_carries_a_training_to_a_finished_model(workshop: Workshop) -> None:
    job = await ordered(workshop, retention=Retention.UNTIL_TRAINED)
    await workshop.run()
    done = await workshop.fresh(job)
    assert (done.state, done.error_code) == (JobState.SUCCEEDED, None)
    lora, version = await workshop.story.rows_of(job)
    assert (lora.status, lora.current_version_id) == (LoraStatus.COMPLETED, version.id)
    assert (version.status, version.validation_passed, version.cost) == (LoraStatus.COMPLETED, True, 2)
    sent = await messages(workshop)
    assert sent["training_done"] == {"job_id": str(job.id)}
    assert sent["proofs"] == {"version_id": str(version.id)}
    assert [call.endpoint for call in workshop.provider.calls] == [FLUX_FAST.endpoint] + ["fal-ai/flux-lora"] * 3
    async with workshop.story.db.read() as session:
        dataset = await session.get_one(Dataset, version.dataset_id)
    assert dataset.erase_photos_at is not None
    assert dataset.erase_photos_at <= workshop.story.clock.now() + timedelta(days=1)


async def test_without_proofs_the_model_is_still_finished(workshop: Workshop) -> None:
    job = await ordered(workshop)
    for number in range(2, 10):
        workshop.provider.looks[f"call-{number}"] = Broken("provider-failed")
    await workshop.run()
    lora, version = await workshop.story.rows_of(job)
    assert (lora.status, version.validation_passed) == (LoraStatus.COMPLETED, False)
    sent = await messages(workshop)
    assert "training_done" in sent
    assert "proofs" not in sent


async def test_a_second_attempt_keeps_its_own_weights(workshop: Workshop) -> None:
    job = await ordered(workshop)
    workshop.provider.looks["call-1"] = Broken("provider-timeout", transient=True)
    await workshop.run()
    done = await workshop.fresh(job)
    _, version = await workshop.story.rows_of(job)
    assert (done.state, done.retries) == (JobState.SUCCEEDED, 1)
    assert version.weights_key == weights_key((await workshop.attempt(job)).id)
    assert len(workshop.provider.uploads) == 2


async def test_an_unloadable_result_fails_the_training_and_returns_the_credits(workshop: Workshop) -> None:
    user = await workshop.story.person()
    story = Story(workshop.story.db, workshop.story.clock, replace(workshop.story.rules, price=100))
    async with story.db.write() as session:
        await ledger.grant(session, story.clock, user.id, 100, "gift")
    job = await story.ordered(user)
    await workshop.store_photos(job)
    workshop.provider.looks["call-1"] = Done({"diffusers_lora_file": {"url": "https://v3.fal.media/gone"}})
    await workshop.run(4)
    assert (await workshop.fresh(job)).error_code == "artefact-gone"
    async with story.db.read() as session:
        assert await ledger.balance(session, user.id) == 100
        assert await ledger.audit(session) == []


async def test_a_finished_training_captures_its_price(workshop: Workshop) -> None:
    user = await workshop.story.person()
    story = Story(workshop.story.db, workshop.story.clock, replace(workshop.story.rules, price=100))
    async with story.db.write() as session:
        await ledger.grant(session, story.clock, user.id, 150, "gift")
    job = await story.ordered(user)
    await workshop.store_photos(job)
    await workshop.run()
    assert (await workshop.fresh(job)).state is JobState.SUCCEEDED
    async with story.db.read() as session:
        assert await ledger.balance(session, user.id) == 50
        assert await ledger.audit(session) == []
