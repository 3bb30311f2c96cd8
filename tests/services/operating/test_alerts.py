"""The last alerts, and providers that hold jobs back."""

from datetime import timedelta

import pytest

from db.database import Database
from db.enums import JobState
from db.models import Job, ProviderStanding, User
from services.errors import ForbiddenError
from services.messaging.outbox import alert_admins
from tests.services.operating.conftest import ADMIN, OTHER_ADMIN, Bureau
from tests.support.rows import make_job, make_message


async def test_an_admin_sees_the_own_newest_twenty(bureau: Bureau, db: Database) -> None:
    """Each admin has every alert, and nobody sees another message among them."""
    async with db.write() as session:
        for number in range(22):
            params = {"number": number}
            bureau.clock.advance(1)
            await alert_admins(session, bureau.clock, (ADMIN, OTHER_ADMIN), key=str(number), code="x", params=params)
    await make_message(db, ADMIN)
    shown = await bureau.operating.alerts.newest(ADMIN)
    assert len(shown) == 20
    assert {row.chat_id for row in shown} == {ADMIN}
    assert [row.params["number"] for row in shown] == list(reversed(range(2, 22)))


async def test_a_paused_provider_is_tried_at_once(bureau: Bureau, db: Database, ann: User) -> None:
    """Held orders become due, one call may go; a provider that is not paused stays as it is."""
    alerts, now = bureau.operating.alerts, bureau.clock.now()
    later = now + timedelta(hours=1)
    async with db.write() as session:
        session.add(ProviderStanding(provider="fal", paused_reason="no_credit", paused_since=now, probe_at=later))
    held = await make_job(db, ann, held_reason="no_credit", next_at=later)
    assert [one.provider for one in await alerts.paused(ADMIN)] == ["fal"]
    assert await alerts.try_now(ADMIN, "replicate") == 0
    assert await alerts.try_now(ADMIN, "fal") == 1
    async with db.read() as session:
        job = await session.get_one(Job, held.id)
        standing = await session.get_one(ProviderStanding, "fal")
    assert (job.state, job.held_reason) == (JobState.QUEUED, None)
    assert job.next_at < later
    assert standing.probe_at is not None
    assert standing.probe_at < later
    assert await bureau.audit() == [(ADMIN, "provider.try")]


async def test_others_neither_see_nor_try(bureau: Bureau, ann: User) -> None:
    """Alerts are for admins."""
    alerts = bureau.operating.alerts
    for refused in (alerts.newest(ann.id), alerts.paused(ann.id), alerts.try_now(ann.id, "fal")):
        with pytest.raises(ForbiddenError, match="admins-only"):
            await refused
