"""Status cards by what they show: the one place that knows their subjects."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.models import Job
from db.sessions import WriteSession
from services.messaging.outbox import put_card
from services.ports import Clock


def job_subject(job_id: UUID | str) -> str:
    """The card of a job, in whichever chat."""
    return f"job:{job_id}"


def draft_subject(draft_id: UUID | str) -> str:
    """The card of a draft, whether of a new model or of pictures."""
    return f"draft:{draft_id}"


def broadcast_subject(broadcast_id: UUID | str) -> str:
    """The card of a broadcast, in the chat of the admin who began it."""
    return f"broadcast:{broadcast_id}"


def dataset_subject(lora_id: UUID | str) -> str:
    """The list of a model's photos, below photos that were added."""
    return f"photos:{lora_id}"


def card_subject(params: Mapping[str, Any]) -> str:
    """The subject of a stored card, from the parameters it was put with. Raises KeyError for another message's."""
    if "job_id" in params:
        return job_subject(params["job_id"])
    if "broadcast_id" in params:
        return broadcast_subject(params["broadcast_id"])
    if "lora_id" in params:
        return dataset_subject(params["lora_id"])
    return draft_subject(params["draft_id"])


async def put_job_card(session: WriteSession, clock: Clock, job: Job) -> None:
    """Asks for the job's card to be brought up to date; its kind names the view. A private chat's id is the
    person's id."""
    await put_card(
        session,
        clock,
        chat_id=job.user_id,
        subject=job_subject(job.id),
        view=f"{job.kind.value}_card",
        params={"job_id": str(job.id)},
    )


async def put_draft_card(session: WriteSession, clock: Clock, user_id: int, draft_id: UUID) -> None:
    """Asks for the draft's card to be brought up to date."""
    await put_card(
        session,
        clock,
        chat_id=user_id,
        subject=draft_subject(draft_id),
        view="draft_card",
        params={"draft_id": str(draft_id)},
    )


async def put_broadcast_card(
    session: WriteSession, clock: Clock, admin_id: int, broadcast_id: UUID, *, delay: float = 0.0
) -> None:
    """Asks for the broadcast's card to be brought up to date, in `delay` seconds."""
    await put_card(
        session,
        clock,
        chat_id=admin_id,
        subject=broadcast_subject(broadcast_id),
        view="broadcast_card",
        params={"broadcast_id": str(broadcast_id)},
        delay=delay,
    )


async def put_dataset_card(
    session: WriteSession, clock: Clock, user_id: int, lora_id: UUID, *, delay: float = 0.0
) -> None:
    """Asks for the list of a model's photos to be shown or brought up to date, in `delay` seconds."""
    await put_card(
        session,
        clock,
        chat_id=user_id,
        subject=dataset_subject(lora_id),
        view="dataset_card",
        params={"lora_id": str(lora_id)},
        delay=delay,
    )
