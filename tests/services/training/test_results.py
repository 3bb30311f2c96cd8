"""Weights come home once, checked, whatever is repeated."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from db.enums import JobKind, JobState, LoraStatus, Purpose
from db.models import Generation
from db.repositories.jobs import children_of
from services.errors import ProviderError
from services.jobs.kinds import Delivered, NeedsValidation, Rejected
from services.storage.layout import weights_key
from services.training.artefact import read_artefact
from services.training.trainer_rows import REPLICATE_FLUX
from tests.services.training.fakes import (
    HOSTED_VERSION,
    KEPT_OUTPUT,
    OUTPUT,
    TAR_URL,
    WEIGHTS_URL,
    tar_of,
    unreachable,
)
from tests.services.training.weights_files import safetensors
from tests.services.training.workshop import Workshop, finalising


async def test_weights_come_home_once_and_proofs_are_ordered_once(workshop: Workshop) -> None:
    job = await finalising(workshop)
    attempt = await workshop.attempt(job)
    assert await workshop.kind.finalise(job, attempt, OUTPUT) == NeedsValidation()
    assert await workshop.kind.finalise(job, attempt, OUTPUT) == NeedsValidation()
    assert workshop.provider.downloads == [WEIGHTS_URL]
    assert await workshop.storage.get(weights_key(attempt.id)) == safetensors()
    lora, version = await workshop.story.rows_of(job)
    assert (version.weights_key, version.weights_size) == (weights_key(attempt.id), len(safetensors()))
    assert (version.weights_url, version.weights_host, version.hosted_version) == (WEIGHTS_URL, "fal", None)
    assert (version.status, lora.status) == (
        LoraStatus.VALIDATING,
        LoraStatus.VALIDATING,
    )
    async with workshop.story.db.read() as session:
        children = await children_of(session, job.id)
        orders = list((await session.execute(select(Generation))).scalars())
    assert [(child.kind, child.price, child.state) for child in children] == [
        (JobKind.GENERATION, 0, JobState.QUEUED)
    ] * 3
    assert all(child.estimated_cost > 0 for child in children)
    assert {order.purpose for order in orders} == {Purpose.PROOF}
    assert len({order.prompt for order in orders}) == 3
    assert len({order.settings["seed"] for order in orders}) == 3
    assert all(lora.trigger_word in order.prompt_sent for order in orders)


async def test_stored_weights_that_are_half_written_are_fetched_again(workshop: Workshop) -> None:
    job = await finalising(workshop)
    attempt = await workshop.attempt(job)
    await workshop.storage.put(weights_key(attempt.id), safetensors()[:-1])
    assert await workshop.kind.finalise(job, attempt, OUTPUT) == NeedsValidation()
    assert workshop.provider.downloads == [WEIGHTS_URL]


async def test_two_finalisers_order_the_proofs_once(workshop: Workshop) -> None:
    job = await finalising(workshop)
    attempt = await workshop.attempt(job)
    answers = await asyncio.gather(*(workshop.kind.finalise(job, attempt, OUTPUT) for _ in range(3)))
    assert answers == [NeedsValidation()] * 3
    async with workshop.story.db.read() as session:
        assert len(await children_of(session, job.id)) == 3


async def test_a_training_that_has_ended_gets_no_proofs(workshop: Workshop) -> None:
    job = await finalising(workshop)
    await workshop.story.change(job, {"state": JobState.CANCELLED})
    await workshop.kind.finalise(job, await workshop.attempt(job), OUTPUT)
    _, version = await workshop.story.rows_of(job)
    assert version.weights_key is None
    async with workshop.story.db.read() as session:
        assert await children_of(session, job.id) == []


async def test_proofs_that_cannot_be_ordered_do_not_cost_the_model(workshop: Workshop) -> None:
    job = await finalising(workshop)
    _, version = await workshop.story.rows_of(job)
    await workshop.story.change(version, {"base_model": "of-tomorrow"})
    assert await workshop.kind.finalise(job, await workshop.attempt(job), OUTPUT) == Delivered(1)
    _, version = await workshop.story.rows_of(job)
    assert version.weights_key is not None


async def test_weights_come_out_of_an_archive(workshop: Workshop) -> None:
    """Replicate packs them into a tar: that address is no use to a model, and the version that it keeps is noted."""
    job = await finalising(workshop)
    attempt = await workshop.attempt(job)
    _, version = await workshop.story.rows_of(job)
    await workshop.story.change(version, {"trainer": REPLICATE_FLUX.key})
    await workshop.story.change(job, {"provider": "replicate"})
    job = await workshop.fresh(job)
    assert await workshop.kind.finalise(job, attempt, KEPT_OUTPUT) == NeedsValidation()
    assert await workshop.kind.finalise(job, attempt, KEPT_OUTPUT) == NeedsValidation()
    assert workshop.replicate.downloads == [TAR_URL]
    assert await workshop.storage.get(weights_key(attempt.id)) == safetensors()
    _, version = await workshop.story.rows_of(job)
    assert (version.weights_url, version.weights_host, version.hosted_version) == (None, None, HOSTED_VERSION)


@pytest.mark.parametrize("named", [None, "", "ann/lora-1", "ann/lora-1:" + "g" * 64, 7, "a" * 300])
async def test_a_version_that_is_none_is_not_noted(workshop: Workshop, named: object) -> None:
    """The weights are enough to draw with."""
    found = read_artefact(REPLICATE_FLUX, KEPT_OUTPUT | {"version": named})
    assert found is not None
    assert (found.url, found.loadable_url, found.hosted_version) == (TAR_URL, None, None)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (tar_of(safetensors(), "lora.bin"), "weights-missing"),
        (tar_of(safetensors(), "../lora.safetensors"), "weights-broken"),
        (tar_of(b"<html>"), "weights-broken"),
        (tar_of(safetensors())[:700], "weights-broken"),
    ],
)
async def test_an_archive_that_cannot_be_used_is_rejected_and_not_kept(
    workshop: Workshop, file: bytes, code: str
) -> None:
    """Whatever shows on the way, nothing half-written stays."""
    job = await finalising(workshop)
    attempt = await workshop.attempt(job)
    _, version = await workshop.story.rows_of(job)
    await workshop.story.change(version, {"trainer": REPLICATE_FLUX.key})
    await workshop.story.change(job, {"provider": "replicate"})
    workshop.replicate.files[TAR_URL] = file
    assert await workshop.kind.finalise(await workshop.fresh(job), attempt, KEPT_OUTPUT) == Rejected(code)
    assert not await workshop.storage.exists(weights_key(attempt.id))


@pytest.mark.parametrize(("kept", "weighs"), [(KEPT_OUTPUT, True), (KEPT_OUTPUT | {"version": None}, False)])
async def test_an_archive_that_is_gone_is_made_up_for_by_a_kept_version_alone(
    workshop: Workshop, kept: dict[str, object], weighs: bool
) -> None:
    """Without either there is nothing to draw with."""
    job = await finalising(workshop)
    attempt = await workshop.attempt(job)
    _, version = await workshop.story.rows_of(job)
    await workshop.story.change(version, {"trainer": REPLICATE_FLUX.key})
    await workshop.story.change(job, {"provider": "replicate"})
    workshop.replicate.files[TAR_URL] = None
    result = await workshop.kind.finalise(await workshop.fresh(job), attempt, kept)
    assert isinstance(result, Rejected) is not weighs
    _, version = await workshop.story.rows_of(job)
    assert (version.weights_key, version.hosted_version) == (None, HOSTED_VERSION if weighs else None)


@pytest.mark.parametrize(
    ("output", "file", "code"),
    [
        ({}, None, "weights-missing"),
        ({"diffusers_lora_file": "text"}, None, "weights-missing"),
        ({"diffusers_lora_file": {"url": None}}, None, "weights-missing"),
        (OUTPUT, b"<html>not found</html>", "weights-broken"),
        (OUTPUT, safetensors()[:-1], "weights-broken"),
        (OUTPUT, None, "artefact-gone"),
    ],
)
async def test_weights_that_cannot_be_used_are_rejected_and_not_kept(
    workshop: Workshop, output: dict[str, Any], file: bytes | None, code: str
) -> None:
    job = await finalising(workshop)
    attempt = await workshop.attempt(job)
    workshop.provider.files[WEIGHTS_URL] = file
    assert await workshop.kind.finalise(job, attempt, output) == Rejected(code)
    assert not await workshop.storage.exists(weights_key(attempt.id))
    async with workshop.story.db.read() as session:
        assert await children_of(session, job.id) == []


async def test_a_download_that_may_work_later_is_tried_later(workshop: Workshop) -> None:
    job = await finalising(workshop)
    attempt = await workshop.attempt(job)
    workshop.provider.files[WEIGHTS_URL] = unreachable()
    with pytest.raises(ProviderError):
        await workshop.kind.finalise(job, attempt, OUTPUT)
    workshop.provider.files[WEIGHTS_URL] = safetensors()
    assert await workshop.kind.finalise(job, attempt, OUTPUT) == NeedsValidation()
