"""What the caller is told about themselves."""

import pytest

from tests.bot.web.api.caller import ApiStage
from tests.bot.web.api.making import maker, send


async def test_nobody_has_to_ask_for_a_draft_in_vain(api: ApiStage, monkeypatch: pytest.MonkeyPatch) -> None:
    """An app that opens knows whether to offer going on, and with what, without a refusal on its console."""
    ann = await maker(api, monkeypatch)
    assert (await ann.get("/me")).body["draft"] == {"name": None, "photo_count": 0}
    await ann.patch("/draft", {"name": "Anna"})
    await send(ann, 1)
    assert (await ann.get("/me")).body["draft"] == {"name": "Anna", "photo_count": 1}
    await ann.ask("DELETE", "/draft")
    assert (await ann.get("/me")).body["draft"] is None
