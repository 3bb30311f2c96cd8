"""Ordering pictures by the API, looking at orders, and ordering again."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from db.columns import new_id
from db.enums import ImageState, JobState, Purpose, Translation
from db.models import Generation, Job, Lora, Outbox
from tests.bot.web.api.caller import ApiStage
from tests.bot.web.api.pictures import KEY, Painter, painter
from tests.support.rows import make_job


@pytest.fixture
async def ann(api: ApiStage) -> Painter:
    """A person with a ready model."""
    return await painter(api)


async def all_of(api: ApiStage, table: type[Any]) -> list[Any]:
    async with api.services.db.read() as session:
        return list((await session.execute(select(table))).scalars())


async def test_an_order_is_placed_with_its_settings(api: ApiStage, ann: Painter) -> None:
    """Everything that the services know may be chosen, and the answer can be followed at once."""
    chosen: dict[str, Any] = {
        "aspect": "3:4", "count": 2, "scale": 0.8, "steps": 30, "guidance": 4.5, "strength": 0.5, "seed": 77,
        "format": "jpeg",
    }  # fmt: skip
    body = await ann.order(lora=f"lora:{ann.lora.id}", prompt="  in the rain ", **chosen)
    assert body["settings"] == chosen
    assert (body["prompt"], body["english"], body["purpose"], body["images"]) == ("in the rain", None, "user", [])
    assert (body["lora_id"], body["lora_name"], body["stage"]) == (str(ann.lora.id), "Anna", "queued")
    assert (body["job"]["generation_id"], body["job"]["kind"], body["job"]["can_cancel"]) == (
        body["id"],
        "generation",
        True,
    )
    assert (await ann.caller.get(f"/generations/{body['id']}")).body == body


async def test_a_second_tap_orders_nothing_and_the_chat_has_one_card(api: ApiStage, ann: Painter) -> None:
    """Without any message of the chat to begin with, the order gets a card of its own there."""
    first = await ann.order()
    assert (await ann.order(prompt="something else"))["id"] == first["id"]
    assert len(await all_of(api, Generation)) == 1
    cards = [row for row in await all_of(api, Outbox) if row.view == "generation_card"]
    assert [(card.chat_id, card.params) for card in cards] == [(71, {"job_id": first["job"]["job_id"]})]
    assert 0 <= first["settings"]["seed"] < 2**31
    other = await ann.order("order-0002")
    assert other["id"] != first["id"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"count": 5}, "/count"),
        ({"count": 0}, "/count"),
        ({"scale": 2.1}, "/scale"),
        ({"seed": 2**31}, "/seed"),
        ({"steps": 0}, "/steps"),
        ({"guidance": 1e9}, "/guidance"),
        ({"strength": 1.5}, "/strength"),
        ({"aspect": "2:1"}, "/aspect"),
        ({"format": "gif"}, "/format"),
        ({"prompt": "x" * 6001}, "/prompt"),
        ({"lora": "lora:1"}, "/lora"),
        ({"negative_prompt": "blurry"}, "/negative_prompt"),
    ],
)
async def test_a_wrong_order_is_told_where(ann: Painter, change: dict[str, Any], pointer: str) -> None:
    """400 with the field, and nothing is ordered."""
    body = {"lora": str(ann.lora.id), "prompt": "on a beach"} | change
    reply = await ann.caller.post("/generations", body, key=KEY)
    assert (reply.status, [error["pointer"] for error in reply.body["errors"]]) == (400, [pointer])


@pytest.mark.parametrize(
    ("change", "code"),
    [({"lora": "none"}, "settings-bad"), ({"prompt": " \u200b "}, "prompt-empty"),
     ({"prompt": "x" * 1501}, "prompt-too-long")],
)  # fmt: skip
async def test_what_cannot_be_drawn_is_refused(ann: Painter, change: dict[str, Any], code: str) -> None:
    """Pictures without a model are not offered; words have the limits of the chat."""
    body = {"lora": str(ann.lora.id), "prompt": "on a beach"} | change
    reply = await ann.caller.post("/generations", body, key=KEY)
    assert (reply.status, reply.code) == (422, code)


async def test_an_order_needs_its_key_a_model_and_the_days_quota(api: ApiStage, ann: Painter) -> None:
    """400, 404, 409 and 429 as the services say."""
    body = {"lora": str(ann.lora.id), "prompt": "on a beach", "count": 4}
    assert (await ann.caller.post("/generations", body)).status == 400
    missing = await ann.caller.post("/generations", body | {"lora": str(new_id())}, key=KEY)
    assert (missing.status, missing.code) == (404, "model-gone")
    codes = {(await ann.caller.post("/generations", body, key=f"order-{number:04}")).status for number in range(30)}
    assert codes == {202, 429}
    async with api.services.db.write() as session:
        (await session.get_one(Lora, ann.lora.id)).current_version_id = None
    reply = await ann.caller.post("/generations", body, key="order-again")
    assert (reply.status, reply.code) == (409, "model-not-ready")


async def test_an_ended_order_shows_its_pictures(api: ApiStage, ann: Painter) -> None:
    """Blocked and erased ones have no links, the others open without a session; the job is not repeated."""
    generation = await ann.drawn(english="on a beach", translation=Translation.DONE, prompt="на пляже")
    shown = await ann.image(generation, no=0, likeness=0.5)
    await ann.image(generation, no=1, state=ImageState.BLOCKED, storage_key=None, blocked_by="gate")
    await ann.image(generation, no=2, state=ImageState.ERASED)
    body = (await ann.caller.get(f"/generations/{generation.id}")).body
    assert (body["stage"], body["job"], body["error"], body["english"]) == ("completed", None, None, "on a beach")
    assert (body["settings"]["seed"], body["like_offered"]) == (9, True)
    first, blocked, erased = body["images"]
    assert (first["id"], first["state"], first["seed"], first["saved"], first["likeness"], first["verdict"]) == (
        str(shown.id), "stored", 7, False, 0.5, None,
    )  # fmt: skip
    assert (blocked["state"], blocked["blocked_by"], blocked["url"], blocked["download_url"]) == (
        "blocked", "gate", None, None,
    )  # fmt: skip
    assert (erased["state"], erased["url"]) == ("erased", None)
    async with api.client.get(first["url"]) as answer:
        assert (answer.status, await answer.read()) == (200, b"picture")
    async with api.client.get(first["download_url"]) as answer:
        assert "picture-7-1.png" in answer.headers["Content-Disposition"]
    api.clock.advance(15 * 60)
    async with api.client.get(first["url"]) as answer:
        assert answer.status == 403


async def test_orders_are_listed_newest_first_in_pages(api: ApiStage, ann: Painter) -> None:
    """No page repeats or loses one, also when several were placed in one moment; filters are for one's own."""
    made = [await ann.drawn(minutes) for minutes in (3, 2, 2, 2, 1)]
    proof = await ann.drawn(0, purpose=Purpose.PROOF)
    image = await ann.image(made[4])
    seen: list[str] = []
    page = (await ann.caller.get("/generations", limit=2)).body
    assert [one["id"] for one in page["items"][0]["images"]] == [str(image.id)]
    while page["next_before"]:
        seen += [one["id"] for one in page["items"]]
        page = (await ann.caller.get("/generations", limit=2, before=page["next_before"])).body
    seen += [one["id"] for one in page["items"]]
    assert (seen[0], seen[-1], sorted(seen)) == (
        str(made[4].id), str(made[0].id), sorted(str(one.id) for one in made),
    )  # fmt: skip
    proofs = (await ann.caller.get("/generations", purpose="proof")).body["items"]
    assert [one["id"] for one in proofs] == [str(proof.id)]
    assert len((await ann.caller.get("/generations", lora_id=ann.lora.id)).body["items"]) == 5
    assert (await ann.caller.get("/generations", lora_id=new_id())).body == {"items": [], "next_before": None}
    assert (await ann.caller.get("/generations", before=new_id())).code == "generation-gone"
    assert (await ann.caller.get("/generations", limit=51)).status == 400


async def test_again_the_same_seed_and_more_like_one(api: ApiStage, ann: Painter) -> None:
    """Each is an order of its own, once per key."""
    generation = await ann.drawn()
    image = await ann.image(generation)
    again = await ann.caller.post(f"/generations/{generation.id}/again", key="again-001")
    assert (again.status, again.body["prompt"]) == (202, "on a beach")
    assert again.body["settings"]["seed"] != 9
    repeated = await ann.caller.post(f"/generations/{generation.id}/again", key="again-001")
    assert repeated.body["id"] == again.body["id"]
    same = await ann.caller.post(f"/generations/{generation.id}/same-seed", {"prompt": "at night"}, key="same-0001")
    assert (same.status, same.body["prompt"], same.body["settings"]["seed"]) == (202, "at night", 9)
    more = await ann.caller.post(f"/images/{image.id}/more", key="more-0001")
    assert (more.status, more.body["source_image_id"]) == (202, str(image.id))
    assert len({generation.id, again.body["id"], same.body["id"], more.body["id"]}) == 4
    empty = await ann.caller.post(f"/generations/{generation.id}/same-seed", {"prompt": ""}, key="same-0002")
    assert (empty.status, empty.code) == (422, "prompt-empty")
    for path in (f"/generations/{generation.id}/again", f"/images/{image.id}/more"):
        assert (await ann.caller.post(path)).status == 400


async def test_an_order_is_cancelled_once(api: ApiStage, ann: Painter) -> None:
    """Nothing was sent yet, so it ends at once; what has ended cannot be stopped."""
    order = await ann.order()
    reply = await ann.caller.post(f"/generations/{order['id']}/cancel")
    assert (reply.status, reply.body["stage"], reply.body["finished"]) == (202, "cancelled", True)
    assert reply.body["job_id"] == order["job"]["job_id"]
    reply = await ann.caller.post(f"/generations/{order['id']}/cancel")
    assert (reply.status, reply.code) == (409, "job-finished")
    body = (await ann.caller.get(f"/generations/{order['id']}")).body
    assert (body["stage"], body["job"]) == ("cancelled", None)


async def test_more_like_it_is_offered_only_while_the_model_can(api: ApiStage, ann: Painter) -> None:
    """A button that could only be refused is not shown."""
    generation = await ann.drawn()
    async with api.services.db.write() as session:
        (await session.get_one(Lora, ann.lora.id)).current_version_id = None
    assert (await ann.caller.get(f"/generations/{generation.id}")).body["like_offered"] is False


async def test_a_failed_order_says_why(api: ApiStage, ann: Painter) -> None:
    """The code of the failure stays when the job is over."""
    order = await ann.order()
    async with api.services.db.write() as session:
        job = await session.get_one(Job, (await session.get_one(Generation, UUID(order["id"]))).job_id)
        job.state, job.error_code, job.finished_at = JobState.FAILED, "content-policy", api.clock.now()
    body = (await ann.caller.get(f"/generations/{order['id']}")).body
    assert (body["stage"], body["error"], body["job"]) == ("failed", "content-policy", None)
    assert body["error_text"].startswith("The provider’s safety filter refused this.")


async def test_another_persons_orders_do_not_exist(api: ApiStage, ann: Painter) -> None:
    """404 on every route, and nothing in lists."""
    bob = (await painter(api, 72, "Bella")).caller
    generation = await ann.drawn()
    image = await ann.image(generation)
    for theirs, picture in ((generation.id, image.id), (new_id(), new_id())):
        assert (await bob.get(f"/generations/{theirs}")).code == "generation-gone"
        for path in ("again", "cancel"):
            reply = await bob.post(f"/generations/{theirs}/{path}", key=KEY)
            assert (reply.status, reply.code) == (404, "generation-gone")
        reply = await bob.post(f"/generations/{theirs}/same-seed", {"prompt": "at night"}, key=KEY)
        assert (reply.status, reply.code) == (404, "generation-gone")
        reply = await bob.post(f"/images/{picture}/more", key=KEY)
        assert (reply.status, reply.code) == (404, "image-gone")
    reply = await bob.post("/generations", {"lora": str(ann.lora.id), "prompt": "on a beach"}, key=KEY)
    assert (reply.status, reply.code) == (404, "model-gone")
    assert (await bob.get("/generations", lora_id=ann.lora.id)).body["items"] == []
    assert (await bob.get("/generations", before=generation.id)).status == 404


async def test_orders_of_a_deleted_model_are_not_listed(api: ApiStage, ann: Painter) -> None:
    """While its deletion can be undone they come back with it."""
    await ann.drawn()
    async with api.services.db.write() as session:
        (await session.get_one(Lora, ann.lora.id)).deleted_at = api.clock.now()
    assert (await ann.caller.get("/generations")).body["items"] == []


async def test_everything_ordered_is_in_the_activity(api: ApiStage, ann: Painter) -> None:
    """Trainings and pictures in one list, without proofs' jobs, page by page."""
    db = api.services.db
    training = await make_job(
        db, ann.user, subject_id=ann.version.id, created_at=ann.at(9), state=JobState.RUNNING, progress=40
    )
    await make_job(db, ann.user, subject_id=ann.version.id, created_at=ann.at(9), parent_id=training.id)
    drawn = [await ann.drawn(5, prompt="word " * 60) for _ in range(3)]
    bob = await painter(api, 72, "Bella")
    assert (await bob.caller.get("/activity")).body == {"items": [], "next_before": None}
    assert (await bob.caller.get("/activity", before=training.id)).status == 404
    first = (await ann.caller.get("/activity", limit=2)).body
    rest = (await ann.caller.get("/activity", limit=2, before=first["next_before"])).body
    items = first["items"] + rest["items"]
    assert {one["generation_id"] for one in items[:3]} == {str(one.id) for one in drawn}
    assert (items[0]["kind"], items[0]["stage"], len(items[0]["prompt"]) < 170) == ("generation", "completed", True)
    last = items[3]
    assert (last["kind"], last["job_id"], last["lora_name"], last["progress"], last["prompt"]) == (
        "training", str(training.id), "Anna", 40, None,
    )  # fmt: skip
    assert (last["finished_at"], rest["next_before"]) == (None, None)


async def test_ready_prompts_are_named_in_the_persons_language(api: ApiStage) -> None:
    """Six per type; what is ordered stays English."""
    english = (await (await api.caller(71)).get("/prompts", type="character")).body["items"]
    caller = await api.caller(72, language="ru")
    russian = (await caller.get("/prompts", type="character")).body["items"]
    assert (len(russian), russian[0]["title"], english[0]["title"]) == (6, "Студийный портрет", "Studio portrait")
    assert [one["prompt"] for one in russian] == [one["prompt"] for one in english]
    assert (await caller.get("/prompts", type="dog")).status == 400
