"""The caller's models over the API."""

from typing import Any

import pytest

from db.enums import JobState, LoraStatus, Purpose
from db.models import Dataset, LoraVersion
from tests.bot.web.api.caller import ApiStage, Reply
from tests.bot.web.api.library import OTHER, Owner, owner
from tests.support.rows import make_generation, make_image, make_lora, make_photo

NOBODYS = "01990000-0000-7000-8000-000000000000"


@pytest.fixture
async def ann(api: ApiStage) -> Owner:
    """Somebody with an open session."""
    return await owner(api)


async def opened(api: ApiStage, link: str) -> tuple[int, bytes, str]:
    async with api.client.get(link) as answer:
        return answer.status, await answer.read(), answer.headers.get("Content-Disposition", "")


async def test_a_list_has_what_a_selector_shows(api: ApiStage, ann: Owner) -> None:
    """Name, creator, use, state and how far it is, in one answer."""
    ready = await ann.ready("Anna", usage_count=3, description="me")
    _, _, job = await ann.training(progress=40)
    reply = await ann.caller.get("/loras", sort="popularity")
    assert (reply.status, reply.body["total"], reply.body["limit"], reply.body["offset"]) == (200, 2, 50, 0)
    first, second = reply.body["items"]
    shown = {name: first[name] for name in ("id", "name", "description", "type", "created_by", "usage_count", "cover")}
    assert shown == {
        "id": str(ready.lora.id), "name": "Anna", "description": "me", "type": "character", "created_by": "Ann",
        "usage_count": 3, "cover": None,
    }  # fmt: skip
    assert (first["training_status"], first["trigger_word"], first["job"]) == (
        "completed", ready.lora.trigger_word, None,
    )  # fmt: skip
    assert (second["training_status"], second["job"]["progress"], second["job"]["job_id"]) == (
        "training", 40, str(job.id),
    )  # fmt: skip


async def test_a_list_is_searched_filtered_and_paged(api: ApiStage, ann: Owner) -> None:
    """The total counts what the filters let through, whatever the page."""
    for name in ("Анна", "Bob", "АННА 2"):
        await make_lora(api.services.db, ann.user, name=name)
    await make_lora(api.services.db, ann.user, name="анна 3", status=LoraStatus.FAILED, name_key=None)
    reply = await ann.caller.get("/loras", search="анна", status="completed", sort="name", limit=1, offset=1)
    assert ([one["name"] for one in reply.body["items"]], reply.body["total"]) == (["АННА 2"], 2)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0}, {"limit": 101}, {"offset": -1}, {"offset": 10**9}, {"status": "done"}, {"sort": "x"},
        {"search": "x" * 101}, {"user_id": 72},
    ],
)  # fmt: skip
async def test_a_list_takes_nothing_else(ann: Owner, query: dict[str, Any]) -> None:
    """What is out of bounds or unknown is refused, not ignored."""
    reply = await ann.caller.get("/loras", **query)
    assert (reply.status, reply.code) == (400, "request-bad")


async def test_the_cover_is_a_link_that_opens(api: ApiStage, ann: Owner) -> None:
    """A proof, for whoever holds the link; no more than a quarter of an hour."""
    ready = await ann.ready()
    proofs = await make_generation(api.services.db, ready.version, ann.user, purpose=Purpose.PROOF)
    image = await make_image(api.services.db, proofs)
    assert image.storage_key is not None
    await api.services.storage.put(image.storage_key, b"picture")
    cover = (await ann.caller.get("/loras")).body["items"][0]["cover"]
    assert cover.startswith("/files/")
    assert (await opened(api, cover))[:2] == (200, b"picture")
    api.clock.advance(901)
    assert (await opened(api, cover))[0] == 403


async def test_one_model_has_everything(api: ApiStage, ann: Owner) -> None:
    """Weights, photos and versions, with links that open them under fine names."""
    ready = await ann.ready("Anna")
    async with api.services.db.write() as session:
        version = await session.get_one(LoraVersion, ready.version.id)
        version.likeness = {"proofs": [0.9, None, 0.7], "passed": 2}
    photo = await make_photo(api.services.db, await _dataset(api, ready.version), position=1)
    await api.services.storage.put(photo.storage_key, b"photo")
    reply = await ann.caller.get(f"/loras/{ready.lora.id}")
    body = reply.body
    assert (reply.status, body["class_word"], body["photos"], body["file_size"], body["can_retry"]) == (
        200, "woman", 1, 90_000_000, False,
    )  # fmt: skip
    (version_told,) = body["versions"]
    assert (version_told["no"], version_told["params"], version_told["quality"], version_told["status"]) == (
        1, {"steps": 1000}, "standard", "completed",
    )  # fmt: skip
    assert version_told["likeness"] == {"proofs": [0.9, None, 0.7], "passed": 2, "is_alike": True}
    status, data, name = await opened(api, body["storage_url"])
    assert (status, name) == (200, "attachment; filename*=UTF-8''Anna%20v1.safetensors")
    assert ready.version.weights_key is not None
    assert data == await api.services.storage.get(ready.version.weights_key)
    (photo_link,) = body["reference_image_urls"]
    assert (await opened(api, photo_link))[:2] == (200, b"photo")


async def test_photos_of_a_withdrawn_consent_are_shown_no_more(api: ApiStage, ann: Owner) -> None:
    """Their erasing may take until the next clean-up; nobody gets a new link meanwhile."""
    ready = await ann.ready("Anna")
    await make_photo(api.services.db, await _dataset(api, ready.version), position=1)
    path = f"/loras/{ready.lora.id}"
    assert (await ann.caller.get(path)).body["photos"] == 1
    assert (await ann.caller.delete("/me/consent")).status == 204
    body = (await ann.caller.get(path)).body
    assert (body["photos"], body["reference_image_urls"]) == (0, [])


async def test_a_model_without_weights_has_no_file(ann: Owner) -> None:
    """Null says so; how the training stands does not hang on it."""
    lora, _, job = await ann.training()
    body = (await ann.caller.get(f"/loras/{lora.id}")).body
    assert (body["storage_url"], body["file_size"], body["versions"][0]["job_id"]) == (None, None, str(job.id))
    failed = await ann.failed()
    body = (await ann.caller.get(f"/loras/{failed.id}")).body
    newest = body["versions"][0]
    assert (body["can_retry"], newest["error"], newest["trainer_name"]) == (True, "provider-failed", "FLUX")
    assert newest["error_text"].startswith("The provider failed")


async def test_other_words_for_a_model(ann: Owner) -> None:
    """The trigger word stays: the weights know only that."""
    ready = await ann.ready("Anna")
    path = f"/loras/{ready.lora.id}"
    reply = await ann.caller.patch(path, {"name": " Anne ", "description": "mine"})
    assert (reply.status, reply.body["name"], reply.body["description"], reply.body["trigger_word"]) == (
        200, "Anne", "mine", ready.lora.trigger_word,
    )  # fmt: skip
    reply = await ann.caller.patch(path, {"description": ""})
    assert (reply.body["name"], reply.body["description"]) == ("Anne", None)


async def test_words_that_cannot_be_had(ann: Owner) -> None:
    """Each with its own status and code, and a taken name with one that is free."""
    ready = await ann.ready("Anna")
    await ann.ready("Bob")
    path = f"/loras/{ready.lora.id}"
    taken = await ann.caller.patch(path, {"name": "BOB"})
    assert (taken.status, taken.code, taken.body["params"]["suggestion"]) == (409, "name-taken", "BOB 2")
    for body, expected in (
        ({"name": " "}, (400, "name-empty")),
        ({"name": "x" * 256}, (400, "name-too-long")),
        ({"name": 5}, (400, "request-bad")),
        ({"trigger_word": "ANNA"}, (400, "request-bad")),
        ({"description": "x" * 501}, (422, "description-too-long")),
        ({"name": "Nude"}, (422, "words-sexual")),
    ):
        reply = await ann.caller.patch(path, body)
        assert (reply.status, reply.code) == expected


async def test_a_name_is_checked_while_it_is_typed(api: ApiStage, ann: Owner) -> None:
    """Somebody else's model takes no name away."""
    await ann.ready("Anna")
    other = await owner(api, OTHER)
    assert (await ann.caller.get("/loras/name-check", name="ANNA")).body == {"free": False, "suggestion": "ANNA 2"}
    assert (await ann.caller.get("/loras/name-check", name="Bob")).body == {"free": True, "suggestion": None}
    assert (await other.caller.get("/loras/name-check", name="Anna")).body == {"free": True, "suggestion": None}
    assert (await ann.caller.get("/loras/name-check", name=" ")).code == "name-empty"
    assert (await ann.caller.get("/loras/name-check")).code == "request-bad"
    assert (await ann.caller.get("/loras/name-check", name="Nude")).status == 422
    assert (await ann.caller.get("/loras/name-check", name="Nude", type="style")).status == 200


async def test_a_model_is_deleted_and_brought_back_within_a_day(api: ApiStage, ann: Owner) -> None:
    """Both may be repeated; after a day it is over."""
    ready = await ann.ready("Anna")
    path = f"/loras/{ready.lora.id}"
    assert [(await ann.caller.delete(path)).status for _ in range(2)] == [204, 204]
    assert (await ann.caller.get(path)).status == 404
    assert (await ann.caller.get("/loras")).body["total"] == 0
    for _ in range(2):
        reply = await ann.caller.post(f"{path}/restore")
        assert (reply.status, reply.body["name"]) == (200, "Anna")
    await ann.caller.delete(path)
    api.clock.advance(24 * 3600 + 1)
    ann = await owner(api)
    late = await ann.caller.post(f"{path}/restore")
    assert (late.status, late.code) == (409, "undo-too-late")


async def test_a_model_in_training_is_not_deleted(ann: Owner) -> None:
    """Its money and its photos are in use."""
    lora, _, _ = await ann.training(JobState.UNCERTAIN)
    reply = await ann.caller.delete(f"/loras/{lora.id}")
    assert (reply.status, reply.code) == (409, "model-busy")


@pytest.mark.parametrize("whose", ["another's", "nobody's", "deleted"])
async def test_what_is_not_the_callers_does_not_exist(api: ApiStage, ann: Owner, whose: str) -> None:
    """On every route, and the three cannot be told apart."""
    other = await owner(api, OTHER)
    lora = (await other.ready("Eve")).lora
    lora_id = NOBODYS if whose == "nobody's" else str(lora.id)
    if whose == "deleted":
        gone = (await ann.ready("Gone")).lora
        await api.services.loras.delete(ann.user.id, gone.id)
        lora_id = str(gone.id)
    path, caller = f"/loras/{lora_id}", ann.caller
    replies: list[Reply] = [
        await caller.get(path), await caller.patch(path, {"name": "Mine"}), await caller.get(f"{path}/status"),
        await caller.post(f"{path}/retry", key="order-0001"), await caller.post(f"{path}/cancel"),
    ]  # fmt: skip
    if whose != "deleted":
        replies += [await caller.delete(path), await caller.post(f"{path}/restore")]
    assert {(reply.status, reply.code) for reply in replies} == {(404, "model-gone")}
    assert (await other.caller.get(f"/loras/{lora.id}")).body["name"] == "Eve"


async def _dataset(api: ApiStage, version: LoraVersion) -> Dataset:
    async with api.services.db.read() as session:
        return await session.get_one(Dataset, version.dataset_id)
