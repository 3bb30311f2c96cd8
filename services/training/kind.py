"""Trainings, as the durable engine carries them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from db.enums import JobKind, JobState, LoraStatus
from db.models import Attempt, Job, Lora, LoraVersion
from db.repositories.loras import is_newest
from db.repositories.trainings import version_for_change
from db.sessions import ReadSession, WriteSession
from services.jobs.kinds import Delivered, Finalised, Move, Outcome, Prepared, Progress, Timing
from services.messaging.cards import put_job_card
from services.ports import Clock
from services.providers.base import Broken
from services.training.inputs import TrainingInputs
from services.training.logs import read_progress
from services.training.moving import move_training
from services.training.results import TrainingResults
from services.training.rules import TrainingRules
from services.training.settling import settle_training, validate_training
from services.training.statuses import put_status
from services.training.timing import Paces
from services.training.trainers import TrainerTable, values_for

QUEUE_LIMIT = 2 * 3600.0
LEAST_RUN_LIMIT = 3600.0

_STATUSES = {
    JobState.QUEUED: LoraStatus.PENDING,
    JobState.SUBMITTING: LoraStatus.PENDING,
    JobState.UNCERTAIN: LoraStatus.PENDING,
    JobState.REVIEW: LoraStatus.PENDING,
    JobState.RUNNING: LoraStatus.TRAINING,
    JobState.FINALISING: LoraStatus.VALIDATING,
    JobState.VALIDATING: LoraStatus.VALIDATING,
}


class TrainingKind:
    """`Kind` for trainings; `job.subject_id` is a version, `job.total_steps` is set by the order."""

    kind = JobKind.TRAINING
    tells_moves = True
    uncertain_for = timedelta(hours=2)
    review_for = timedelta(hours=24)

    def __init__(
        self,
        clock: Clock,
        trainers: TrainerTable,
        inputs: TrainingInputs,
        results: TrainingResults,
        rules: TrainingRules,
    ) -> None:
        self._clock = clock
        self._trainers = trainers
        self._inputs = inputs
        self._results = results
        self._rules = rules
        self._paces = Paces(clock)

    async def prepare(self, job: Job) -> Prepared:
        """See `TrainingInputs.prepare`."""
        return await self._inputs.prepare(job)

    async def timing(self, session: ReadSession, job: Job) -> Timing:
        """At most 2 h in a queue; at most three times the usual length at work, and never less than an hour."""
        version = await session.get_one(LoraVersion, job.subject_id)
        trainer = self._trainers.get(version.trainer)
        values = values_for(trainer, version.quality, version.params)
        usual = await self._paces.usual_seconds(session, trainer, version.quality, values)
        return Timing(usual, QUEUE_LIMIT, max(3 * usual, LEAST_RUN_LIMIT))

    def progress(self, job: Job, logs: Sequence[str]) -> Progress | None:
        """See `read_progress`."""
        return read_progress(logs, job.total_steps) if job.total_steps else None

    async def judge(self, session: WriteSession, job: Job, failure: Broken) -> Broken:
        """An archive that could not be fetched is uploaded anew by a second attempt; the rest is as reported."""
        return replace(failure, transient=True) if failure.code == "input-unreachable" else failure

    async def elsewhere(self, session: WriteSession, job: Job, without: Collection[str], reason: str) -> Move | None:
        """See `move_training`."""
        return await move_training(session, self._clock, self._trainers, self._rules, job, without)

    async def finalise(self, job: Job, attempt: Attempt, output: Mapping[str, Any]) -> Finalised:
        """See `TrainingResults.finalise`."""
        return await self._results.finalise(job, attempt, output)

    async def validate(self, session: WriteSession, job: Job) -> Delivered | None:
        """See `validate_training`."""
        return await validate_training(session, job)

    async def settle(self, session: WriteSession, job: Job, outcome: Outcome) -> None:
        """See `settle_training`."""
        await settle_training(session, self._clock, job, outcome)

    async def announce(self, session: WriteSession, job: Job) -> None:
        """Brings the status of version and model in line with the job, and asks for the card."""
        status = _STATUSES.get(job.state)
        version = await version_for_change(session, job.subject_id)
        if status is not None and version.status is not status:
            lora = await session.get_one(Lora, version.lora_id)
            put_status(lora, version, status, self._clock.now(), is_newest=await is_newest(session, version))
        await put_job_card(session, self._clock, job)
