"""People who make models through the API, with photos that are cleaned right here."""

from uuid import UUID, uuid4

import pytest

from tests.bot.web.api.caller import ApiStage, Caller, Reply
from tests.services.photos import samples
from tests.support.plain_workshop import PlainWorkshop

ANSWERS = {"type": "character", "class_word": "woman", "name": "Anna"}
FEWEST = 4
JPEG = {"Content-Type": "image/jpeg"}


async def maker(api: ApiStage, patch: pytest.MonkeyPatch, user_id: int = 71) -> Caller:
    """Somebody with an empty draft who has agreed to the text in force."""
    patch.setattr(api.services.photos, "_workshop", PlainWorkshop())
    caller = await api.caller(user_id)
    await caller.post("/draft")
    assert (await agree(caller)).status == 200
    return caller


async def agree(caller: Caller) -> Reply:
    """A yes to what is shown now."""
    shown = await caller.get("/draft/consent")
    return await caller.post("/draft/consent", {"mark": shown.body["mark"], "retention": "days_30"})


async def send(caller: Caller, number: int, client_id: UUID | None = None, where: str = "/draft") -> Reply:
    """A photo that differs with `number`."""
    path = f"{where}/photos/{client_id or uuid4()}"
    return await caller.ask("PUT", path, data=samples.photo(number), headers=JPEG)


async def fill(caller: Caller, photos: int = FEWEST) -> None:
    """Photos and answers, so that nothing is missing."""
    for number in range(photos):
        assert (await send(caller, number)).status == 200
    assert (await caller.patch("/draft", ANSWERS)).status == 200
