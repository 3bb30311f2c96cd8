"""The feature table tells of every line, once, and names only files that are there."""

import re
from collections import Counter

import pytest

from tests.support.sources import ROOT

LINES = {"S5": 10, "S0": 47, "S1": 28, "S2": 77, "S3": 21, "S4": 23}
IDS = [f"{group}.{number}" for group, last in LINES.items() for number in range(1, last + 1)]
SUBJECTS = (
    "money and operations", "library and sharing", "own LoRA files", "clips", "RunPod, Musubi, own GPU",
)  # fmt: skip
PAGE = (ROOT / "docs" / "features.md").read_text(encoding="utf-8")
ROWS = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in PAGE.splitlines() if line[:3] == "| S"]
FEATURES = {row[0]: row[1:] for row in ROWS if row[0] != "State"}


def _paths(where: str) -> list[str]:
    """What stands in backticks and looks like a file or a folder; settings and names of columns do not."""
    return [name for name in re.findall(r"`([^`]+)`", where) if "/" in name or "." in name or name == "Dockerfile"]


def test_every_line_stands_exactly_once() -> None:
    """A line that is missing is forgotten, one that stands twice has two truths."""
    assert Counter(row[0] for row in ROWS if row[0] != "State") == Counter(IDS)


@pytest.mark.parametrize("line", IDS)
def test_a_line_says_what_it_is_and_how_it_stands(line: str) -> None:
    """Four filled cells; what is not here names the subject it comes with."""
    what, state, where = FEATURES[line]
    assert what
    assert re.fullmatch(r"works|later|works .+; .+ later", state), state
    if state.endswith("later"):
        told = where if state == "later" else state
        assert any(subject in told for subject in SUBJECTS), f"{line} names no subject"


@pytest.mark.parametrize("line", IDS)
def test_what_works_is_where_the_table_says(line: str) -> None:
    """A line that works names at least one file or folder, and everything named exists."""
    _, state, where = FEATURES[line]
    paths = _paths(where)
    assert paths or state == "later", f"{line} does not say where it lives"
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_subjects_are_explained_in_the_head() -> None:
    """The names of what comes later are the same everywhere."""
    head = PAGE.split("## ", 1)[0]
    assert [subject for subject in SUBJECTS if f"**{subject}**" not in head.replace("\n", " ")] == []
