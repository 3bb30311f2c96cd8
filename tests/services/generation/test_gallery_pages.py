"""Scrolling through orders and pictures, erasing one picture, and sending one into the chat."""

from datetime import timedelta

import pytest

from db.columns import new_id
from db.enums import ImageState, Purpose
from db.models import Generation, Image, Job, Lora
from db.repositories.picture_pages import Wanted
from services.errors import NotFoundError
from services.generation.file_names import picture_name
from services.generation.gallery import GenerationView
from services.privacy.retention import Retention
from tests.services.generation.conftest import Studio
from tests.services.generation.fakes import make_model
from tests.support.rows import make_generation, make_image, make_job


async def drawn(studio: Studio, minutes_ago: int, **values: object) -> Generation:
    at = studio.clock.now() - timedelta(minutes=minutes_ago)
    return await make_generation(studio.db, studio.model.version, studio.model.user, **{"created_at": at} | values)


async def test_orders_of_one_moment_are_on_one_page_each(studio: Studio) -> None:
    """Every order once, the newest first, with its pictures in order."""
    made = [await drawn(studio, minutes) for minutes in (3, 1, 1, 1, 0)]
    images = [await make_image(studio.db, made[4], no=no) for no in (1, 0)]
    seen: list[GenerationView] = []
    last = None
    while page := await studio.gallery.generations(studio.user_id, Wanted(2), last):
        seen += page
        last = page[-1].generation.id
    found = [view.generation.id for view in seen]
    assert (found[0], found[-1]) == (made[4].id, made[0].id)
    assert sorted(found) == sorted(generation.id for generation in made)
    assert [image.id for image in seen[0].images] == [images[1].id, images[0].id]
    assert (seen[0].lora.id, seen[0].job) == (studio.model.lora.id, None)


async def test_an_order_in_a_list_comes_with_its_job(studio: Studio) -> None:
    """So that a list can say how far it is."""
    job = await studio.order()
    view = (await studio.gallery.generations(studio.user_id, Wanted(5)))[0]
    assert view.job is not None
    assert (view.job.id, view.generation.id) == (job.id, job.subject_id)


async def test_pictures_follow_their_orders(studio: Studio) -> None:
    """Also when a page ends inside an order, and when its last picture was erased meanwhile."""
    old, new = await drawn(studio, 2), await drawn(studio, 1)
    made = [await make_image(studio.db, order, no=no) for order in (new, old) for no in (0, 1, 2)]
    await make_image(studio.db, new, no=3, state=ImageState.BLOCKED, storage_key=None)
    first = await studio.gallery.pictures(studio.user_id, Wanted(2))
    await studio.gallery.erase(studio.user_id, first[-1].image.id)
    rest = await studio.gallery.pictures(studio.user_id, Wanted(9), first[-1].image.id)
    assert [row.image.id for row in (*first, *rest)] == [image.id for image in made]
    assert {row.generation.id for row in rest} == {old.id, new.id}


async def test_lists_are_of_one_person_one_model_and_one_purpose(studio: Studio) -> None:
    """What belongs to somebody else, to a deleted model or to a training does not come up; nor do cursors of others."""
    order = await drawn(studio, 1)
    image = await make_image(studio.db, order)
    proof = await make_image(studio.db, await drawn(studio, 1, purpose=Purpose.PROOF))
    gallery, user_id, lora_id = studio.gallery, studio.user_id, studio.model.lora.id
    assert [row.image.id for row in await gallery.pictures(user_id, Wanted(9, lora_id))] == [image.id]
    assert [row.image.id for row in await gallery.pictures(user_id, Wanted(9, None, Purpose.PROOF))] == [proof.id]
    assert [view.generation.id for view in await gallery.generations(user_id, Wanted(9, lora_id))] == [order.id]
    stranger = (await make_model(studio.db)).user.id
    for whose, wanted in ((stranger, Wanted(9)), (stranger, Wanted(9, lora_id)), (user_id, Wanted(9, new_id()))):
        assert list(await gallery.pictures(whose, wanted)) == []
        assert list(await gallery.generations(whose, wanted)) == []
    for attempt in (
        gallery.pictures(stranger, Wanted(9), image.id),
        gallery.generations(stranger, Wanted(9), order.id),
        gallery.history(stranger, before=(await make_job(studio.db, studio.model.user)).id),
    ):
        with pytest.raises(NotFoundError):
            await attempt
    async with studio.db.write() as session:
        (await session.get_one(Lora, lora_id)).deleted_at = studio.clock.now()
    assert list(await gallery.pictures(user_id, Wanted(9))) == []
    assert list(await gallery.generations(user_id, Wanted(9))) == []


async def test_the_history_loses_nothing_of_one_moment(studio: Studio) -> None:
    """Orders that were placed together stand on pages that follow each other."""
    now = studio.clock.now()
    made: list[Job] = [
        await make_job(studio.db, studio.model.user, subject_id=studio.model.version.id, created_at=now)
        for _ in range(3)
    ]
    first = await studio.gallery.history(studio.user_id, limit=2)
    rest = await studio.gallery.history(studio.user_id, limit=2, before=first[-1].job.id)
    assert sorted(row.job.id for row in (*first, *rest)) == sorted(job.id for job in made)


async def test_one_picture_is_erased_and_the_others_stay(studio: Studio) -> None:
    """Hidden at once, the file with the next clean-up, and repeatable before and after."""
    order = await drawn(studio, 1)
    image, other = await make_image(studio.db, order, no=0), await make_image(studio.db, order, no=1)
    for one in (image, other):
        assert one.storage_key is not None
        await studio.storage.put(one.storage_key, b"picture")
    await studio.gallery.erase(studio.user_id, image.id)
    with pytest.raises(NotFoundError, match="image-gone"):
        await studio.gallery.image(studio.user_id, image.id)
    await studio.gallery.erase(studio.user_id, image.id)
    assert (await Retention(studio.db, studio.clock, studio.storage).erase_due()).proofs == 1
    await studio.gallery.erase(studio.user_id, image.id)
    assert not await studio.storage.exists(image.storage_key or "")
    assert await studio.storage.exists(other.storage_key or "")
    async with studio.db.read() as session:
        gone = await session.get_one(Image, image.id)
    assert (gone.state, gone.storage_key, gone.erase_at) == (ImageState.ERASED, None, None)


async def test_only_ones_own_picture_is_erased_or_sent(studio: Studio) -> None:
    """And nothing that was held back: that it was is not to be wiped off."""
    order = await drawn(studio, 1)
    image = await make_image(studio.db, order, no=0)
    blocked = await make_image(studio.db, order, no=1, state=ImageState.BLOCKED, storage_key=None)
    stranger = (await make_model(studio.db)).user.id
    for whose, which in ((stranger, image.id), (studio.user_id, blocked.id), (studio.user_id, new_id())):
        with pytest.raises(NotFoundError, match="image-gone"):
            await studio.gallery.erase(whose, which)
        with pytest.raises(NotFoundError, match="image-gone"):
            await studio.gallery.send(whose, which, "k" * 64)
    assert [row.image.id for row in await studio.gallery.pictures(studio.user_id, Wanted(9))] == [image.id]
    assert await studio.outbox("picture_file") == []


async def test_a_picture_goes_into_the_chat_once_per_key(studio: Studio) -> None:
    """The longest key that a client may send has room."""
    image = await make_image(studio.db, await drawn(studio, 1))
    for key in ("a" * 64, "a" * 64, "b" * 64):
        await studio.gallery.send(studio.user_id, image.id, key)
    sent = await studio.outbox("picture_file")
    assert [(row.chat_id, row.params) for row in sent] == [(studio.user_id, {"image_id": str(image.id)})] * 2


def test_a_picture_is_named_by_its_seed_and_place() -> None:
    """Where no seed is known the name does without."""
    assert picture_name(Image(no=0, seed=7, storage_key="pictures/x/0.jpg")) == "picture-7-1.jpg"
    assert picture_name(Image(no=3, seed=None, storage_key="pictures/x/3.png")) == "picture-4.png"
