"""The generate conversation's facade: a prompt, a model and settings, collected before anything is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from db.columns import new_id
from db.database import Database
from db.enums import DraftKind, LoraStatus
from db.models import Draft, Job, Lora, LoraVersion, User
from db.repositories import generate_drafts as rows
from db.repositories.drafts import drop_draft
from db.repositories.jobs import job_of_request
from db.repositories.loras import loras_of
from db.sessions import ReadSession, WriteSession
from services.billing.ledger import balance
from services.billing.quota import QuotaLeft, pictures_left
from services.errors import ConflictError, NotFoundError
from services.generation.aspects import Aspect
from services.generation.order import GenerationOrders
from services.generation.picture_settings import PictureSettingView, read_setting, unset, view_settings
from services.generation.prompts import clean_prompt
from services.generation.remembered import from_preferences, kept, with_values
from services.generation.rules import GenerationRules
from services.generation.settings import GenerationSettings
from services.ports import Clock


@dataclass(frozen=True)
class GenerateDraft:
    """A draft as it stands. `prompt` is empty until it is written. `models` are the person's ready models, newest
    first, `lora` the chosen one among them; `quota` is what is left of today's pictures. `settings_view` is what else
    may be set where this model is drawn; empty while no provider can. `price` is what the order costs in credits, and
    `balance` what the person has of them."""

    id: UUID
    prompt: str
    lora: Lora
    models: Sequence[Lora]
    settings: GenerationSettings
    quota: QuotaLeft
    settings_view: tuple[PictureSettingView, ...]
    price: int
    balance: int


class GenerateDrafts:
    """Drafts of picture orders, several per person: every card draws what it shows.

    Methods raise `NotFoundError('button-old')` for a draft that is gone or another person's, and
    `ConflictError('no-ready-model')` when the person has no model to draw with.
    """

    def __init__(self, db: Database, clock: Clock, orders: GenerationOrders, rules: GenerationRules) -> None:
        self._db = db
        self._clock = clock
        self._orders = orders
        self._rules = rules

    async def begin(
        self, user_id: int, prompt: str = "", *, lora_id: UUID | None = None, like: UUID | None = None
    ) -> GenerateDraft:
        """A new draft with the model and settings of the draft `like` while it exists, else of the last order.

        Raises `InvalidInputError('prompt-too-long')` and, for a `lora_id` that is not ready,
        `ConflictError('model-not-ready')`.
        """
        cleaned = clean_prompt(prompt) if prompt else ""
        async with self._db.write() as session:
            pattern = await rows.generate_draft(session, user_id, like) if like else None
            user = await session.get(User, user_id)
            # A seed is for one draft: kept, it would make the same picture again and again.
            fields = {**(pattern.fields if pattern else _last_order(user)), "seed": None}
            ready = await loras_of(session, user_id, [LoraStatus.COMPLETED])
            _require(ready, lora_id)
            chosen = _chosen(ready, str(lora_id) if lora_id else fields.get("lora_id"))
            now = self._clock.now()
            draft = Draft(
                id=new_id(),
                user_id=user_id,
                kind=DraftKind.GENERATE,
                fields={**fields, "prompt": cleaned, "lora_id": str(chosen.id)},
                created_at=now,
                updated_at=now,
            )
            session.add(draft)
            await session.flush()
            return await self._view(session, draft)

    async def preview(self, user_id: int, lora_id: UUID) -> GenerateDraft:
        """What a new draft with this model would be; nothing is begun. Raises `ConflictError('model-not-ready')`."""
        async with self._db.read() as session:
            user = await session.get(User, user_id)
            _require(await loras_of(session, user_id, [LoraStatus.COMPLETED]), lora_id)
            fields = {**_last_order(user), "lora_id": str(lora_id), "seed": None}
            return await self._view(session, Draft(id=new_id(), user_id=user_id, fields=fields))

    async def get(self, user_id: int, draft_id: UUID) -> GenerateDraft:
        """The draft as it stands."""
        async with self._db.read() as session:
            draft = await rows.generate_draft(session, user_id, draft_id)
            if draft is None:
                raise NotFoundError("button-old")
            return await self._view(session, draft)

    async def say(self, user_id: int, draft_id: UUID, prompt: str) -> GenerateDraft:
        """Another prompt; raises `InvalidInputError('prompt-empty' | 'prompt-too-long')`."""
        return await self._change(user_id, draft_id, {"prompt": clean_prompt(prompt)})

    async def choose_model(self, user_id: int, draft_id: UUID, lora_id: UUID) -> GenerateDraft:
        """Another model. Raises `ConflictError('model-not-ready')` for one that cannot draw."""
        return await self._change(user_id, draft_id, {"lora_id": str(lora_id)}, needs=lora_id)

    async def choose_aspect(self, user_id: int, draft_id: UUID, aspect: Aspect) -> GenerateDraft:
        """Another shape."""
        return await self._change(user_id, draft_id, {"aspect": aspect.value})

    async def choose_count(self, user_id: int, draft_id: UUID, count: int) -> GenerateDraft:
        """Another number of pictures; raises `InvalidInputError('picture-count', min, max)`."""
        replace(GenerationSettings(), count=count)
        return await self._change(user_id, draft_id, {"count": count})

    async def set_setting(self, user_id: int, draft_id: UUID, key: str, text: str | None) -> GenerateDraft:
        """Sets one of `GenerateDraft.settings_view`; None goes back to the default. Remembered with the order, all but
        the seed.

        Raises `InvalidInputError('setting-bad', setting, min, max)`, `('setting-choice', setting, choices)`, and
        `('button-old')` for a setting that this model has not.
        """
        async with self._db.write() as session:
            draft = await self._for_change(session, user_id, draft_id)
            before = await self._view(session, draft)
            return await self._set(session, draft, before.lora, read_setting(before.settings_view, key, text))

    async def reset_settings(self, user_id: int, draft_id: UUID) -> GenerateDraft:
        """Everything but shape and number as the model's endpoint has it by itself."""
        async with self._db.write() as session:
            draft = await self._for_change(session, user_id, draft_id)
            before = await self._view(session, draft)
            return await self._set(session, draft, before.lora, unset())

    async def draw(self, user_id: int, draft_id: UUID, *, card_message_id: int | None = None) -> Job:
        """Orders the draft; a second tap finds the first one's job. `card_message_id` becomes its status card.

        Raises what `GenerationOrders.order` does; the draft then stays as it was.
        """
        async with self._db.read() as session:
            row = await rows.generate_draft(session, user_id, draft_id)
            if row is None:
                known = await job_of_request(session, user_id, str(draft_id))
                if known is None:
                    raise NotFoundError("button-old")
                return known
            lora = await session.get(Lora, UUID(row.fields["lora_id"]))
            settings = _settings_in(row.fields, await _base_model(session, lora))
        # The stored model, not the one that a view would fall back to: a card draws what it shows.
        job = await self._orders.order(
            user_id,
            UUID(row.fields["lora_id"]),
            row.fields["prompt"],
            settings,
            str(draft_id),
            card_message_id=card_message_id,
        )
        await self.drop(user_id, draft_id)
        return job

    async def drop(self, user_id: int, draft_id: UUID) -> None:
        """Gives the draft up; one that is gone is fine."""
        async with self._db.write() as session:
            if await rows.generate_draft_for_change(session, user_id, draft_id) is not None:
                await drop_draft(session, draft_id)

    async def _change(
        self, user_id: int, draft_id: UUID, values: Mapping[str, Any], *, needs: UUID | None = None
    ) -> GenerateDraft:
        async with self._db.write() as session:
            draft = await self._for_change(session, user_id, draft_id)
            ready = await loras_of(session, user_id, [LoraStatus.COMPLETED])
            _require(ready, needs)
            fields = {**draft.fields, **values}
            draft.fields = {**fields, "lora_id": str(_chosen(ready, fields["lora_id"]).id)}
            draft.updated_at = self._clock.now()
            await session.flush()
            return await self._view(session, draft)

    async def _set(self, session: WriteSession, draft: Draft, lora: Lora, values: Mapping[str, Any]) -> GenerateDraft:
        wishes = with_values(draft.fields, await _base_model(session, lora) or "", values)
        draft.fields = {**draft.fields, **wishes}
        draft.updated_at = self._clock.now()
        await session.flush()
        return await self._view(session, draft)

    async def _for_change(self, session: WriteSession, user_id: int, draft_id: UUID) -> Draft:
        draft = await rows.generate_draft_for_change(session, user_id, draft_id)
        if draft is None:
            raise NotFoundError("button-old")
        return draft

    async def _view(self, session: ReadSession, draft: Draft) -> GenerateDraft:
        ready = await loras_of(session, draft.user_id, [LoraStatus.COMPLETED])
        quota = await pictures_left(session, self._clock, draft.user_id, self._rules.pictures_per_day, self._rules.past)
        lora = _chosen(ready, draft.fields.get("lora_id"))
        settings = _settings_in(draft.fields, await _base_model(session, lora))
        row = await self._orders.endpoint_of(session, lora)
        return GenerateDraft(
            id=draft.id,
            prompt=draft.fields.get("prompt", ""),
            lora=lora,
            models=ready,
            settings=settings,
            quota=quota,
            settings_view=view_settings(row, settings) if row else (),
            price=self._rules.price * settings.count,
            balance=await balance(session, draft.user_id) if self._rules.price else 0,
        )


def _settings_in(fields: Mapping[str, Any], base_model: str | None) -> GenerationSettings:
    return replace(from_preferences(fields, base_model), seed=fields.get("seed"))


async def _base_model(session: ReadSession, lora: Lora | None) -> str | None:
    if lora is None or lora.current_version_id is None:
        return None
    return (await session.get_one(LoraVersion, lora.current_version_id)).base_model


def _last_order(user: User | None) -> dict[str, Any]:
    """The model and settings of the person's last order, in the form of a draft's fields."""
    preferences = user.preferences if user else {}
    return {**kept(preferences.get("generation")), "lora_id": preferences.get("lora_id")}


def _require(ready: Sequence[Lora], lora_id: UUID | None) -> None:
    if lora_id is not None and lora_id not in {lora.id for lora in ready}:
        raise ConflictError("model-not-ready")


def _chosen(ready: Sequence[Lora], lora_id: str | None) -> Lora:
    """The model with that id while it is ready, else the newest one."""
    if not ready:
        raise ConflictError("no-ready-model")
    return next((lora for lora in ready if str(lora.id) == lora_id), ready[0])
