"""Photos and captions of models."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from db.enums import JobState
from db.models import Dataset, User
from services.training.trainer_rows import FLUX_FAST
from tests.bot.web.api.caller import ApiStage, Caller, Reply
from tests.bot.web.api.making import maker, send
from tests.services.datasets.shelf import Kept
from tests.support.rows import make_dataset, make_job, make_lora, make_photo, make_user, make_version

NOWHERE = "01990000-0000-7000-8000-000000000000"


async def model(api: ApiStage, user_id: int = 71, photos: int = 4) -> Kept:
    """A ready model of somebody who has called before."""
    db = api.services.db
    async with db.read() as session:
        user = await session.get_one(User, user_id)
    lora = await make_lora(db, user)
    dataset = await make_dataset(db, user, lora)
    version = await make_version(db, lora, dataset, trainer=FLUX_FAST.key, base_model="flux-1")
    made = [await make_photo(db, dataset, position=number) for number in range(1, photos + 1)]
    for photo in made:
        await api.services.storage.put(photo.storage_key, b"a photo")
    return Kept(lora, version, dataset, made)


async def at_work(api: ApiStage, kept: Kept) -> None:
    """A training that reads these photos."""
    db = api.services.db
    async with db.read() as session:
        user = await session.get_one(User, kept.lora.user_id)
    await make_job(db, user, subject_id=kept.version.id, state=JobState.RUNNING)


async def erase(api: ApiStage, kept: Kept) -> None:
    """The photos are due."""
    async with api.services.db.write() as session:
        (await session.get_one(Dataset, kept.dataset.id)).erase_photos_at = api.clock.now()


async def test_kept_sets_are_the_callers_own(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those whose photos are still here; another's are nobody's business."""
    caller = await maker(api, monkeypatch)
    kept, gone = await model(api), await model(api)
    await erase(api, gone)
    await make_user(api.services.db, id=700)
    await model(api, 700)
    assert (await caller.get("/datasets")).body["items"] == [
        {"lora_id": str(kept.lora.id), "name": kept.lora.name, "type": "character", "photo_count": 4}
    ]


async def test_a_dataset_shows_photos_and_captions(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the captions that nobody has written; links open the files."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    shown = (await caller.get(f"/loras/{kept.lora.id}/dataset")).body
    assert (shown["photo_count"], shown["most_photos"], shown["in_use"], shown["erased_at"]) == (4, 20, False, None)
    assert (shown["version_id"], shown["name"]) == (str(kept.version.id), kept.lora.name)
    first = shown["photos"][0]
    assert (first["photo"]["id"], first["photo"]["position"]) == (str(kept.photos[0].id), 1)
    assert kept.lora.trigger_word in first["photo"]["caption"]
    assert first["caption_is_own"] is False
    async with api.client.get(first["photo"]["url"]) as answer:
        assert await answer.read() == b"a photo"
    await erase(api, kept)
    shown = (await caller.get(f"/loras/{kept.lora.id}/dataset")).body
    assert (shown["photos"], shown["erased_at"] is not None) == ([], True)


async def test_a_caption_is_written_with_hints_and_taken_back(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What gives looks away is told and kept all the same: the person decides."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    path = f"/photos/{kept.photos[1].id}"
    words = f"{kept.lora.trigger_word} with brown hair"
    reply = await caller.patch(path, {"caption": words})
    assert (reply.status, reply.body["hints"]) == (200, [{"words": "brown hair", "look": "hair"}])
    assert (reply.body["item"]["photo"]["caption"], reply.body["item"]["caption_is_own"]) == (words, True)
    assert reply.body["item"]["lora_id"] == str(kept.lora.id)
    assert (await caller.patch(path, {"caption": "in a park"})).body["hints"] == []
    reply = await caller.patch(path, {"caption": None})
    assert (reply.body["hints"], reply.body["item"]["caption_is_own"]) == ([], False)
    assert reply.body["item"]["photo"]["caption"] not in {words, "in a park"}


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({}, 400, "request-bad"),
        ({"caption": 5}, 400, "request-bad"),
        ({"caption": "x" * 5001}, 400, "request-bad"),
        ({"caption": "a\0b"}, 400, "request-bad"),
        ({"caption": "..."}, 422, "caption-empty"),
        ({"caption": "x" * 501}, 422, "caption-too-long"),
        ({"caption": "a naked child"}, 422, "words-minors"),
    ],
)
async def test_what_is_no_caption_is_told(
    api: ApiStage, monkeypatch: pytest.MonkeyPatch, sent: object, status: int, code: str
) -> None:
    """And not written."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    reply = await caller.patch(f"/photos/{kept.photos[0].id}", sent)
    assert (reply.status, reply.code) == (status, code)
    shown = (await caller.get(f"/loras/{kept.lora.id}/dataset")).body
    assert [one["caption_is_own"] for one in shown["photos"]] == [False] * 4


async def test_photos_come_and_go(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent twice under one id it is one photo; what is removed closes the gap."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    where, client_id = f"/loras/{kept.lora.id}", uuid4()
    first, again = await send(caller, 1, client_id, where), await send(caller, 1, client_id, where)
    assert (first.status, again.status) == (200, 200)
    assert first.body["photo"]["id"] == again.body["photo"]["id"]
    assert (first.body["photo"]["position"], first.body["photo"]["client_id"]) == (5, str(client_id))
    reply = await send(caller, 1, None, where)
    assert (reply.status, reply.code) == (409, "photo-duplicate")
    path = f"/photos/{kept.photos[0].id}"
    assert [(await caller.delete(path)).status for _ in range(2)] == [204, 404]
    shown = (await caller.get(f"{where}/dataset")).body["photos"]
    assert [one["photo"]["position"] for one in shown] == [1, 2, 3, 4]
    assert shown[-1]["photo"]["client_id"] == str(client_id)


async def test_what_is_no_photo_is_not_added(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """422 with the reason, 413 for a file beyond the limit."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    path = f"/loras/{kept.lora.id}/photos/{uuid4()}"
    assert (await caller.ask("PUT", path, data=b"hello")).code == "photo-not-a-picture"
    object.__setattr__(api.services.rules, "photos", replace(api.services.rules.photos, max_bytes=4))
    assert (await caller.ask("PUT", path, data=b"hello")).status == 413


Changing = Callable[[Caller, Kept], Awaitable[Reply]]

CHANGES: dict[str, Changing] = {
    "caption": lambda caller, kept: caller.patch(f"/photos/{kept.photos[0].id}", {"caption": "in a park"}),
    "caption back": lambda caller, kept: caller.patch(f"/photos/{kept.photos[0].id}", {"caption": None}),
    "remove": lambda caller, kept: caller.delete(f"/photos/{kept.photos[0].id}"),
    "add": lambda caller, kept: send(caller, 1, None, f"/loras/{kept.lora.id}"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_nothing_changes_under_a_training(
    api: ApiStage, monkeypatch: pytest.MonkeyPatch, change: Changing
) -> None:
    """It is told to come later; afterwards it can be done again, unless the photos are gone."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    await at_work(api, kept)
    reply = await change(caller, kept)
    assert (reply.status, reply.code, reply.body["retry"]) == (409, "dataset-in-use", "later")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
async def test_another_persons_photos_do_not_exist(
    api: ApiStage, monkeypatch: pytest.MonkeyPatch, change: Changing
) -> None:
    """Neither do their models."""
    caller = await maker(api, monkeypatch)
    await make_user(api.services.db, id=700)
    kept = await model(api, 700)
    assert (await change(caller, kept)).status == 404
    view = await api.services.datasets.of_model(700, kept.lora.id)
    assert [(one.photo.id, one.is_own) for one in view.photos] == [(photo.id, False) for photo in kept.photos]
    for lora_id in (kept.lora.id, NOWHERE):
        reply = await caller.get(f"/loras/{lora_id}/dataset")
        assert (reply.status, reply.code) == (404, "model-gone")


async def test_a_model_takes_no_photo_without_a_yes(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A withdrawn consent ends this, too."""
    caller, kept = await maker(api, monkeypatch), await model(api)
    monkeypatch.setattr(api.services.consents, "_text_version", "another")
    reply = await send(caller, 1, None, f"/loras/{kept.lora.id}")
    assert (reply.status, reply.code) == (409, "consent-missing")
