"""A file has one subject and can be read in one go."""

from pathlib import Path
from statistics import median, quantiles

from tests.support.sources import ROOMS, ROOT, name_of, python_files

LONGEST = 400
MEDIAN = 90
NINE_OF_TEN = 250
WRITTEN_BY_HAND = {".py", ".js", ".ts", ".tsx", ".css", ".html", ".ftl"}
PAGES = [*(ROOT / room for room in ROOMS), ROOT / "miniapp" / "src"]
MADE = {"bot/web/miniapp_assets", "miniapp/src/api/schema.d.ts"}
"""By programs: the built app, and the types of its API."""


def _lines(paths: list[Path]) -> dict[str, int]:
    return {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}


def test_no_file_is_longer_than_400_lines() -> None:
    """Product, tests and pages alike."""
    files = [*python_files(*ROOMS, "tests", "bench")]
    files += [path for folder in PAGES for path in folder.rglob("*") if path.suffix in WRITTEN_BY_HAND - {".py"}]
    long = {name: lines for name, lines in _lines(files).items() if lines > LONGEST}
    assert {name: lines for name, lines in long.items() if not name.startswith(tuple(MADE))} == {}


def test_most_files_are_short() -> None:
    """Half of the product's files have at most 90 lines, nine of ten at most 250."""
    sizes = [lines for name, lines in _lines(python_files()).items() if not name.endswith("__init__.py")]
    assert median(sizes) <= MEDIAN
    assert quantiles(sizes, n=10)[-1] <= NINE_OF_TEN
