"""The providers' own books: what they took, and what became of it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.demo.sandbox_api import SandboxApi
from tests.crash.storm.books import Job


@dataclass(frozen=True)
class Call:
    """A paid call that a provider took. `made` when it gave a result, `over` when it does nothing any more."""

    ref: str
    input: str
    made: bool
    over: bool


async def calls_of(api: SandboxApi) -> list[Call]:
    """Every paid call that was taken, whether or not its answer arrived."""
    fal = [_at_fal(row) for row in await api.get("/control/fal/jobs")]
    return fal + [_at_replicate(row) for row in await api.get("/control/replicate/jobs")]


def _at_fal(row: Mapping[str, Any]) -> Call:
    over = row["state"] == "COMPLETED"
    return Call(row["request_id"], json.dumps(row["input"]), over and row["status_code"] == 200, over)


def _at_replicate(row: Mapping[str, Any]) -> Call:
    over = row["state"] not in {"starting", "processing"}
    return Call(row["request_id"], json.dumps(row["input"]), row["state"] == "succeeded", over)


@dataclass(frozen=True)
class Paid:
    """What the calls say about the jobs. `twice`: made or still under way more than once, or called more than twice;
    `for_nothing`: made, and the job did not succeed; `without`: it succeeded, and nothing was made; `strangers`: calls
    that are nobody's."""

    twice: tuple[str, ...]
    for_nothing: tuple[str, ...]
    without: tuple[str, ...]
    strangers: tuple[str, ...]


def judged(calls: Iterable[Call], jobs: Mapping[UUID, Job]) -> Paid:
    """Compares the providers' books with the bot's."""
    taken: Counter[UUID] = Counter()
    good: Counter[UUID] = Counter()
    strangers = []
    for call in calls:
        owner = _owner(call, jobs.values())
        if owner is None:
            strangers.append(call.ref)
            continue
        taken[owner] += 1
        good[owner] += call.made or not call.over
    return Paid(
        twice=tuple(f"{jobs[job].kind} {job}" for job in taken if good[job] > 1 or taken[job] > 2),
        for_nothing=tuple(f"{job.kind} {job.id}" for job in jobs.values() if good[job.id] and job.state != "succeeded"),
        without=tuple(f"{job.kind} {job.id}" for job in jobs.values() if job.state == "succeeded" and not good[job.id]),
        strangers=tuple(strangers),
    )


def _owner(call: Call, jobs: Iterable[Job]) -> UUID | None:
    """The job whose attempt knows the call, else the one whose own input it was made with."""
    found = {job.id for job in jobs if call.ref in job.refs or any(json.dumps(one) in call.input for one in job.inputs)}
    assert len(found) < 2, f"{call.ref} serves several jobs"
    return next(iter(found), None)
