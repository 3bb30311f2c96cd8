"""Brings trained weights home: fetched at once, checked while they stream, stored under the attempt's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from db.database import Database
from db.enums import LoraStatus
from db.models import Attempt, Job, Lora, LoraVersion
from db.repositories import jobs as job_rows
from db.repositories.loras import is_newest
from db.repositories.trainings import version_for_change
from services.errors import BrokenArtefactError, ProviderError, UserError
from services.jobs.kinds import Delivered, Finalised, NeedsValidation, Rejected
from services.jobs.states import is_terminal
from services.messaging.cards import put_job_card
from services.ports import Clock, Storage
from services.providers.base import Provider
from services.storage.layout import weights_key
from services.training.artefact import Artefact, read_artefact, unpacked
from services.training.proofs import ProofOrders, order_proofs
from services.training.statuses import put_status
from services.training.trainers import Trainer, TrainerTable
from services.training.weights import WEIGHTS_LIMIT, WeightsCheck, WeightsFacts

HOSTED_FOR = timedelta(days=6)
"""How long the trainer's own link is relied on; providers promise a week at least."""


class PhotoCheck(Protocol):
    """What finalising asks of `LikenessCheck`."""

    async def look_at_photos(self, version_id: UUID) -> None:
        """Notes which photos seem to show somebody else. Fails nothing; repeatable."""


@dataclass(frozen=True)
class TrainingResults:
    """Finalises training jobs. `likeness` is None where no faces are compared."""

    db: Database
    clock: Clock
    storage: Storage
    providers: Mapping[str, Provider]
    trainers: TrainerTable
    proofs: ProofOrders
    likeness: PhotoCheck | None = None

    async def finalise(self, job: Job, attempt: Attempt, output: Mapping[str, Any]) -> Finalised:
        """Stores and checks the weights, then orders the proofs. Repeatable: what is stored is not fetched again,
        what is ordered is not ordered again. Raises `ProviderError` to be called again."""
        async with self.db.read() as session:
            version = await session.get_one(LoraVersion, job.subject_id)
        trainer = self.trainers.get(version.trainer)
        artefact = read_artefact(trainer, output)
        if artefact is None:
            return Rejected("weights-missing")
        facts = None
        try:
            facts = await self._bring_home(job, attempt, trainer, artefact)
        except BrokenArtefactError as broken:
            # We were away for longer than the file lived. The version that the provider keeps still draws.
            if broken.code != "artefact-gone" or artefact.hosted_version is None:
                return Rejected(broken.code)
        await self._record(job, attempt, artefact, facts)
        if self.likeness is not None:
            await self.likeness.look_at_photos(job.subject_id)
        try:
            await self._order_proofs(job)
        except UserError:
            # The weights are good; a budget that is used up costs the person the proofs, not the model.
            return Delivered(units=1)
        return NeedsValidation()

    async def _bring_home(self, job: Job, attempt: Attempt, trainer: Trainer, artefact: Artefact) -> WeightsFacts:
        key = weights_key(attempt.id)
        if await self.storage.exists(key):
            try:
                return await self._check_stored(key)
            except BrokenArtefactError:
                await self.storage.delete(key)
        provider = self.providers.get(job.provider)
        if provider is None:
            raise ProviderError("no-provider")
        check = WeightsCheck()
        weights = unpacked(trainer, provider.download(artefact.url))
        await self.storage.put_stream(key, check.watch(weights), limit=WEIGHTS_LIMIT)
        try:
            return check.finish()
        except BrokenArtefactError:
            await self.storage.delete(key)
            raise

    async def _check_stored(self, key: str) -> WeightsFacts:
        check = WeightsCheck()
        async for _ in check.watch(self.storage.stream(key)):
            pass
        return check.finish()

    async def _record(self, job: Job, attempt: Attempt, artefact: Artefact, facts: WeightsFacts | None) -> None:
        async with self.db.write(joins_update=False) as session:
            # The lock first: whoever ends the job holds it, and the state is then the last word.
            version = await version_for_change(session, job.subject_id)
            fresh = await job_rows.job_by_id(session, job.id)
            if fresh is None or is_terminal(fresh.state):
                return
            if facts is not None:
                version.weights_key = weights_key(attempt.id)
                version.weights_size = facts.size
                version.weights_sha256 = facts.sha256
            version.hosted_version = artefact.hosted_version
            if artefact.loadable_url is not None:
                version.weights_host = attempt.provider
                version.weights_url = artefact.loadable_url
                version.weights_url_until = (attempt.ended_at or self.clock.now()) + HOSTED_FOR
            lora = await session.get_one(Lora, version.lora_id)
            newest = await is_newest(session, version)
            put_status(lora, version, LoraStatus.VALIDATING, self.clock.now(), is_newest=newest)
            await put_job_card(session, self.clock, fresh)

    async def _order_proofs(self, job: Job) -> None:
        async with self.db.write(joins_update=False) as session:
            # The lock makes a second finaliser wait and then find the proofs of the first.
            version = await version_for_change(session, job.subject_id)
            fresh = await job_rows.job_by_id(session, job.id)
            if fresh is None or is_terminal(fresh.state) or await job_rows.children_of(session, job.id):
                return
            lora = await session.get_one(Lora, version.lora_id)
            await order_proofs(session, self.proofs, fresh, lora, version)
            session.wake("submit")
