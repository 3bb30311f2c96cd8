"""A generation through the engine: prepared, paid once, collected, told."""

import pytest

from db.enums import AttemptState, ImageState, JobState, Stage
from db.models import Attempt, Generation, Image, Job, LedgerTx, UploadedFile
from db.repositories import jobs as job_rows
from services.billing import ledger
from services.errors import BrokenArtefactError, NotFoundError, ProviderError
from services.generation.ai_mark import marked
from services.generation.order import ProofShot
from services.jobs.kinds import Delivered, Rejected
from services.providers.base import Broken, Unknown, Working
from tests.services.generation.conftest import Studio
from tests.services.generation.fakes import black, picture
from tests.support.rows import make_attempt, make_job

GONE = BrokenArtefactError("artefact-gone")


async def ended(studio: Studio, job: Job) -> Job:
    await studio.run()
    return await studio.job(job.id)


async def test_pictures_reach_the_person(studio: Studio) -> None:
    """Two ordered, two stored with the mark of a machine, told once as an album and a card."""
    studio.provider.delivers(picture(), picture(kind="JPEG"), seed=2**40)
    job = await ended(studio, await studio.order(count=2))
    assert (job.state, job.units_done) == (JobState.SUCCEEDED, 2)
    images = await studio.images(job)
    assert [(image.no, image.state, image.seed) for image in images] == [
        (0, ImageState.STORED, 2**40),
        (1, ImageState.STORED, 2**40),
    ]
    [attempt] = await studio.all(Attempt)
    assert [image.storage_key for image in images] == [
        f"pictures/{attempt.id}/0.png",
        f"pictures/{attempt.id}/1.jpg",
    ]
    assert await studio.storage.get(images[0].storage_key) == marked(picture())
    assert {image.erase_at for image in images} == {None}
    [album] = await studio.outbox("pictures")
    assert album.params == {"generation_id": str(job.subject_id)}
    assert len(await studio.outbox("generation_card")) == 1
    assert await studio.outbox("generation_failed") == []


async def test_the_call_says_what_was_ordered(studio: Studio) -> None:
    """The paid call has the sent prompt, the LoRA at its weight and an address no other call uses."""
    studio.provider.delivers(picture())
    job = await ended(studio, await studio.order(scale=0.7, seed=5))
    [call] = studio.provider.calls
    [attempt] = await studio.all(Attempt)
    assert call.endpoint == job.endpoint == "fal-ai/flux-lora"
    assert call.start_timeout == 1800
    assert call.arguments["prompt"] == "ANNA_A3F2 woman, on a beach"
    assert call.arguments["seed"] == 5
    assert call.arguments["loras"] == [{"path": attempt.data_url, "scale": 0.7}]
    assert call.arguments["enable_safety_checker"] is True


async def test_a_lost_answer_is_found_again_and_paid_once(studio: Studio) -> None:
    """The call whose answer was lost is recognised in the provider's list; there is no second one."""
    studio.provider.delivers(picture())
    studio.provider.answers.append(Unknown("dropped"))
    job = await ended(studio, await studio.order())
    assert len(studio.provider.calls) == 1
    assert job.state is JobState.SUCCEEDED


async def test_blocked_pictures_are_not_delivered_or_paid(studio: Studio) -> None:
    """Of four, one is flagged and one is black: two are delivered, and two of four are paid."""
    studio.rule(price=3)
    async with studio.db.write() as session:
        await ledger.grant(session, studio.clock, studio.user_id, 20, "gift")
    studio.provider.delivers(picture(), picture(), black(), picture(), nsfw=[False, True, False, False])
    job = await ended(studio, await studio.order(count=4))
    assert (job.state, job.units_done) == (JobState.SUCCEEDED, 2)
    states = [image.state for image in await studio.images(job)]
    assert states == [ImageState.STORED, ImageState.BLOCKED, ImageState.BLOCKED, ImageState.STORED]
    blocked = [image for image in await studio.images(job) if image.state is ImageState.BLOCKED]
    assert {(image.storage_key, image.blocked_by) for image in blocked} == {(None, "provider")}
    async with studio.db.read() as session:
        assert await ledger.balance(session, studio.user_id) == 14
        assert await ledger.audit(session) == []
        view = await studio.gallery.generation(studio.user_id, job.subject_id)
    assert len(view.stored) == 2


async def test_nothing_but_blocked_pictures_is_a_failure(studio: Studio) -> None:
    """The person is told, once, and pays nothing."""
    studio.provider.delivers(black(), nsfw=[True])
    job = await ended(studio, await studio.order())
    assert (job.state, job.error_code, job.units_done) == (JobState.FAILED, "blocked", 0)
    assert len(await studio.outbox("generation_failed")) == 1
    assert await studio.outbox("pictures") == []
    assert await studio.all(LedgerTx) == []


async def test_a_refused_prompt_is_blocked(studio: Studio) -> None:
    """The provider's content rules are told as such and not tried a second time."""
    studio.provider.looks.append(Broken("content-policy", "422 content_policy_violation at body.prompt"))
    job = await ended(studio, await studio.order())
    assert (job.state, job.error_code) == (JobState.FAILED, "blocked")
    assert len(studio.provider.calls) == 1


async def test_an_address_that_ended_is_replaced_by_a_second_attempt(studio: Studio) -> None:
    """The provider could not fetch the weights: ours are uploaded anew and the job succeeds."""
    studio.provider.delivers(picture())
    lost = Broken("input-unreachable", "422 file_download_error at body.loras.0.path")
    studio.provider.looks.append(lost)
    job = await ended(studio, await studio.order())
    assert job.state is JobState.SUCCEEDED
    assert len(studio.provider.uploads) == 2
    paths = [call.arguments["loras"][0]["path"].split("?")[0] for call in studio.provider.calls]
    assert paths[0] != paths[1]


async def test_weights_that_cannot_be_loaded_are_named(studio: Studio) -> None:
    """The code by which a training recognises that its weights are no good."""
    studio.provider.looks.append(Broken("input-refused", "422 value_error at body.loras.0.path"))
    job = await ended(studio, await studio.order())
    assert (job.state, job.error_code) == (JobState.FAILED, "weights-unusable")


async def test_pictures_that_vanished_fail_the_job(studio: Studio) -> None:
    """One of two gone: the other is delivered. Both gone: the job fails with the reason."""
    studio.provider.delivers(GONE, picture())
    some = await ended(studio, await studio.order("one", count=2))
    assert (some.state, some.units_done) == (JobState.SUCCEEDED, 1)
    assert [image.no for image in await studio.images(some)] == [1]
    studio.provider.delivers(GONE, b"<html>")
    none = await ended(studio, await studio.order("two", count=2))
    assert (none.state, none.error_code) == (JobState.FAILED, "artefact-gone")


async def test_collecting_is_repeatable(studio: Studio) -> None:
    """A process that died after storing collects again: same rows, and nothing is fetched twice
    though the provider's files are gone by then; a slow host is asked later."""
    studio.provider.delivers(picture(), ProviderError("provider-unreachable"))
    job = await studio.order(count=2)
    attempt = await make_attempt(studio.db, job, state=AttemptState.ENDED)
    with pytest.raises(ProviderError):
        await studio.kind.finalise(job, attempt, studio.provider.result)
    assert await studio.images(job) == []
    studio.provider.delivers(picture(), picture((1, 2, 250)))
    first = await studio.kind.finalise(job, attempt, studio.provider.result)
    studio.provider.files.clear()
    second = await studio.kind.finalise(job, attempt, studio.provider.result)
    assert (first, second) == (Delivered(2), Delivered(2))
    assert len(await studio.images(job)) == 2


async def test_an_unreadable_answer_is_rejected(studio: Studio) -> None:
    """An answer of another shape ends the job with a code."""
    job = await studio.order()
    attempt = await make_attempt(studio.db, job, state=AttemptState.ENDED)
    assert await studio.kind.finalise(job, attempt, {"image": {}}) == Rejected("provider-output")


async def test_more_pictures_than_ordered_are_left(studio: Studio) -> None:
    """Only what was ordered is fetched and counted."""
    studio.provider.delivers(picture(), picture(), picture())
    job = await ended(studio, await studio.order(count=2))
    assert len(await studio.images(job)) == 2


async def test_a_source_picture_is_uploaded_for_two_hours(studio: Studio) -> None:
    """More like this sends the chosen picture's bytes under a name that tells nothing."""
    studio.provider.delivers(picture())
    first = await ended(studio, await studio.order())
    [made] = await studio.images(first)
    job = await ended(studio, await studio.again.more_like_this(studio.user_id, made.id, "more"))
    assert job.state is JobState.SUCCEEDED
    name, content_type, seconds, data = studio.provider.uploads[-1]
    assert (content_type, seconds, data) == ("image/png", 7200, marked(picture()))
    assert str(made.id) not in name
    call = studio.provider.calls[-1]
    assert call.endpoint == "fal-ai/flux-lora/image-to-image"
    assert call.arguments["image_url"].endswith(name)
    assert call.arguments["strength"] == 0.85
    (noted,) = await studio.all(UploadedFile)
    assert (noted.job_id, noted.provider, noted.url) == (job.id, "fal", call.arguments["image_url"])


async def test_a_source_that_is_gone_fails_the_job(studio: Studio) -> None:
    """A picture erased between order and call ends the job without a paid call."""
    studio.provider.delivers(picture())
    first = await ended(studio, await studio.order())
    [made] = await studio.images(first)
    job = await studio.again.more_like_this(studio.user_id, made.id, "more")
    async with studio.db.write() as session:
        image = await session.get_one(Image, made.id)
        image.state, image.storage_key = ImageState.ERASED, None
    paid = len(studio.provider.calls)
    assert (await ended(studio, job)).error_code == "image-gone"
    assert len(studio.provider.calls) == paid


async def test_proofs_say_nothing_and_go_after_a_month(studio: Studio) -> None:
    """A proof's picture is kept for 30 days, wakes its training, and sends no message of its own."""
    studio.provider.delivers(picture())
    parent = await make_job(studio.db, studio.model.user, subject_id=studio.model.version.id, state=JobState.SUCCEEDED)
    async with studio.db.write() as session:
        shots = (ProofShot("close-up portrait", 4),)
        [job] = await studio.orders.order_proofs(session, parent, studio.model.lora, studio.model.version, shots)
    job = await ended(studio, job)
    assert job.state is JobState.SUCCEEDED
    [image] = await studio.images(job)
    assert image.erase_at is not None
    assert 29 < (image.erase_at - studio.clock.now()).days + 1 <= 30
    assert [await studio.outbox(view) for view in ("generation_card", "pictures", "generation_failed")] == [[], [], []]
    [(proof, shown)] = await studio.gallery.proofs(studio.user_id, studio.model.version.id)
    assert (proof.id, shown.id) == (job.subject_id, image.id)
    await studio.gallery.keep(studio.user_id, image.id)
    kept = await studio.gallery.image(studio.user_id, image.id)
    assert (kept.erase_at, kept.saved_at is not None) == (None, True)


async def test_a_cancelled_generation_is_no_failure(studio: Studio) -> None:
    """The card says so; there is no message about a failure."""
    job = await studio.order()
    studio.provider.looks += [Working(), Broken("cancelled", cancelled=True)]
    await studio.engine.submit_tick()
    async with studio.db.write() as session:
        await job_rows.move_job(session, job.id, {JobState.RUNNING}, {"stop_reason": "user"})
    job = await ended(studio, job)
    assert job.state is JobState.CANCELLED
    assert await studio.outbox("generation_failed") == []


async def test_times(studio: Studio) -> None:
    """Usual seconds per picture, half an hour in the queue, ten minutes of work, ten minutes of looking."""
    job = await studio.order(count=3)
    async with studio.db.read() as session:
        timing = await studio.kind.timing(session, job)
    assert (timing.usual, timing.queue_limit, timing.run_limit) == (24, 1800, 600)
    assert studio.kind.uncertain_for.total_seconds() == 600
    assert studio.kind.progress(job, ["100%|#| 28/28"]) is None
    assert job.stage is Stage.QUEUED


async def test_a_job_without_its_generation_is_an_error(studio: Studio) -> None:
    """A row that does not fit is said so and not worked around."""
    stray = await make_job(studio.db, studio.model.user)
    with pytest.raises(NotFoundError, match="generation-gone"):
        await studio.kind.prepare(stray)
    assert await studio.all(Generation) == []
