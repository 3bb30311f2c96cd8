"""`python -m tests.model.sabotage`: takes guards out of the product one by one, and shows what notices.

Ends with 1 when a fault is not caught, or when something is found where nothing was broken.
"""

import logging
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from hypothesis.errors import Flaky

from db.database import Database
from db.migrate import upgrade
from tests.model.claimers import double_claims, unlocked_claims
from tests.model.faults import FAULTS, Fault
from tests.model.oracle import PromiseBrokenError
from tests.model.search import Search
from tests.support.apart import run_apart
from tests.support.postgresql import NoServerError, Server, find_server

SEARCH = Search(runs=800, steps=30, number=1)
"""Bounds the search for a fault. Most are found in a few runs, the rarest in fewer than a hundred as a rule."""

QUIET = Search(runs=60, steps=30, number=1)


@dataclass(frozen=True)
class Verdict:
    """What a search has found, after how many runs and seconds."""

    found: str | None
    runs: int
    seconds: float


def hunt(template: Path, search: Search, seeded: AbstractContextManager[object]) -> Verdict:
    """Searches in the product with a fault."""
    began = time.monotonic()
    machine = search.machine(template)
    with seeded:
        try:
            search.run(machine)
        except (PromiseBrokenError, Flaky):
            assert machine.found is not None
    return Verdict(machine.found, machine.runs, time.monotonic() - began)


def is_caught(fault: Fault, verdict: Verdict) -> bool:
    """Whether a promise that this fault breaks was seen broken."""
    return verdict.found is not None and verdict.found.startswith(fault.breaks)


def main() -> int:
    """Prints a line for each fault; the process's exit status."""
    logging.disable(logging.CRITICAL)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.db"
        run_apart(_migrate(template))
        for fault in FAULTS:
            verdict = hunt(template, SEARCH, fault.seeded())
            failed += not is_caught(fault, verdict)
            _show(fault.name, verdict, "NOT CAUGHT")
        verdict = hunt(template, QUIET, nullcontext())
        failed += verdict.found is not None
        _show("(no fault)", verdict, "nothing, as it should be")
    return min(1, failed + _claims())


def _claims() -> int:
    """Claims without locks need real concurrency: two connections to PostgreSQL."""
    try:
        with find_server() as url:
            server = Server(url)
            server.prepare()
            address = server.create()
            try:
                with unlocked_claims():
                    doubled = run_apart(double_claims(address))
                sound = run_apart(double_claims(address))
            finally:
                server.drop(address)
                server.close()
    except NoServerError as error:
        print(f"a claim takes no lock                      not tried: {error}")
        return 1
    print(f"{'a claim takes no lock':42} {doubled} rows were claimed twice; with the lock {sound}")
    return int(doubled == 0 or sound > 0)


def _show(name: str, verdict: Verdict, nothing: str) -> None:
    print(f"{name:42} {verdict.runs:4} runs {verdict.seconds:6.1f} s  {verdict.found or nothing}", flush=True)


async def _migrate(path: Path) -> None:
    db = Database(f"sqlite:///{path}")
    try:
        await upgrade(db)
    finally:
        await db.close()


if __name__ == "__main__":
    sys.exit(main())
