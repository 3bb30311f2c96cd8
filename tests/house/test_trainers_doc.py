"""docs/trainers.md says what the trainer table says."""

import os

from tests.house.trainers_doc import render
from tests.support.sources import ROOT

PAGE = ROOT / "docs" / "trainers.md"


def test_the_page_is_what_the_table_says() -> None:
    """Whoever changes a row writes the page anew: `WRITE_DOCS=1` does it."""
    page = render()
    if os.environ.get("WRITE_DOCS") == "1":
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "run this test with WRITE_DOCS=1"
