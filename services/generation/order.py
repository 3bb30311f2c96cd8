"""Ordering pictures: one transaction from the checks to the job and its card."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from db.columns import new_id
from db.database import Database
from db.enums import JobKind, LoraStatus, Purpose
from db.models import Generation, Job, Lora, LoraVersion, User
from db.repositories import generations as rows
from db.repositories.cards import put_card_message
from db.sessions import ReadSession, WriteSession
from services.billing.budget import check_budget
from services.billing.locks import lock_budget, lock_user
from services.billing.quota import check_picture_quota
from services.errors import ConflictError, NotFoundError, UserError
from services.generation.choosing import agreed_for, can_draw, choose_endpoint
from services.generation.endpoints import Endpoint, EndpointTable
from services.generation.own_pictures import own_picture
from services.generation.prompts import clean_prompt, prompt_to_send
from services.generation.remembered import to_preferences
from services.generation.rules import GenerationRules
from services.generation.settings import GenerationSettings
from services.jobs.kinds import NewJob
from services.jobs.orders import earlier_order, place
from services.messaging.cards import job_subject, put_job_card
from services.ports import Clock
from services.safety.words import Words


@dataclass(frozen=True)
class ProofShot:
    """One proof picture: the prompt as a person would write it, and a fixed seed."""

    prompt: str
    seed: int


@dataclass(frozen=True)
class _Wish:
    purpose: Purpose
    prompt: str
    settings: GenerationSettings
    source_image_id: uuid.UUID | None = None


class GenerationOrders:
    """The facade for everything that orders pictures."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        rules: GenerationRules,
        endpoints: EndpointTable,
        words: Words | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._rules = rules
        self._endpoints = endpoints
        self._words = words or Words()

    async def order(
        self,
        user_id: int,
        lora_id: uuid.UUID,
        prompt: str,
        settings: GenerationSettings,
        request_key: str,
        *,
        source_image_id: uuid.UUID | None = None,
        card_message_id: int | None = None,
    ) -> Job:
        """Orders `settings.count` pictures; a repeated `request_key` returns the first job and changes nothing.

        With `source_image_id` (one of the person's own pictures) they start from that picture. The bot's message
        `card_message_id` becomes the status card; without it a new message does. The caller has checked access.
        Raises `InvalidInputError` (prompt-empty, prompt-too-long, and what `Words.check_prompt` raises),
        `NotFoundError` (model-gone, image-gone), `ConflictError` (model-not-ready, no-provider, consent-missing,
        like-not-offered) and `LimitReachedError` (picture-quota, budget-reached, credits-short).
        """
        wish = _Wish(Purpose.USER, clean_prompt(prompt), settings.with_seed(), source_image_id)
        async with self._db.write() as session:
            await lock_user(session, user_id)
            known = await earlier_order(session, user_id, request_key)
            if known is not None:
                return known
            lora, version = await self._ready_model(session, user_id, lora_id)
            self._words.check_prompt(wish.prompt, lora.type, lora.class_word)
            if source_image_id is not None:
                await own_picture(session, user_id, source_image_id)
            row = await self._endpoint(session, user_id, version, with_source=source_image_id is not None)
            await check_picture_quota(
                session, self._clock, user_id, settings.count, self._rules.pictures_per_day, self._rules.past
            )
            await lock_budget(session)
            cost = self._endpoints.cost(row, settings, with_source=source_image_id is not None)
            await check_budget(session, self._clock, self._rules.budget, cost)
            price = self._rules.price * settings.count
            job = await self._place(session, wish, lora, version, row, price=price, request_key=request_key)
            await rows.count_use(session, lora.id)
            await _remember(session, user_id, version, wish.settings)
            if card_message_id is not None:
                await put_card_message(session, user_id, job_subject(job.id), card_message_id)
            await put_job_card(session, self._clock, job)
            return job

    async def order_proofs(
        self, session: WriteSession, parent: Job, lora: Lora, version: LoraVersion, shots: Sequence[ProofShot]
    ) -> list[Job]:
        """Orders one free picture per shot as children of a training, in the caller's unit of work.

        They take nothing of the person's quota, but the system's budget is a hard stop for them too:
        `LimitReachedError('budget-reached')`. Repeatable: each version's proofs are ordered once.
        """
        row = await self._endpoint(session, parent.user_id, version, with_source=False)
        await lock_budget(session)
        jobs = []
        for number, shot in enumerate(shots, start=1):
            key = f"proof:{version.id}:{number}"
            known = await earlier_order(session, parent.user_id, key)
            if known is None:
                wish = _Wish(Purpose.PROOF, clean_prompt(shot.prompt), GenerationSettings(seed=shot.seed))
                cost = self._endpoints.cost(row, wish.settings)
                await check_budget(session, self._clock, self._rules.budget, cost)
                known = await self._place(session, wish, lora, version, row, request_key=key, parent=parent)
            jobs.append(known)
        return jobs

    async def endpoint_of(self, session: ReadSession, lora: Lora, *, with_source: bool = False) -> Endpoint | None:
        """The endpoint that would draw with this model now, from a picture if asked for; None when none can."""
        version = await session.get(LoraVersion, lora.current_version_id) if lora.current_version_id else None
        if version is None:
            return None
        try:
            return await self._endpoint(session, lora.user_id, version, with_source=with_source)
        except UserError:
            return None

    async def _endpoint(
        self, session: ReadSession, user_id: int, version: LoraVersion, *, with_source: bool
    ) -> Endpoint:
        agreed = await agreed_for(session, user_id, version)
        return await choose_endpoint(
            session, self._endpoints, self._rules.providers, version, agreed, with_source=with_source
        )

    async def _ready_model(self, session: WriteSession, user_id: int, lora_id: uuid.UUID) -> tuple[Lora, LoraVersion]:
        model = await rows.model_of(session, user_id, lora_id)
        if model is None:
            raise NotFoundError("model-gone")
        lora, version = model
        if lora.status is not LoraStatus.COMPLETED or version is None or not can_draw(version):
            raise ConflictError("model-not-ready", name=lora.name)
        return lora, version

    async def _place(
        self,
        session: WriteSession,
        wish: _Wish,
        lora: Lora,
        version: LoraVersion,
        row: Endpoint,
        *,
        request_key: str,
        price: int = 0,
        parent: Job | None = None,
    ) -> Job:
        generation = self._generation(wish, lora, version)
        session.add(generation)
        order = self._job(wish, generation, row, price=price, request_key=request_key, parent=parent)
        job = await place(session, self._clock, order)
        generation.job_id = job.id
        await session.flush()
        return job

    def _generation(self, wish: _Wish, lora: Lora, version: LoraVersion) -> Generation:
        return Generation(
            id=new_id(),
            user_id=lora.user_id,
            lora_id=lora.id,
            version_id=version.id,
            purpose=wish.purpose,
            prompt=wish.prompt,
            prompt_sent=prompt_to_send(wish.prompt, lora.type, lora.trigger_word, lora.class_word),
            settings=wish.settings.to_json(),
            source_image_id=wish.source_image_id,
            created_at=self._clock.now(),
        )

    def _job(
        self, wish: _Wish, generation: Generation, row: Endpoint, *, price: int, request_key: str, parent: Job | None
    ) -> NewJob:
        with_source = wish.source_image_id is not None
        return NewJob(
            user_id=generation.user_id,
            kind=JobKind.GENERATION,
            provider=row.provider,
            endpoint=row.id_for(with_source=with_source),
            subject_id=generation.id,
            units=wish.settings.count,
            price=price,
            estimated_cost=self._endpoints.cost(row, wish.settings, with_source=with_source),
            request_key=request_key,
            parent_id=parent.id if parent else None,
        )


async def _remember(session: WriteSession, user_id: int, version: LoraVersion, settings: GenerationSettings) -> None:
    user = await session.get_one(User, user_id, populate_existing=True)
    taste = to_preferences(user.preferences.get("generation"), version.base_model, settings)
    # A new dict: a change inside the old one would not be noticed.
    user.preferences = {**user.preferences, "generation": taste, "lora_id": str(version.lora_id)}
