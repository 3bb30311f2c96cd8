"""What Telegram's web views do not do, or do badly, goes through the Mini App's platform port and nowhere else."""

import re

from tests.support.sources import ROOT

SOURCES = ROOT / "miniapp" / "src"
FORBIDDEN = re.compile(
    r"\b(?:alert|confirm|prompt)\(|\bwindow\.open\(|\bnavigator\.clipboard\b|\.Telegram\b|\bconsole\.|innerHTML"
)


def test_only_the_platform_knows_the_client() -> None:
    """Popups that show nothing, windows that do not open, and anything written to the console or as raw HTML."""
    found = {
        path.relative_to(SOURCES).as_posix(): FORBIDDEN.findall(path.read_text(encoding="utf-8"))
        for path in SOURCES.rglob("*.ts*")
        if path.parent.name != "platform"
    }
    assert len(found) > 100
    assert {name: words for name, words in found.items() if words} == {}
