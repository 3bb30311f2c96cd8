"""What a training puts into the outbox."""

from db.enums import JobState
from db.models import Job
from db.sessions import WriteSession
from services.messaging.cards import put_job_card
from services.messaging.outbox import put_media, put_ping
from services.ports import Clock

_PINGS = {
    JobState.SUCCEEDED: "training_done",
    JobState.FAILED: "training_failed",
    JobState.CANCELLED: "training_cancelled",
}


async def put_training_end(
    session: WriteSession, clock: Clock, job: Job, state: JobState, *, with_proofs: bool, is_news: bool = True
) -> None:
    """The last card, one ping where the end `is_news`, and the proofs if there are any."""
    await put_job_card(session, clock, job)
    if not is_news:
        return
    view = _PINGS[state]
    await put_ping(
        session, clock, key=f"{view}:{job.id}", chat_id=job.user_id, view=view, params={"job_id": str(job.id)}
    )
    if with_proofs:
        await put_media(
            session,
            clock,
            key=f"proofs:{job.subject_id}",
            chat_id=job.user_id,
            view="proofs",
            params={"version_id": str(job.subject_id)},
        )
