"""Trainings of models over the API: how far they are, stopping them, once more, and what happened."""

from datetime import timedelta
from uuid import UUID

import pytest

from db.enums import JobKind, JobState, LoraStatus, Stage, StopReason
from db.models import Job, JobEvent, LoraVersion
from services.photos.likeness import Likeness
from tests.bot.web.api.caller import ApiStage
from tests.bot.web.api.library import OTHER, Owner, owner
from tests.bot.web.api.making import maker
from tests.bot.web.api.test_datasets import model
from tests.support.rows import make_job

KEY = "order-0001"


@pytest.fixture
async def ann(api: ApiStage) -> Owner:
    """Somebody with an open session."""
    return await owner(api)


async def test_the_status_of_a_training_that_runs(api: ApiStage, ann: Owner) -> None:
    """Progress and seconds left, as the card in the chat says them."""
    lora, _, job = await ann.training(progress=50, started_at=api.clock.now() - timedelta(minutes=5))
    reply = await ann.caller.get(f"/loras/{lora.id}/status")
    body = reply.body
    assert (reply.status, body["id"], body["training_status"], body["progress"], body["error"]) == (
        200, str(lora.id), "training", 50, None,
    )  # fmt: skip
    assert body["estimated_remaining"] == body["job"]["estimated_remaining"] == 300
    assert (body["job"]["job_id"], body["job"]["can_cancel"]) == (str(job.id), True)


async def test_the_status_of_what_has_ended(ann: Owner) -> None:
    """Completed is all of it, and a failure says which one."""
    ready, failed = await ann.ready(), await ann.failed()
    done = (await ann.caller.get(f"/loras/{ready.lora.id}/status")).body
    assert (done["training_status"], done["progress"], done["job"]) == ("completed", 100, None)
    body = (await ann.caller.get(f"/loras/{failed.id}/status")).body
    assert (body["training_status"], body["progress"], body["error"], body["estimated_remaining"]) == (
        "failed", 40, "provider-failed", None,
    )  # fmt: skip


async def test_a_failed_model_is_trained_again_once_per_key(api: ApiStage, ann: Owner) -> None:
    """A second tap finds the first one's training."""
    lora = await ann.failed()
    first = await ann.caller.post(f"/loras/{lora.id}/retry", key=KEY)
    again = await ann.caller.post(f"/loras/{lora.id}/retry", key=KEY)
    assert (first.status, again.status, first.body["stage"]) == (202, 202, "queued")
    assert first.body["job_id"] == again.body["job_id"]
    assert first.body["lora_id"] == str(lora.id)
    busy = await ann.caller.post(f"/loras/{lora.id}/retry", key="order-0002")
    assert (busy.status, busy.code) == (409, "model-not-ready")


async def test_what_cannot_be_trained_again(ann: Owner) -> None:
    """Without a key nothing is ordered; a good model and one without photos are not tried again."""
    lora = await ann.failed(photos=0)
    assert (await ann.caller.post(f"/loras/{lora.id}/retry")).code == "request-bad"
    gone = await ann.caller.post(f"/loras/{lora.id}/retry", key=KEY)
    assert (gone.status, gone.code) == (409, "photos-gone")
    assert (await ann.caller.get(f"/loras/{lora.id}")).body["can_retry"] is False
    ready = await ann.ready()
    reply = await ann.caller.post(f"/loras/{ready.lora.id}/retry", key=KEY)
    assert (reply.status, reply.code) == (409, "model-ready")


async def test_a_training_that_waits_ends_at_once(ann: Owner) -> None:
    """Nothing was paid yet; a second wish finds nothing that runs."""
    lora, _, _ = await ann.training(JobState.QUEUED)
    reply = await ann.caller.post(f"/loras/{lora.id}/cancel")
    assert (reply.status, reply.body["stage"], reply.body["finished"]) == (202, "cancelled", True)
    again = await ann.caller.post(f"/loras/{lora.id}/cancel")
    assert (again.status, again.code) == (409, "job-finished")


async def test_a_training_that_runs_is_asked_to_stop(api: ApiStage, ann: Owner) -> None:
    """Until the provider says so it is a wish, which may be repeated."""
    lora, _, job = await ann.training()
    for _ in range(2):
        reply = await ann.caller.post(f"/loras/{lora.id}/cancel")
        assert (reply.status, reply.body["cancelling"], reply.body["finished"]) == (202, True, False)
    async with api.services.db.read() as session:
        assert (await session.get_one(Job, job.id)).stop_reason is StopReason.USER


async def test_what_can_no_longer_be_stopped(ann: Owner) -> None:
    """Its result is being fetched, or it has ended."""
    late, _, _ = await ann.training(JobState.FINALISING)
    reply = await ann.caller.post(f"/loras/{late.id}/cancel")
    assert (reply.status, reply.code) == (409, "job-too-late")
    ready = await ann.ready()
    reply = await ann.caller.post(f"/loras/{ready.lora.id}/cancel")
    assert (reply.status, reply.code) == (409, "job-finished")


async def test_the_logs_go_on_where_they_ended(api: ApiStage, ann: Owner) -> None:
    """Every line once, in order, and nothing of the provider's."""
    _, _, job = await ann.training()
    path = f"/trainings/{job.id}/logs"
    assert (await ann.caller.get(path)).body == {"items": [], "next_after": None}
    async with api.services.db.write() as session:
        for number, name in enumerate(("placed", "accepted", "moved"), start=1):
            data = {"price": 2, "ref": "secret-ref"} if number == 1 else {"attempt": 1, "url": "secret-url"}
            session.add(JobEvent(id=UUID(int=number), job_id=job.id, name=name, data=data, at=api.clock.now()))
    first = (await ann.caller.get(path, limit=2)).body
    rest = (await ann.caller.get(path, limit=2, after=first["next_after"])).body
    lines = [*first["items"], *rest["items"]]
    assert [(one["name"], one["data"]) for one in lines] == [
        ("placed", {"price": 2}), ("accepted", {"attempt": 1}), ("moved", {"attempt": 1}),
    ]  # fmt: skip
    end = (await ann.caller.get(path, after=rest["next_after"])).body
    assert end == {"items": [], "next_after": rest["next_after"]}


async def test_logs_are_of_the_callers_own_trainings(api: ApiStage, ann: Owner) -> None:
    """Neither another's training nor an order of pictures."""
    _, _, foreign = await (await owner(api, OTHER)).training()
    pictures = await make_job(api.services.db, ann.user, kind=JobKind.GENERATION)
    for job in (foreign, pictures):
        reply = await ann.caller.get(f"/trainings/{job.id}/logs")
        assert (reply.status, reply.code) == (404, "job")
    bad = await ann.caller.get(f"/trainings/{foreign.id}/logs", after="x")
    assert (bad.status, bad.code) == (400, "request-bad")


async def test_what_is_not_like_them_is_trained_once_more_for_free(
    api: ApiStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the chat offers it: once per model, asked twice it is one training, and it says who cannot have it and why."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    path, version_id = f"/loras/{kept.lora.id}/free-retry", str(kept.version.id)
    offer = await caller.get(path)
    assert (offer.status, offer.body) == (200, {
        "lora_id": str(kept.lora.id), "version_id": version_id, "without_photos": [], "steps": None,
        "steps_before": None,
    })  # fmt: skip
    orders = [await caller.post(path, {"version_id": version_id}) for _ in range(2)]
    assert [order.status for order in orders] == [202, 202]
    assert orders[0].body["job_id"] == orders[1].body["job_id"]
    assert (orders[0].body["lora_id"], orders[0].body["stage"]) == (str(kept.lora.id), "queued")
    async with api.services.db.read() as session:
        assert (await session.get_one(Job, UUID(orders[0].body["job_id"]))).price == 0
    busy = await caller.get(path)
    assert (busy.status, busy.code) == (409, "model-not-ready")
    await end_well(api, orders[0].body["job_id"])
    used = await caller.get(path)
    assert (used.status, used.code) == (409, "free-retry-used")


async def test_the_free_training_names_what_it_does_differently(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos that it leaves out by their numbers, and its steps beside those of before."""
    caller, kept = await maker(api, monkeypatch), await model(api, photos=6)
    seen = Likeness(proofs=(0.1, 0.1, 0.1), odd=(str(kept.photos[1].id),))
    async with api.services.db.write() as session:
        version = await session.get_one(LoraVersion, kept.version.id)
        version.likeness, version.params = seen.to_json(), {"steps": 400}
    offer = (await caller.get(f"/loras/{kept.lora.id}/free-retry")).body
    assert (offer["without_photos"], offer["steps_before"], offer["steps"]) == ([2], 400, 500)


async def test_no_free_training_of_another_model(api: ApiStage, ann: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither another's, nor through one's own, nor of what came to nothing."""
    await maker(api, monkeypatch)
    await maker(api, monkeypatch, OTHER)
    mine, theirs, failed = await model(api), await model(api, OTHER), await ann.failed()
    path = f"/loras/{theirs.lora.id}/free-retry"
    for reply in (
        await ann.caller.get(path),
        await ann.caller.post(path, {"version_id": str(theirs.version.id)}),
        await ann.caller.post(f"/loras/{mine.lora.id}/free-retry", {"version_id": str(theirs.version.id)}),
    ):
        assert (reply.status, reply.code) == (404, "model-gone")
    reply = await ann.caller.get(f"/loras/{failed.id}/free-retry")
    assert (reply.status, reply.code) == (409, "model-not-ready")


async def end_well(api: ApiStage, job_id: str) -> None:
    """What the engine does when the training has come out."""
    async with api.services.db.write() as session:
        job = await session.get_one(Job, UUID(job_id))
        job.state, job.stage, job.finished_at = JobState.SUCCEEDED, Stage.COMPLETED, api.clock.now()
        version = await session.get_one(LoraVersion, job.subject_id)
        version.status = LoraStatus.COMPLETED
