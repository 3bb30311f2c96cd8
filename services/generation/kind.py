"""Generations as the durable engine sees them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Protocol

from db.database import Database
from db.enums import ImageState, JobKind, JobState, Purpose
from db.models import Attempt, Generation, Image, Job
from db.repositories import generations as rows
from db.repositories.uploaded_files import Upload, note_upload
from db.sessions import ReadSession, WriteSession
from services.billing.moves import is_affordable
from services.errors import BrokenArtefactError, ConflictError, NotFoundError, ProviderError
from services.generation.choosing import agreed_for, endpoint_at, endpoints_for, give_up_version, is_agreed
from services.generation.collecting import Gate, PictureCollector
from services.generation.endpoint_fields import LoraUse
from services.generation.endpoints import EndpointTable, arguments
from services.generation.failures import read_failure
from services.generation.hosted_weights import HostedWeights, only_for_this_call
from services.generation.output import read_output
from services.generation.prompt_words import PromptWords
from services.generation.rules import GenerationRules
from services.generation.settings import GenerationSettings
from services.jobs.kinds import Delivered, Finalised, Move, Outcome, Prepared, Progress, Rejected, Timing
from services.messaging.cards import put_job_card
from services.messaging.outbox import put_media, put_ping
from services.ports import Clock, Storage
from services.providers.base import Broken, Provider, RefusalReason

QUEUE_LIMIT = timedelta(minutes=30)
RUN_LIMIT = timedelta(minutes=10)
PROOFS_KEPT = timedelta(days=30)
SOURCE_LIFETIME = timedelta(hours=2)
"""A source picture must outlive queue and run; it shows a person, so not by much."""


class ProofCheck(Protocol):
    """What pictures ask of the trainings area."""

    async def look_at_proofs(self, version_id: uuid.UUID, images: Sequence[Image]) -> None:
        """Notes how much stored proofs look like the training photos. Fails nothing; repeatable."""


class GenerationKind:
    """Implements `Kind`. One generation is one job and one provider call with all its pictures."""

    kind = JobKind.GENERATION
    tells_moves = False
    uncertain_for = timedelta(minutes=10)
    review_for = timedelta(0)  # a picture is ordered again in seconds, and a training must not wait for its proof

    def __init__(
        self,
        db: Database,
        clock: Clock,
        storage: Storage,
        providers: Mapping[str, Provider],
        endpoints: EndpointTable,
        hosted: HostedWeights,
        rules: GenerationRules,
        words: PromptWords,
        likeness: ProofCheck | None = None,
        gate: Gate | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage
        self._providers = providers
        self._endpoints = endpoints
        self._hosted = hosted
        self._rules = rules
        self._words = words
        self._likeness = likeness
        self._gate = gate

    async def prepare(self, job: Job) -> Prepared:
        """See `Kind.prepare`. The LoRA's address carries a parameter that only this attempt uses; an endpoint that
        runs a version kept at the provider needs no address. Nothing leaves for anybody whom the person has not
        agreed to: `ConflictError('consent-missing')`, because a consent may be withdrawn while the order waits."""
        async with self._db.read() as session:
            order = await self._order(session, job)
            source = await self._source(session, order.generation)
            row = await endpoint_at(session, self._endpoints, order.version, job.provider)
            agreed = await agreed_for(session, job.user_id, order.version)
        if not is_agreed(row, agreed):
            raise ConflictError("consent-missing")
        prompt = await self._words.of(order, job.provider, agreed)
        hosts = [host for host in row.hosts if host in agreed]
        path = only_for_this_call(await self._hosted.url_for(order.version.id, hosts)) if hosts else None
        settings = GenerationSettings.from_json(order.generation.settings)
        source_url = await self._upload_source(job, source) if source else None
        loras = [LoraUse(path or "", settings.scale)]
        body = arguments(row, settings, prompt, loras, source_url)
        target = order.version.hosted_version if row.runs_version else None
        return Prepared(row.id_for(with_source=source is not None), body, data_url=path, target=target)

    async def timing(self, session: ReadSession, job: Job) -> Timing:
        """See `Kind.timing`."""
        order = await self._order(session, job)
        row = await endpoint_at(session, self._endpoints, order.version, job.provider)
        return Timing(row.usual_seconds * job.units, QUEUE_LIMIT.total_seconds(), RUN_LIMIT.total_seconds())

    def progress(self, job: Job, logs: Sequence[str]) -> Progress | None:
        """Picture endpoints promise nothing about their logs, and pictures take seconds."""
        return None

    async def judge(self, session: WriteSession, job: Job, failure: Broken) -> Broken:
        """See `Kind.judge`. Weights that could not be fetched are uploaded anew for the second attempt."""
        reading = read_failure(failure)
        if reading.lost_weights:
            order = await self._order(session, job)
            await self._hosted.forget(session, order.version.id)
        return reading.failure

    async def elsewhere(self, session: WriteSession, job: Job, without: Collection[str], reason: str) -> Move | None:
        """See `Kind.elsewhere`. The picture to start from has to be possible there too. A trained version that the
        provider will not run, because somebody deleted it there, is given up for our own weights."""
        order = await self._order(session, job)
        settings = GenerationSettings.from_json(order.generation.settings)
        with_source = order.generation.source_image_id is not None
        others = [name for name in self._rules.providers if name != job.provider and name not in without]
        if reason == RefusalReason.GONE and await give_up_version(session, order.version, job.provider):
            others.insert(0, job.provider)
        agreed = await agreed_for(session, job.user_id, order.version)
        for row in await endpoints_for(session, self._endpoints, others, order.version):
            cost = self._endpoints.cost(row, settings, with_source=with_source)
            is_able = is_agreed(row, agreed) and (row.source is not None or not with_source)
            if is_able and await is_affordable(session, self._clock, self._rules.budget, job, cost):
                return Move(row.provider, row.id_for(with_source=with_source), cost)
        return None

    async def finalise(self, job: Job, attempt: Attempt, output: Mapping[str, Any]) -> Finalised:
        """See `Kind.finalise`. Blocked pictures are noted and not delivered; what was noted is not fetched again."""
        provider = self._provider(job.provider)
        async with self._db.read() as session:
            order = await self._order(session, job)
            generation = order.generation
            row = await endpoint_at(session, self._endpoints, order.version, job.provider)
            known = {image.no for image in await rows.images_of(session, [generation.id])}
        is_proof = generation.purpose is Purpose.PROOF
        erase_at = self._clock.now() + PROOFS_KEPT if is_proof else None
        try:
            answer = read_output(output, job.units, row.answer)
        except BrokenArtefactError as error:
            return Rejected(error.code)
        collector = PictureCollector(self._storage, provider, attempt, erase_at, self._gate)
        images, faults = await collector.collect(answer, without=known)
        async with self._db.write(joins_update=False) as session:
            await rows.add_images(session, generation.id, self._clock.now(), images)
            noted = await rows.images_of(session, [generation.id])
        if is_proof and self._likeness is not None:
            await self._likeness.look_at_proofs(generation.version_id, noted)
        stored = sum(image.state is ImageState.STORED for image in noted)
        if stored:
            return Delivered(stored)
        return Delivered(0, "blocked" if noted else faults[0])

    async def validate(self, session: WriteSession, job: Job) -> Delivered | None:
        """A generation has no child jobs and is never asked."""
        return None

    async def settle(self, session: WriteSession, job: Job, outcome: Outcome) -> None:
        """See `Kind.settle`. Proofs say nothing of their own: their training does."""
        generation = (await self._order(session, job)).generation
        if generation.purpose is Purpose.PROOF:
            return
        await put_job_card(session, self._clock, job)
        key, chat = str(generation.id), job.user_id
        if outcome.state is JobState.SUCCEEDED:
            params = {"generation_id": key}
            await put_media(session, self._clock, key=f"pictures:{key}", chat_id=chat, view="pictures", params=params)
        elif outcome.state is JobState.FAILED:
            params = {"job_id": str(job.id)}
            view = "generation_failed"
            await put_ping(session, self._clock, key=f"{view}:{key}", chat_id=chat, view=view, params=params)

    async def announce(self, session: WriteSession, job: Job) -> None:
        """See `Kind.announce`."""
        if job.parent_id is None:
            await put_job_card(session, self._clock, job)

    async def _order(self, session: ReadSession, job: Job) -> rows.Order:
        order = await rows.order_of(session, job.subject_id)
        if order is None:
            raise NotFoundError("generation-gone")
        return order

    async def _source(self, session: ReadSession, generation: Generation) -> Image | None:
        if generation.source_image_id is None:
            return None
        image = await session.get(Image, generation.source_image_id)
        if image is None or image.storage_key is None or image.state is not ImageState.STORED:
            raise NotFoundError("image-gone")
        return image

    async def _upload_source(self, job: Job, image: Image) -> str:
        assert image.storage_key is not None
        data = await self._storage.get(image.storage_key)
        extension = image.storage_key.rsplit(".", 1)[-1]
        file = await self._provider(job.provider).upload(
            data,
            file_name=f"{uuid.uuid4()}.{extension}",
            content_type=image.content_type,
            seconds=int(SOURCE_LIFETIME.total_seconds()),
        )
        async with self._db.write(joins_update=False) as session:
            await note_upload(session, job.id, Upload(job.provider, file.url, file.until), self._clock.now())
        return file.url

    def _provider(self, name: str) -> Provider:
        if name not in self._providers:
            raise ProviderError("no-provider")
        return self._providers[name]
