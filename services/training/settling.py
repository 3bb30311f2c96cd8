"""How a training ends: the rows of its model, its photos' last day, and what the person is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from db.enums import AttemptState, JobState, LoraStatus, Retention
from db.models import Attempt, Job, Lora
from db.repositories import jobs as job_rows
from db.repositories.loras import versions_of
from db.repositories.photos import lock_dataset
from db.repositories.trainings import proof_images, version_for_change
from db.sessions import WriteSession
from services.jobs.kinds import Delivered, Outcome
from services.jobs.states import is_terminal
from services.ports import Clock
from services.training.likeness_check import note_proofs
from services.training.messages import put_training_end
from services.training.proofs import PROOFS
from services.training.statuses import put_end

UNUSABLE = "weights-unusable"
"""Error code of a generation whose provider could not load the weights."""

KEPT_FOR = timedelta(days=30)
KEPT_AFTER_FAILURE = timedelta(days=7)
KEPT_FOR_RETRY = timedelta(days=1)
"""How long the free second training stays possible when photos go with the training; the consent card says so."""

_ENDS = {
    JobState.SUCCEEDED: LoraStatus.COMPLETED,
    JobState.FAILED: LoraStatus.FAILED,
    JobState.CANCELLED: LoraStatus.CANCELLED,
}


def photos_erase_at(retention: Retention | None, state: JobState, now: datetime) -> datetime | None:
    """When photos go, by the person's choice (30 days if none was made); None keeps them until they are deleted.

    "Until it is trained" ends a day after a success and a week after a failure: so long it can be tried again. "Good"
    ends it at once.
    """
    match retention:
        case Retention.UNTIL_DELETED:
            return None
        case Retention.UNTIL_TRAINED:
            return now + (KEPT_FOR_RETRY if state is JobState.SUCCEEDED else KEPT_AFTER_FAILURE)
        case _:
            return now + KEPT_FOR


async def validate_training(session: WriteSession, job: Job) -> Delivered | None:
    """The verdict on a training by its proofs; None while one is not ended.

    Only weights that cannot be loaded fail it; proofs that are missing for another reason, black or blocked complete
    it with `validation_passed` false.
    """
    children = await job_rows.children_of(session, job.id)
    if not all(is_terminal(child.state) for child in children):
        return None
    good = [child for child in children if child.state is JobState.SUCCEEDED]
    if not good and any(child.error_code == UNUSABLE for child in children):
        return Delivered(units=0, error_code=UNUSABLE)
    version = await version_for_change(session, job.subject_id)
    lora = await session.get_one(Lora, version.lora_id)
    stored = await proof_images(session, version.id)
    note_proofs(version, stored)
    version.validation_passed = len(stored) >= len(PROOFS[lora.type])
    return Delivered(units=1)


async def settle_training(session: WriteSession, clock: Clock, job: Job, outcome: Outcome) -> None:
    """Writes the end of a training into its version, model and data set, and asks for the messages."""
    now = clock.now()
    version = await version_for_change(session, job.subject_id)
    lora = await session.get_one(Lora, version.lora_id)
    versions = await versions_of(session, lora.id)
    version.status = _ENDS[outcome.state]
    version.cost = _cost(job, await job_rows.attempts_of(session, job.id))
    if outcome.state is JobState.SUCCEEDED:
        version.completed_at = now
        lora.status = LoraStatus.COMPLETED
        if not any(one.no > version.no and one.status is LoraStatus.COMPLETED for one in versions):
            lora.current_version_id = version.id
        lora.completed_at = now
    else:
        put_end(lora, versions)
    lora.updated_at = now
    # Locked and read afresh: a consent withdrawn at this moment is the last word.
    dataset = await lock_dataset(session, version.dataset_id)
    assert dataset is not None
    withdrawn = dataset.erase_photos_at is not None and dataset.erase_photos_at <= now
    # A training that comes out of a review after a later one has ended does not change the day that one has set.
    overtaken = version.id != versions[0].id
    set_since = overtaken and dataset.erase_photos_at is not None
    if dataset.photos_erased_at is None and not withdrawn and not set_since:
        dataset.erase_photos_at = photos_erase_at(dataset.retention, outcome.state, now)
    proofs = await proof_images(session, version.id) if outcome.state is JobState.SUCCEEDED else []
    # Who has trained anew meanwhile knows that the first one came to nothing.
    is_news = outcome.state is JobState.SUCCEEDED or not overtaken
    await put_training_end(session, clock, job, outcome.state, with_proofs=bool(proofs), is_news=is_news)


def _cost(job: Job, attempts: Sequence[Attempt]) -> Decimal:
    taken = [attempt for attempt in attempts if attempt.state is AttemptState.ENDED and attempt.provider_ref]
    return sum((_known(job, one) for one in taken), Decimal(0))


def _known(job: Job, attempt: Attempt) -> Decimal:
    known = (attempt.cost, attempt.estimated_cost, job.estimated_cost)
    return next(cost for cost in known if cost is not None)
