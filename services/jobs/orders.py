"""Placing an order: the one transaction in which a job begins to exist."""

from db.columns import new_id
from db.enums import JobState, Stage
from db.models import ClientRequest, Job
from db.repositories import jobs as rows
from db.sessions import WriteSession
from services.billing import ledger
from services.jobs.kinds import NewJob
from services.ports import Clock


async def earlier_order(session: WriteSession, order_user: int, request_key: str | None) -> Job | None:
    """The job of an earlier order under the same key: a second tap must find it before anything is checked."""
    return await rows.job_of_request(session, order_user, request_key) if request_key else None


async def place(session: WriteSession, clock: Clock, order: NewJob) -> Job:
    """Makes the job row and takes the credit hold; the caller has locked the person and checked the limits.

    A repeated `request_key` returns the first job and changes nothing.
    Raises `LimitReachedError('credits-short')`.
    """
    known = await earlier_order(session, order.user_id, order.request_key)
    if known is not None:
        return known
    now = clock.now()
    job = Job(
        id=new_id(),
        user_id=order.user_id,
        kind=order.kind,
        state=JobState.QUEUED,
        stage=Stage.QUEUED,
        provider=order.provider,
        endpoint=order.endpoint,
        subject_id=order.subject_id,
        parent_id=order.parent_id,
        units=order.units,
        price=order.price,
        estimated_cost=order.estimated_cost,
        next_at=now,
        created_at=now,
    )
    session.add(job)
    if order.request_key:
        session.add(ClientRequest(user_id=order.user_id, key=order.request_key, job_id=job.id, created_at=now))
    await session.flush()
    await ledger.hold(session, clock, job)
    rows.record_event(session, job.id, "placed", now, price=order.price)
    rows.tell_move(session, job.id, {"kind": job.kind, "to": job.state, "provider": job.provider})
    session.wake("submit")
    return job
