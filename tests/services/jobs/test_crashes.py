"""A process that dies at any named line is healed by the next one: nothing paid twice, everything ends."""

import re
from pathlib import Path
from uuid import UUID

import pytest

from db.enums import JobState
from services.providers.base import Done
from tests.services.jobs.conftest import Died, Stage

ENGINE_POINTS = sorted(
    name
    for path in Path("services/jobs").glob("*.py")
    for name in re.findall(r'crash_point\("([a-z-]+)"\)', path.read_text())
    if name not in {"cancel-sent", "uncertain-listed", "review-entered"}
)


async def _live(stage: Stage, job_id: UUID) -> None:
    """One process after another; the provider finishes whatever it was paid for."""
    hinted = False
    for _ in range(6):
        try:
            await stage.run(rounds=2, seconds=100)
            if stage.provider.calls and not hinted:
                hinted = True
                await stage.hints.receive("fal", stage.token(0), {"signature": "good"}, b"run-1")
            for ref in stage.provider.runs:
                stage.provider.looks[ref] = Done({"file": "x"})
        except Died:
            continue


@pytest.mark.parametrize("point", ENGINE_POINTS)
async def test_death_at_every_point_heals(stage: Stage, dies_at: list[str], point: str) -> None:
    stage.provider.absence_is_proof = True
    job_id: UUID = await stage.order()
    dies_at.append(point)
    await _live(stage, job_id)
    assert dies_at == [], f"{point} was never passed"
    assert await stage.state(job_id) is JobState.SUCCEEDED
    assert len(stage.provider.runs) == 1
    assert len(await stage.outbox("training_done")) == 1


async def test_a_call_that_may_never_have_left_is_given_back_not_repeated(stage: Stage, dies_at: list[str]) -> None:
    """Where the provider's list proves nothing, death between intent and call costs the person a wait, not money."""
    job_id = await stage.order()
    dies_at.append("intent-committed")
    await _live(stage, job_id)
    assert await stage.state(job_id) is JobState.UNCERTAIN
    await stage.give_up()
    assert (await stage.job(job_id)).error_code == "outcome-unknown"
    assert stage.provider.runs == {}
