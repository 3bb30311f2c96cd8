"""What the nightly audits tell admins can be said with what they give, in both languages."""

from pathlib import Path
from typing import Any

import pytest

from bot.texts import Texts
from bot.views.admin_alert import admin_alert
from bot.views.base import ViewContext
from db.enums import Language
from tests.bot.fakes import engine_side

RETENTION = dict.fromkeys(("photos", "proofs", "models", "uploads", "updates", "drafts", "translations"), 4)
ALERTS: dict[str, dict[str, Any]] = {
    "success-low": {"trainer": "quick", "percent": 80, "failed": 2, "all": 10},
    "ledger-fault": {"count": 1, "faults": "movement a sums to 1"},
    "files-missing": {"count": 1, "keys": "photos/a/1.jpg"},
    "files-stray": {"count": 30, "all": 40},
    "retention-late": RETENTION,
}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("code", ALERTS)
async def test_every_finding_has_its_sentence(sqlite_url: str, tmp_path: Path, language: Language, code: str) -> None:
    """With all its numbers; a missing one raises in tests."""
    side = engine_side(sqlite_url, tmp_path)
    texts = Texts(strict=True)
    shown = await admin_alert(ViewContext(1, language, {"code": code, **ALERTS[code]}, texts, side.services))
    await side.close()
    assert shown.text is not None
    assert shown.text.startswith("<b>")
    assert f"<b>{code}</b>" not in shown.text, "that is what an alert without a text looks like"
    assert all(str(value) in shown.text for value in ALERTS[code].values())
