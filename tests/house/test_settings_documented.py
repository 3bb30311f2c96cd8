"""Every setting can be found by the person who has to set it."""

import re

import pytest

from bot.settings import Settings
from tests.support.sources import ROOT

RESERVED = {"LIBRARY_MODE"}
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
LINES = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
FIELDS = {name.upper(): field for name, field in Settings.model_fields.items()}


def test_the_example_shows_every_setting_and_no_other() -> None:
    """A name that the program does not read misleads; one that is missing is never found."""
    assert set(LINES) - RESERVED == set(FIELDS)


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_reserved_names_are_marked(name: str) -> None:
    """What does not work says so on the line above it."""
    assert re.search(rf"^# reserved: .+\n#{name}=", EXAMPLE, re.MULTILINE)
    assert name not in FIELDS, f"{name} works: unmark it"


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_the_example_shows_the_real_default(name: str) -> None:
    """An empty line means the default, which the example shows when it is not empty."""
    shown = Settings(_env_file=None, **({name.lower(): LINES[name]} if LINES[name] else {}))
    assert getattr(shown, name.lower()) == FIELDS[name].default


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_setting_has_a_comment_and_a_line_in_operations(name: str) -> None:
    """One line in the example, one in the table."""
    before = EXAMPLE[: re.search(rf"^#?{name}=", EXAMPLE, re.MULTILINE).start()].rstrip("\n").rsplit("\n", 1)[-1]
    assert before.startswith(("# ", "#FAL_", "#HOST")), f"no comment above {name}"
    assert f"`{name}`" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
