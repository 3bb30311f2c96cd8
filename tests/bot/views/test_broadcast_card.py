"""The card of a broadcast: what an admin has to know, in both languages, in every state."""

from pathlib import Path
from typing import Any

import pytest

from bot.texts import Texts
from bot.views.base import ViewContext
from bot.views.broadcast_card import broadcast_card
from db.enums import BroadcastState, Language
from services.errors import NotFoundError
from tests.bot.fakes import engine_side
from tests.services.messaging.crowd import ADMIN, make_broadcast


async def _card(url: str, folder: Path, language: Language = Language.EN, **values: Any) -> str:
    side = engine_side(url, folder)
    try:
        params = {"broadcast_id": str(await make_broadcast(side.services.db, **values))}
        context = ViewContext(ADMIN, language, params, Texts(strict=True), side.services)
        return (await broadcast_card(context)).text or ""
    finally:
        await side.close()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", BroadcastState)
async def test_every_state_is_said(sqlite_url: str, tmp_path: Path, language: Language, state: BroadcastState) -> None:
    """With strict texts a missing word raises."""
    text = await _card(sqlite_url, tmp_path, language, state=state, expected=100, sent=1)
    assert Texts().text(language, "broadcast-title") in text


async def test_all_figures_are_there(sqlite_url: str, tmp_path: Path) -> None:
    """Sent, blocked, failed, unknown, and why it paused."""
    counts = {"sent": 41, "blocked": 42, "failed": 43, "unknown": 44}
    text = await _card(
        sqlite_url, tmp_path, state=BroadcastState.PAUSED, expected=340, fault="no such <thing>", **counts
    )
    assert all(f": {count}" in text for count in counts.values())
    assert "of 340" in text
    assert "50 %" in text
    assert "no such &lt;thing&gt;" in text


async def test_what_was_taken_back_is_counted(sqlite_url: str, tmp_path: Path) -> None:
    """Only where somebody has asked for it."""
    assert "Taken back: 7" in await _card(sqlite_url, tmp_path, state=BroadcastState.REMOVING, expected=9, removed=7)
    assert "Taken back" not in await _card(sqlite_url, tmp_path, state=BroadcastState.DONE, expected=9)


async def test_a_broadcast_that_is_gone(sqlite_url: str, tmp_path: Path) -> None:
    """The messenger drops such a card."""
    side = engine_side(sqlite_url, tmp_path)
    params = {"broadcast_id": "00000000-0000-0000-0000-000000000000"}
    with pytest.raises(NotFoundError):
        await broadcast_card(ViewContext(ADMIN, Language.EN, params, Texts(strict=True), side.services))
    await side.close()
