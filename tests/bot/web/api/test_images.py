"""The gallery by the API: looking, keeping, judging, sending, erasing and reporting pictures."""

import pytest
from sqlalchemy import select

from db.columns import new_id
from db.enums import ImageState, Purpose
from db.models import Image, Lora, Outbox, Report
from tests.bot.web.api.caller import ApiStage, Reply
from tests.bot.web.api.pictures import KEY, Painter, painter


@pytest.fixture
async def ann(api: ApiStage) -> Painter:
    """A person with a ready model."""
    return await painter(api)


async def row(api: ApiStage, image: Image) -> Image:
    async with api.services.db.read() as session:
        return await session.get_one(Image, image.id)


async def test_the_gallery_scrolls_newest_order_first(api: ApiStage, ann: Painter) -> None:
    """In each order as the pictures were made; blocked and erased ones and proofs are not in it."""
    old, new = await ann.drawn(5), await ann.drawn(1, prompt="at night")
    made = [await ann.image(order, no=no) for order in (new, old) for no in (0, 1, 2)]
    await ann.image(new, no=3, state=ImageState.BLOCKED, storage_key=None)
    proof = await ann.image(await ann.drawn(purpose=Purpose.PROOF))
    first = (await ann.caller.get("/images", limit=4)).body
    rest = (await ann.caller.get("/images", limit=4, before=first["next_before"])).body
    items = first["items"] + rest["items"]
    assert [one["id"] for one in items] == [str(image.id) for image in made]
    assert (rest["next_before"], items[0]["prompt"], items[0]["lora_name"]) == (None, "at night", "Anna")
    assert (items[0]["generation_id"], items[0]["lora_id"], items[0]["purpose"]) == (
        str(new.id), str(ann.lora.id), "user",
    )  # fmt: skip
    async with api.client.get(items[0]["url"]) as answer:
        assert await answer.read() == b"picture"
    assert [one["id"] for one in (await ann.caller.get("/images", purpose="proof")).body["items"]] == [str(proof.id)]
    assert len((await ann.caller.get("/images", lora_id=ann.lora.id)).body["items"]) == 6
    assert (await ann.caller.get("/images", lora_id=new_id())).body == {"items": [], "next_before": None}
    assert (await ann.caller.get("/images", before=new_id())).code == "image-gone"


async def test_a_picture_keeps_its_link_for_minutes_and_has_another_before_it_ends(
    api: ApiStage, ann: Painter
) -> None:
    """An app that asks every few seconds would load every picture again each time; none shows a link that is over."""
    await ann.image()

    async def link() -> str:
        return str((await ann.caller.get("/images")).body["items"][0]["url"])

    api.clock.advance(1 - api.clock.now().timestamp() % 300)
    first = await link()
    api.clock.advance(290)
    assert await link() == first
    api.clock.advance(10)
    assert await link() != first
    for passed, status in ((590, 200), (10, 403)):
        api.clock.advance(passed)
        async with api.client.get(first) as answer:
            assert answer.status == status


async def test_pictures_of_a_deleted_model_are_not_shown(api: ApiStage, ann: Painter) -> None:
    """Also while its deletion can be undone."""
    await ann.image()
    async with api.services.db.write() as session:
        (await session.get_one(Lora, ann.lora.id)).deleted_at = api.clock.now()
    assert (await ann.caller.get("/images")).body["items"] == []


async def test_an_erased_picture_is_gone_at_once_and_its_file_with_the_clean_up(api: ApiStage, ann: Painter) -> None:
    """Repeatable; scrolling goes on from where it was."""
    generation = await ann.drawn()
    image, other = await ann.image(generation, no=0), await ann.image(generation, no=1)
    for _ in range(2):
        assert (await ann.caller.delete(f"/images/{image.id}")).status == 204
    assert [one["id"] for one in (await ann.caller.get("/images")).body["items"]] == [str(other.id)]
    behind = (await ann.caller.get("/images", before=image.id)).body["items"]
    assert [one["id"] for one in behind] == [str(other.id)]
    assert (await ann.caller.post(f"/images/{image.id}/keep")).code == "image-gone"
    await api.parts.engine_side.retention.erase_due()
    assert (await row(api, image)).storage_key is None
    assert image.storage_key is not None
    assert other.storage_key is not None
    assert not await api.services.storage.exists(image.storage_key)
    assert await api.services.storage.exists(other.storage_key)


async def test_a_proof_is_kept_and_judged(api: ApiStage, ann: Painter) -> None:
    """Both are repeatable, and the last word counts."""
    proof = await ann.image(await ann.drawn(purpose=Purpose.PROOF), erase_at=api.clock.now())
    for _ in range(2):
        assert (await ann.caller.post(f"/images/{proof.id}/keep")).status == 204
    for verdict in ("good", "not_me"):
        reply = await ann.caller.ask("PUT", f"/images/{proof.id}/verdict", json={"verdict": verdict})
        assert reply.status == 204
    shown = (await ann.caller.get("/images", purpose="proof")).body["items"][0]
    assert (shown["saved"], shown["verdict"], (await row(api, proof)).erase_at) == (True, "not_me", None)
    wrong = await ann.caller.ask("PUT", f"/images/{proof.id}/verdict", json={"verdict": "bad"})
    assert wrong.status == 400


async def test_a_picture_is_sent_into_the_chat_once_per_key(api: ApiStage, ann: Painter) -> None:
    """By the outbox, so that it arrives even if Telegram is away now."""
    image = await ann.image()
    for key in (KEY, KEY, "another-key"):
        reply = await ann.caller.post(f"/images/{image.id}/send", key=key)
        assert (reply.status, reply.body) == (202, {"image_id": str(image.id)})
    async with api.services.db.read() as session:
        sent = list((await session.execute(select(Outbox).where(Outbox.view == "picture_file"))).scalars())
    assert [(one.chat_id, one.params) for one in sent] == [(71, {"image_id": str(image.id)})] * 2
    assert (await ann.caller.post(f"/images/{image.id}/send")).status == 400


async def test_a_picture_is_reported_once(api: ApiStage, ann: Painter) -> None:
    """The words may be added later; what is no reason is refused."""
    image = await ann.image()
    first = await ann.caller.post(f"/images/{image.id}/report", {"reason": "me"})
    again = await ann.caller.post(f"/images/{image.id}/report", {"reason": "me", "words": "My neighbour"})
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    async with api.services.db.read() as session:
        report = (await session.execute(select(Report))).scalar_one()
    assert (str(report.id), report.words, report.reporter_id) == (first.body["id"], "My neighbour", 71)
    assert (await ann.caller.post(f"/images/{image.id}/report", {"reason": "ugly"})).status == 400
    long = await ann.caller.post(f"/images/{image.id}/report", {"reason": "me", "words": "x" * 1001})
    assert (long.status, long.code) == (422, "report-too-long")


@pytest.mark.parametrize("state", [ImageState.STORED, ImageState.BLOCKED])
async def test_another_persons_pictures_do_not_exist(api: ApiStage, ann: Painter, state: ImageState) -> None:
    """404 on every route, as for what never was; and so for one's own that was held back."""
    bob = await painter(api, 72, "Bella")
    image = await ann.image(state=state)
    caller = bob.caller if state is ImageState.STORED else ann.caller
    for image_id in (image.id, new_id()):
        path = f"/images/{image_id}"
        replies: list[Reply] = [
            await caller.delete(path),
            await caller.post(f"{path}/keep"),
            await caller.ask("PUT", f"{path}/verdict", json={"verdict": "good"}),
            await caller.post(f"{path}/send", key=KEY),
            await caller.post(f"{path}/report", {"reason": "other"}),
        ]
        assert {(reply.status, reply.code) for reply in replies} == {(404, "image-gone")}
    assert (await bob.caller.get("/images")).body["items"] == []
    assert (await bob.caller.get("/images", before=image.id)).status == 404
    assert (await row(api, image)).state is state
