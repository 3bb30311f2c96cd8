"""An account without credit or with a wrong key: orders are kept, admins are told, and work goes on by itself."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from db.enums import JobState
from tests.e2e.conftest import Owners
from tests.e2e.owner import Owner

pytestmark = pytest.mark.slow

ADMIN = 77


@pytest.mark.parametrize(
    ("broken", "mended", "reason"),
    [
        ({"balance": "exhausted"}, {"balance": "ok"}, "no_credit"),
        ({"key": "wrong"}, {"key": "ok"}, "bad_key"),
    ],
)
@pytest.mark.parametrize("provider", ["fal", "replicate"])
async def test_held_told_and_resumed(
    owners: Owners, provider: str, broken: dict[str, Any], mended: dict[str, Any], reason: str
) -> None:
    """The person's order is kept with the reason; one admin message; nothing to do but to mend the account."""
    owner = await owners(provider, admin_ids=(ADMIN,))
    admin = await owner.stage.person("Olga", user_id=ADMIN)
    await admin.say("/start")
    job_id = await _held(owner, broken, reason)
    await admin.see(provider)
    await owner.person.see("")
    await asyncio.sleep(1.0)
    assert (await owner.job(job_id)).state is JobState.QUEUED
    assert [await owner.sent(view) for view in ("job_held", "admin_alert")] == [1, 1]
    await owner.switch(**mended)
    owner.stage.services.clock.advance(700)
    job = await owner.end_of(job_id)
    assert (job.state, job.held_reason) == (JobState.SUCCEEDED, None)
    assert len(await owner.at_provider("jobs")) == 4
    assert len([one for one in await owner.submits() if one["outcome"] in ("200", "201")]) == 4


async def _held(owner: Owner, broken: dict[str, Any], reason: str) -> UUID:
    await owner.switch(**broken)
    job_id = await owner.order_training()
    await owner.until_held(job_id, reason)
    return job_id
