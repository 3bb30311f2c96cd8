"""Photos of a draft: sent one by one, judged, removed, copied."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from db.models import Photo, User
from services.errors import BusyError
from services.photos.judging import EXPLICIT
from services.photos.measures import Measures
from services.privacy.consent import Consents
from tests.bot.web.api.caller import ApiStage, Caller
from tests.bot.web.api.making import JPEG, agree, maker, send
from tests.services.photos import samples
from tests.support.measured import a_face, measured
from tests.support.plain_workshop import PlainWorkshop
from tests.support.rows import make_dataset, make_lora, make_photo, make_user, make_version

DARK = measured(brightness=5.0, faces=(a_face(brightness=5.0),))


async def measure(api: ApiStage, photo_id: str, measures: Measures) -> None:
    """What the coach would have measured."""
    async with api.services.db.write() as session:
        (await session.get_one(Photo, UUID(photo_id))).measures = measures.to_json()


async def positions(caller: Caller) -> list[tuple[int, str | None]]:
    """The photos by number and the client's own id."""
    return [(one["position"], one["client_id"]) for one in (await caller.get("/draft")).body["photos"]]


async def test_a_photo_is_taken_and_can_be_looked_at(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a link that opens the cleaned picture to nobody else."""
    caller = await maker(api, monkeypatch)
    client_id = uuid4()
    reply = await send(caller, 1, client_id)
    assert reply.status == 200
    assert (reply.body["client_id"], reply.body["position"]) == (str(client_id), 1)
    assert (reply.body["width"], reply.body["height"]) == samples.SIZE
    assert (reply.body["verdict"], reply.body["faults"], reply.body["counts"]) == ("good", [], True)
    assert reply.body["url"].startswith("/files/")
    async with api.client.get(reply.body["url"]) as answer:
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        assert b"Secret" not in await answer.read()
    api.clock.advance(15 * 60 + 1)
    async with api.client.get(reply.body["url"]) as answer:
        assert answer.status == 403
    caller = await api.caller(71)
    shown = (await caller.get("/draft")).body
    assert (shown["photo_count"], shown["coach"]["trained"]) == (1, 1)
    assert shown["photos"][0]["id"] == reply.body["id"]


async def test_a_photo_that_is_sent_again_is_the_first_one(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost answer costs nothing: the client sends it once more."""
    caller = await maker(api, monkeypatch)
    client_id = uuid4()
    first, again = await send(caller, 1, client_id), await send(caller, 1, client_id)
    assert (first.status, again.status) == (200, 200)
    assert first.body["id"] == again.body["id"]
    reply = await send(caller, 1)
    assert (reply.status, reply.code, reply.body["params"]) == (409, "photo-duplicate", {"number": 1})
    assert (await caller.get("/draft")).body["photo_count"] == 1


async def test_several_photos_at_once_all_arrive(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Phones send three files side by side; each gets a number of its own."""
    caller = await maker(api, monkeypatch)
    ids = [uuid4() for _ in range(3)]
    replies = await asyncio.gather(*(send(caller, number, one) for number, one in enumerate(ids)))
    assert [reply.status for reply in replies] == [200, 200, 200]
    found = await positions(caller)
    assert [position for position, _ in found] == [1, 2, 3]
    assert {client_id for _, client_id in found} == {str(one) for one in ids}


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"hello", 422, "photo-not-a-picture"),
        (b"", 422, "photo-not-a-picture"),
        (samples.photo()[:2000], 422, "photo-broken"),
        (samples.photo(size=(100, 100)), 422, "photo-too-small"),
    ],
    ids=["no-picture", "nothing", "cut-off", "small"],
)
async def test_what_is_no_photo_is_not_taken(
    api: ApiStage, monkeypatch: pytest.MonkeyPatch, data: bytes, status: int, code: str
) -> None:
    """Whatever the header says; nothing is left of it."""
    caller = await maker(api, monkeypatch)
    reply = await caller.ask("PUT", f"/draft/photos/{uuid4()}", data=data, headers=JPEG)
    assert (reply.status, reply.code) == (status, code)
    assert (await caller.get("/draft")).body["photos"] == []
    assert [file async for page in api.services.storage.listed("photos") for file in page] == []


async def test_a_file_beyond_the_limit_is_not_read(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """413 from its length alone, and as soon as it is seen where no length is said."""
    caller = await maker(api, monkeypatch)
    object.__setattr__(api.services.rules, "photos", replace(api.services.rules.photos, max_bytes=1000))

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 400

    for data in (b"x" * 1001, pieces()):
        reply = await caller.ask("PUT", f"/draft/photos/{uuid4()}", data=data, headers=JPEG)
        assert (reply.status, reply.code) == (413, "body-too-large")
    assert (await caller.get("/draft")).body["photos"] == []


async def test_there_is_room_for_so_many(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of a set holds for photos from the app, too."""
    caller = await maker(api, monkeypatch)
    monkeypatch.setattr(api.services.photos, "_limits", replace(api.services.rules.photos, max_count=1))
    assert (await send(caller, 1)).status == 200
    reply = await send(caller, 2)
    assert (reply.status, reply.code) == (422, "photo-too-many")


async def test_a_workshop_that_is_down_is_nobodys_fault(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 says when to come back."""

    async def down(*_: object, **__: object) -> None:
        raise BusyError("photo-workshop")

    caller = await maker(api, monkeypatch)
    monkeypatch.setattr(PlainWorkshop, "do", down)
    reply = await send(caller, 1)
    assert (reply.status, reply.code) == (503, "photo-workshop")
    assert reply.headers["Retry-After"]


async def test_a_photo_leaves_by_its_id(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that are removed at one moment are those two, whatever numbers they have by then."""
    caller = await maker(api, monkeypatch)
    sent = [(await send(caller, number)).body for number in range(4)]
    replies = await asyncio.gather(*(caller.delete(f"/draft/photos/{one['id']}") for one in sent[:2]))
    assert [reply.status for reply in replies] == [200, 200]
    assert await positions(caller) == [(1, sent[2]["client_id"]), (2, sent[3]["client_id"])]
    reply = await caller.delete(f"/draft/photos/{sent[0]['id']}")
    assert (reply.status, reply.code) == (404, "photo")


async def test_a_bad_photo_is_used_if_the_person_wants_it(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault is said in words, in the person's language; an explicit one stays out."""
    caller = await maker(api, monkeypatch)
    bad = (await send(caller, 1)).body["id"]
    explicit = (await send(caller, 2)).body["id"]
    await measure(api, bad, DARK)
    await measure(api, explicit, measured(2, explicit=0.99))
    first, second = (await caller.get("/draft")).body["photos"]
    assert (first["verdict"], first["counts"], first["may_use_anyway"]) == ("unusable", False, True)
    assert {"code": "dark", "text": "too dark: turn towards a window"} in first["faults"]
    assert (second["faults"][0]["code"], second["may_use_anyway"]) == (EXPLICIT, False)
    for photo_id in (bad, explicit):
        reply = await caller.post(f"/draft/photos/{photo_id}/use-anyway")
        assert reply.status == 200
    shown = reply.body
    assert [(one["use_anyway"], one["counts"]) for one in shown["photos"]] == [(True, True), (True, False)]
    assert shown["coach"]["left_out"] == [2]


async def test_another_persons_photos_do_not_exist(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither with a draft of one's own nor without."""
    mine = await maker(api, monkeypatch, 71)
    photo_id = (await send(mine, 1)).body["id"]
    for other in (await maker(api, monkeypatch, 72), await api.caller(73)):
        gone = await other.delete(f"/draft/photos/{photo_id}")
        wanted = await other.post(f"/draft/photos/{photo_id}/use-anyway")
        assert (gone.status, wanted.status) == (404, 404)
    shown = (await mine.get("/draft")).body["photos"]
    assert [(one["id"], one["use_anyway"]) for one in shown] == [(photo_id, False)]
    reply = await send(await api.caller(73), 1)
    assert (reply.status, reply.code) == (404, "draft-gone")


async def test_a_draft_of_several_people_takes_photos_in_the_chat(
    api: ApiStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There every album is somebody's."""
    caller = await maker(api, monkeypatch)
    draft_id = UUID((await caller.get("/draft")).body["id"])
    await api.services.several.begin(71, draft_id)
    reply = await send(caller, 1)
    assert (reply.status, reply.code) == (422, "button-old")
    assert (await caller.get("/draft")).body["several"] is True


async def test_photos_of_the_chat_have_no_client_id(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are handled by their own id like all others."""
    caller = await maker(api, monkeypatch)
    draft_id = UUID((await caller.get("/draft")).body["id"])
    photo = await api.services.drafts.add_photo(71, draft_id, "AgADBAADr6cx", samples.photo(1))
    assert await positions(caller) == [(1, None)]
    assert (await caller.delete(f"/draft/photos/{photo.id}")).body["photos"] == []


async def test_photos_of_a_model_are_copied(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what is known of them; another's model, and one that is no more, have none."""
    caller, services = await maker(api, monkeypatch), api.services
    user = await make_user(services.db, id=700)
    theirs = await make_lora(services.db, user)
    async with services.db.read() as session:
        me = await session.get_one(type(user), 71)
    lora = await make_lora(services.db, me)
    dataset = await make_dataset(services.db, me, lora)
    await make_version(services.db, lora, dataset)
    photo = await make_photo(services.db, dataset, position=1, caption="[trigger] in a park")
    await services.storage.put(photo.storage_key, samples.photo(1))
    for lora_id in (theirs.id, uuid4()):
        reply = await caller.post("/draft/copy", {"lora_id": str(lora_id)})
        assert (reply.status, reply.code) == (404, "model-gone")
    await caller.patch("/draft", {"name": "Bella", "trigger_word": "BELLA_TEST"})
    reply = await caller.post("/draft/copy", {"lora_id": str(lora.id)})
    assert (reply.status, reply.body["copied"]) == (200, 1)
    assert [one["caption"] for one in reply.body["draft"]["photos"]] == ["BELLA_TEST in a park"]
    async with services.db.write() as session:
        (await session.get_one(type(dataset), dataset.id)).photos_erased_at = api.clock.now()
    reply = await caller.post("/draft/copy", {"lora_id": str(lora.id)})
    assert (reply.status, reply.code) == (409, "photos-gone")


async def test_a_new_text_is_agreed_to_before_the_next_photo(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands is asked for with every photo, not once."""
    caller = await maker(api, monkeypatch)
    assert (await send(caller, 1)).status == 200
    consents: Consents = api.services.consents
    monkeypatch.setattr(consents, "_text_version", "another")
    assert (await send(caller, 2)).code == "consent-missing"
    assert (await agree(caller)).status == 200
    assert (await send(caller, 2)).status == 200


async def test_a_caption_is_written_into_the_draft_and_taken_back(
    api: ApiStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What gives looks away is told and kept all the same; the trainer's rule stands beside the photos."""
    caller = await maker(api, monkeypatch)
    photo_id = (await send(caller, 1)).body["id"]
    path = f"/draft/photos/{photo_id}"
    reply = await caller.patch(path, {"caption": "with brown hair"})
    assert (reply.status, reply.body["hints"]) == (200, [{"words": "brown hair", "look": "hair"}])
    assert [one["caption"] for one in reply.body["draft"]["photos"]] == ["with brown hair"]
    chosen = api.services.trainers.get(reply.body["draft"]["trainer"])
    assert reply.body["draft"]["caption_rule"] == chosen.caption_rule.value
    for words, code in (("...", "caption-empty"), ("a naked child", "words-minors")):
        reply = await caller.patch(path, {"caption": words})
        assert (reply.status, reply.code) == (422, code)
    reply = await caller.patch(path, {"caption": None})
    assert (reply.body["hints"], reply.body["draft"]["photos"][0]["caption"]) == ([], None)


async def test_only_photos_of_ones_own_draft_get_captions_there(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those of another's draft, nor those of a model."""
    caller, other = await maker(api, monkeypatch), await maker(api, monkeypatch, 72)
    theirs = (await send(other, 1)).body["id"]
    async with api.services.db.read() as session:
        me = await session.get_one(User, 71)
    trained = await make_photo(api.services.db, await make_dataset(api.services.db, me))
    for photo_id in (theirs, trained.id, uuid4()):
        reply = await caller.patch(f"/draft/photos/{photo_id}", {"caption": "in a park"})
        assert (reply.status, reply.code) == (404, "photo")
    assert (await other.get("/draft")).body["photos"][0]["caption"] is None
