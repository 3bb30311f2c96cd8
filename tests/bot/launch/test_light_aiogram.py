"""The lean import gives the same aiogram: every model can be built, and updates read alike."""

import json
import subprocess
import sys

import pytest

from tests.bot.fakes import person_update, press_update
from tests.support.sources import ROOT

UPDATES = [person_update(1, text="/start"), press_update(2)]
READ = """
import json, sys
from contextlib import nullcontext
from bot.launch.light_aiogram import build_usual_models, models_when_used
with models_when_used() if sys.argv[1] == "lean" else nullcontext():
    from aiogram import methods, types
from pydantic import BaseModel

def models():
    return [one for kind in (types, methods) for one in map(vars(kind).get, kind.__all__)
            if isinstance(one, type) and issubclass(one, BaseModel)]

def built():
    return sum(one.__pydantic_complete__ for one in models())

def use(one, depth=8):
    # pydantic looks for names in the frames above; a program has them, a bare script has not.
    return one.__pydantic_validator__.title if depth == 0 else use(one, depth - 1)

before = built()
build_usual_models()
read = [types.Update.model_validate(each).model_dump(mode="json", exclude_unset=True) for each in json.load(sys.stdin)]
for one in models():
    use(one)
print(json.dumps({"models": len(models()), "before": before, "after": built(), "read": read}))
"""


def imported(how: str) -> dict[str, object]:
    """What an interpreter of its own says; here aiogram is imported already."""
    done = subprocess.run(
        [sys.executable, "-c", READ, how],
        input=json.dumps(UPDATES), capture_output=True, text=True, cwd=ROOT, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


@pytest.fixture(scope="module")
def lean() -> dict[str, object]:
    return imported("lean")


def test_nothing_is_built_before_it_is_used_and_everything_can_be(lean: dict[str, object]) -> None:
    """Most models are never used; a model that could not be built would be found by the person who needs it."""
    assert lean["before"] == 0
    assert lean["after"] == lean["models"]


def test_updates_read_as_with_the_plain_import(lean: dict[str, object]) -> None:
    """Messages and taps, with all that is in them."""
    plain = imported("plain")
    assert plain["before"] == plain["models"]
    assert lean["read"] == plain["read"]
    assert lean["models"] == plain["models"]
