"""docs/api.md names every route, so that whoever looks for one finds it without reading the description."""

import re

from bot.web.api.table import ROUTES
from tests.support.sources import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SECTION = PAGE.split("## What can be asked?", 1)[1].split("\n## ", 1)[0]
NAMED = re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) /[^`]*)`", SECTION)


def test_every_route_stands_once_and_no_other() -> None:
    """One that is missing cannot be found; one that has gone misleads."""
    assert sorted(NAMED) == sorted(f"{route.method} {route.path}" for route in ROUTES)
