"""Ordering a new model, and another training of one."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import func, select

from db.enums import JobState, LoraStatus
from db.models import Draft, Job, Lora, LoraVersion
from tests.bot.web.api.caller import ApiStage
from tests.bot.web.api.making import ANSWERS, FEWEST, fill, maker, send
from tests.bot.web.api.test_datasets import at_work, erase, model
from tests.support.rows import make_user

KEY = "order-0001"


async def count(api: ApiStage, table: type[Job] | type[Lora] | type[Draft]) -> int:
    """Rows of a table."""
    async with api.services.db.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_model_is_ordered(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """202 with the model, its status and how far it is; the draft is gone."""
    caller = await maker(api, monkeypatch)
    await fill(caller)
    reply = await caller.post("/loras", {}, key=KEY)
    assert reply.status == 202
    assert (reply.body["status"], bool(reply.body["message"])) == ("pending", True)
    job = reply.body["job"]
    assert (job["kind"], job["stage"], job["lora_id"]) == ("training", "queued", reply.body["lora_id"])
    assert (job["finished"], job["can_cancel"]) == (False, True)
    async with api.services.db.read() as session:
        lora = await session.get_one(Lora, UUID(reply.body["lora_id"]))
    assert (lora.user_id, lora.name) == (71, "Anna")
    assert (await caller.get("/draft")).status == 404


async def test_a_repeated_key_gives_the_first_order(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pays twice for a lost answer, and a draft that was begun since is left alone."""
    caller = await maker(api, monkeypatch)
    await fill(caller)
    first = await caller.post("/loras", {}, key=KEY)
    await caller.post("/draft")
    again = await caller.post("/loras", {"name": "Eve"}, key=KEY)
    assert (first.status, again.status) == (202, 202)
    assert again.body == first.body
    assert (await caller.get("/draft")).body["name"] is None
    assert await count(api, Job) == await count(api, Lora) == 1


async def test_the_same_order_twice_at_once_is_one(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both requests get it."""
    caller = await maker(api, monkeypatch)
    await fill(caller)
    replies = await asyncio.gather(*(caller.post("/loras", {"description": "mine"}, key=KEY) for _ in range(3)))
    assert {reply.status for reply in replies} == {202}
    assert len({reply.body["lora_id"] for reply in replies}) == 1
    assert await count(api, Job) == 1


async def test_the_order_takes_the_last_answers_along(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """One request for programs that have sent the photos; a refused answer orders nothing."""
    caller = await maker(api, monkeypatch)
    for number in range(FEWEST):
        await send(caller, number)
    reply = await caller.post("/loras", ANSWERS | {"trigger_word": "?"}, key=KEY)
    assert (reply.status, reply.code, await count(api, Job)) == (422, "trigger-bad", 0)
    reply = await caller.post("/loras", ANSWERS | {"description": "for cards"}, key=KEY)
    assert reply.status == 202
    async with api.services.db.read() as session:
        lora = await session.get_one(Lora, UUID(reply.body["lora_id"]))
    assert (lora.name, lora.description, lora.class_word) == ("Anna", "for cards", "woman")


async def test_what_is_not_complete_is_not_ordered(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too few photos, a missing answer, and no draft at all."""
    caller = await maker(api, monkeypatch)
    reply = await caller.post("/loras", ANSWERS, key=KEY)
    assert (reply.status, reply.code, reply.body["params"]) == (422, "photos-few", {"count": 0, "min": FEWEST})
    await caller.delete("/draft")
    await caller.post("/draft")
    for number in range(FEWEST):
        await send(caller, number)
    reply = await caller.post("/loras", {}, key=KEY)
    assert (reply.status, reply.code) == (422, "draft-incomplete")
    await caller.delete("/draft")
    reply = await caller.post("/loras", {}, key=KEY)
    assert (reply.status, reply.code) == (404, "draft-gone")
    assert await count(api, Job) == 0


@pytest.mark.parametrize("key", [None, "short", "x" * 65, "spa ce 12345"])
async def test_an_order_has_a_key(api: ApiStage, monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    """Without one a lost answer would cost a second training."""
    caller = await maker(api, monkeypatch)
    await fill(caller)
    reply = await caller.post("/loras", {}, key=key)
    assert (reply.status, reply.code, await count(api, Job)) == (400, "request-bad", 0)


async def test_what_stands_in_the_way_of_an_order_is_told(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Consent, quota and provider; the draft stays for later."""
    caller = await maker(api, monkeypatch)
    await fill(caller)
    rules = api.services.rules.training
    for name, value, status, code in (
        ("trainings_per_month", 0, 429, "training-quota"),
        ("providers", (), 409, "no-provider"),
        ("price", 300, 429, "credits-short"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(rules, name, value)
            reply = await caller.post("/loras", {}, key=KEY)
            assert (reply.status, reply.code) == (status, code)
    assert (await caller.get("/draft")).body["needs"] == []
    await api.services.consents.withdraw(71)
    reply = await caller.post("/loras", {}, key=KEY)
    assert (reply.status, reply.code, await count(api, Job)) == (404, "draft-gone", 0)


async def test_a_taken_name_is_told_when_ordering(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """S2.62: 409, with one that is free."""
    caller = await maker(api, monkeypatch)
    await fill(caller)
    await caller.post("/loras", {}, key=KEY)
    await caller.post("/draft")
    reply = await caller.post("/loras", ANSWERS, key="order-0002")
    assert (reply.status, reply.code, reply.body["params"]["suggestion"]) == (409, "name-taken", "Anna 2")


async def test_a_model_is_trained_once_more(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The offer says what it costs; the order is one for a key."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    path = f"/loras/{kept.lora.id}/retrain"
    offer = (await caller.get(path)).body
    assert (offer["version_id"], offer["photos"], offer["who_pays"]) == (str(kept.version.id), 4, "operator")
    assert (offer["trainer"], offer["quota"]["left"]) == (kept.version.trainer, 5)
    assert float(offer["cost_usd"]) > 0
    first = await caller.post(path, {"version_id": offer["version_id"]}, key=KEY)
    again = await caller.post(path, {"version_id": offer["version_id"]}, key=KEY)
    assert (first.status, again.status) == (202, 202)
    assert first.body["job_id"] == again.body["job_id"]
    assert first.body["lora_id"] == str(kept.lora.id)
    assert await count(api, Job) == 1
    reply = await caller.get(path)
    assert (reply.status, reply.code) == (409, "model-not-ready")


async def test_an_older_offer_is_not_taken(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not seen the newest training does not order another one on top of it."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    path, body = f"/loras/{kept.lora.id}/retrain", {"version_id": str(kept.version.id)}
    ordered = (await caller.post(path, body, key=KEY)).body
    async with api.services.db.write() as session:
        job = await session.get_one(Job, UUID(ordered["job_id"]))
        job.state, job.finished_at = JobState.FAILED, api.clock.now()
        (await session.get_one(LoraVersion, job.subject_id)).status = LoraStatus.FAILED
    reply = await caller.post(path, body, key="order-0002")
    assert (reply.status, reply.code, await count(api, Job)) == (404, "button-old", 1)


async def test_a_version_of_another_model_is_not_trained_here(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ordered is what the path says."""
    caller = await maker(api, monkeypatch)
    one, other = await model(api), await model(api)
    reply = await caller.post(f"/loras/{one.lora.id}/retrain", {"version_id": str(other.version.id)}, key=KEY)
    assert (reply.status, reply.code, await count(api, Job)) == (404, "model-gone", 0)


async def test_another_persons_model_is_not_trained(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even offered."""
    caller = await maker(api, monkeypatch)
    await make_user(api.services.db, id=700)
    kept = await model(api, 700)
    path = f"/loras/{kept.lora.id}/retrain"
    replies = [await caller.get(path), await caller.post(path, {"version_id": str(kept.version.id)}, key=KEY)]
    assert {(reply.status, reply.code) for reply in replies} == {(404, "model-gone")}
    assert await count(api, Job) == 0


async def test_what_stands_in_the_way_of_another_training_is_told(
    api: ApiStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Photos that are few or gone, a training at work, a missing key."""
    caller = await maker(api, monkeypatch)
    few, gone, busy = await model(api, photos=3), await model(api), await model(api)
    await erase(api, gone)
    await at_work(api, busy)
    for kept, status, code in (
        (few, 422, "photos-few"), (gone, 409, "photos-gone"), (busy, 409, "model-not-ready"),
    ):  # fmt: skip
        path = f"/loras/{kept.lora.id}/retrain"
        offered = await caller.get(path)
        ordered = await caller.post(path, {"version_id": str(kept.version.id)}, key=KEY)
        assert (offered.status, offered.code) == (ordered.status, ordered.code) == (status, code)
    reply = await caller.post(f"/loras/{few.lora.id}/retrain", {"version_id": str(few.version.id)})
    assert (reply.status, reply.code) == (400, "request-bad")
