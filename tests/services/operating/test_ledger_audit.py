"""The books are looked at every night, and a fault is told."""

from typing import Any

from sqlalchemy import select, update

from db.database import Database
from db.enums import JobState
from db.models import Account, Job, Outbox
from services.billing import ledger
from services.operating.ledger_audit import LedgerAudit
from tests.support.clock import FakeClock
from tests.support.rows import make_job, make_user

ADMIN = 5


async def told(db: Database) -> list[dict[str, Any]]:
    async with db.read() as session:
        return [dict(params) for params in await session.scalars(select(Outbox.params))]


async def test_books_that_add_up_are_no_news(db: Database) -> None:
    """With a hold that is open because its job still runs."""
    clock, user = FakeClock(), await make_user(db)
    job = await make_job(db, user, price=3)
    async with db.write() as session:
        await ledger.grant(session, clock, user.id, 10, "a")
        await ledger.hold(session, clock, job)
    assert await LedgerAudit(db, clock, (ADMIN,)).look() == {"faults": 0}
    assert await told(db) == []


async def test_faults_are_counted_and_told_with_the_first_of_them(db: Database) -> None:
    """A balance that its entries do not explain, and a hold that outlived its job."""
    clock, user = FakeClock(), await make_user(db)
    clock.advance(-(clock.now().hour - 12) * 3600)  # about noon, so that no day ends meanwhile
    job = await make_job(db, user, price=3)
    async with db.write() as session:
        await ledger.grant(session, clock, user.id, 10, "a")
        await ledger.hold(session, clock, job)
        await session.execute(update(Job).values(state=JobState.FAILED))
        await session.execute(update(Account).where(Account.balance == 7).values(balance=8))
    audit = LedgerAudit(db, clock, (ADMIN,))
    assert [await audit.look(), await audit.look()] == [{"faults": 2}] * 2
    alerts = await told(db)
    assert [(alert["code"], alert["count"]) for alert in alerts] == [("ledger-fault", 2)]
    assert f"account wallet:{user.id} shows 8" in alerts[0]["faults"]
    assert str(job.id) in alerts[0]["faults"]
