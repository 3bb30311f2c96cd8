"""In whatever order people, replicas, clock, deaths, providers and Telegram act: nothing paid twice, nothing stuck."""

import os
from pathlib import Path

import pytest

from tests.model.search import Search

SEED = int(os.environ.get("MODEL_SEED", "1"))
"""Other numbers make other searches."""


def test_promises_hold_in_any_order(sqlite_template: Path) -> None:
    """Three replicas under trouble keep every promise after each step, and all ends well when calm comes."""
    search = Search(runs=10, steps=25, number=SEED)
    search.run(search.machine(sqlite_template))


@pytest.mark.slow
def test_promises_hold_in_a_longer_search(sqlite_template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same with more and longer runs; what breaks a promise is shown as short as it can be made."""
    with capsys.disabled():
        print(f"\nMODEL_SEED={SEED}")
    search = Search(runs=80, steps=40, number=SEED, shrinks=True)
    search.run(search.machine(sqlite_template))
