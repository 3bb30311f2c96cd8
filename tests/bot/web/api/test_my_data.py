"""The caller's own data: looked at, taken along and deleted."""

import pytest

from db.enums import PrivacyRequestKind
from db.repositories.privacy_requests import newest_request
from services.privacy.desk import PrivacyDesk
from tests.bot.web.api.caller import ApiStage
from tests.bot.web.api.library import OWNER, Owner, owner


@pytest.fixture
async def ann(api: ApiStage) -> Owner:
    """Somebody with an open session."""
    return await owner(api)


async def test_what_is_held_is_counted(ann: Owner) -> None:
    """The same figures as the page in the chat, and only the caller's own."""
    await ann.failed(photos=4)
    body = (await ann.caller.get("/my-data")).body
    assert (body["photos"], body["models"], body["versions"], body["pictures"]) == (4, 1, 0, 0)
    assert body["photo_bytes"] > 0
    assert body["is_leaving"] is False
    other = await owner(ann.api, 72, "Bob")
    assert (await other.caller.get("/my-data")).body["photos"] == 0


async def test_faces_are_a_question_only_where_they_can_be_compared(api: ApiStage, ann: Owner) -> None:
    """Nobody is asked for a consent that would have no use."""
    desk: PrivacyDesk = api.services.my_data
    body = (await ann.caller.get("/my-data")).body
    assert body["may_compare_faces"] is desk.compares_faces


async def test_an_export_is_ordered_once(api: ApiStage, ann: Owner) -> None:
    """A second tap finds the file that is being made."""
    first, again = await ann.caller.post("/my-data/export"), await ann.caller.post("/my-data/export")
    assert [(one.status, one.body["is_new"]) for one in (first, again)] == [(202, True), (202, False)]


async def test_everything_is_deleted_on_demand(api: ApiStage, ann: Owner) -> None:
    """The request is kept for the worker; asking again makes no second one."""
    assert (await ann.caller.delete("/my-data")).status == 204
    async with api.services.db.read() as session:
        asked = await newest_request(session, OWNER, PrivacyRequestKind.ERASE_ALL)
    assert asked is not None
    assert (await ann.caller.get("/my-data")).body["is_leaving"] is True
    await ann.caller.delete("/my-data")
    async with api.services.db.read() as session:
        again = await newest_request(session, OWNER, PrivacyRequestKind.ERASE_ALL)
    assert again is not None
    assert again.id == asked.id
