"""The create conversation's facade: answers and photos, collected in any order."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from db.columns import new_id
from db.database import Database
from db.enums import DraftKind, LoraType, Quality
from db.models import Dataset, Draft, Photo
from db.repositories import drafts as rows
from db.repositories.draft_people import make_people_due
from db.repositories.loras import taken_name_keys
from db.sessions import WriteSession
from services.billing.locks import lock_user
from services.errors import InvalidInputError, NotFoundError
from services.loras.names import free_name
from services.ports import Clock
from services.safety.words import Words
from services.training import draft_answers as answers
from services.training.draft_fields import CreateFields
from services.training.draft_offers import begun_with, chosen_trainer
from services.training.draft_view import DraftView, lacks_photos, view_draft
from services.training.draft_words import check_words
from services.training.rules import TrainingRules
from services.training.trainers import TrainerTable


class DraftPhotos(Protocol):
    """What a draft asks of the photos area."""

    async def add(self, dataset_id: UUID, source_key: str, data: bytes, *, replaces: int | None = None) -> Photo:
        """Cleans and stores a photo, in the place of the one numbered `replaces`; the same `source_key` again returns
        the first one."""

    async def get_ready(self) -> None:
        """Photos are on their way; repeatable."""

    async def remove(self, dataset_id: UUID, position: int) -> None:
        """Removes the photo with that number."""

    async def use_anyway(self, dataset_id: UUID, position: int, *, wanted: bool = True) -> None:
        """Trains with the photo of that number in spite of its verdict."""

    async def remove_one(self, dataset_id: UUID, photo_id: UUID) -> int:
        """Removes that photo; the number it had."""

    async def use_one_anyway(self, dataset_id: UUID, photo_id: UUID) -> None:
        """Trains with that photo in spite of its verdict."""


class CreateDrafts:
    """Drafts of new models, one open draft per person; they live in the database, so a restart loses nothing.

    A draft that is gone or another person's raises `NotFoundError('draft-gone')`, words that may not be used
    `InvalidInputError` as `services.safety.words.Words`.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        photos: DraftPhotos,
        trainers: TrainerTable,
        rules: TrainingRules,
        words: Words | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._photos = photos
        self._trainers = trainers
        self._rules = rules
        self._words = words or Words()

    async def open(self, user_id: int, *, joins_update: bool = True) -> DraftView:
        """The person's open draft; a new one, with an empty data set, if there is none.

        Without `joins_update` another write is the effect of the update being handled, see `Database.write`.
        """
        async with self._db.write(joins_update=joins_update) as session:
            await lock_user(session, user_id)
            draft = await rows.open_draft(session, user_id)
            if draft is None:
                now = self._clock.now()
                fields = await self._first_fields(session, user_id)
                dataset = Dataset(id=new_id(), user_id=user_id, created_at=now)
                draft = Draft(
                    id=new_id(),
                    user_id=user_id,
                    kind=DraftKind.CREATE,
                    dataset_id=dataset.id,
                    fields=fields.to_json(),
                    done_requested=False,
                    created_at=now,
                    updated_at=now,
                )
                session.add(dataset)
                await session.flush()
                session.add(draft)
                await session.flush()
            return await view_draft(session, self._clock, draft, self._trainers, self._rules)

    async def current(self, user_id: int) -> DraftView | None:
        """The person's open draft, if there is one."""
        async with self._db.read() as session:
            draft = await rows.open_draft(session, user_id)
            return await view_draft(session, self._clock, draft, self._trainers, self._rules) if draft else None

    async def view(self, draft_id: UUID) -> DraftView:
        """A draft as it stands, whoever's it is."""
        async with self._db.read() as session:
            draft = await rows.create_draft(session, draft_id)
            if draft is None:
                raise NotFoundError("draft-gone")
            return await view_draft(session, self._clock, draft, self._trainers, self._rules)

    async def choose_type(self, user_id: int, draft_id: UUID, kind: LoraType) -> DraftView:
        """Character, style or product. A style needs no class word."""
        return await self._change(user_id, draft_id, answers.with_type(kind))

    async def choose_class(self, user_id: int, draft_id: UUID, class_word: str) -> DraftView:
        """What the model shows, in English ("woman"); raises `InvalidInputError('class-bad', max)`."""
        return await self._change(user_id, draft_id, answers.with_class(class_word))

    async def suggest_name(self, user_id: int, base: str) -> str:
        """`base`, with a number if the person has such a model ("My portrait 2"); reserves nothing."""
        async with self._db.read() as session:
            return free_name(base, await taken_name_keys(session, user_id))

    async def set_name(self, user_id: int, draft_id: UUID, name: str) -> DraftView:
        """Names the model and makes the trigger word from it, unless the person has typed one.

        Raises `InvalidInputError('name-empty' | 'name-too-long')` and
        `ConflictError('name-taken', name, suggestion)`.
        """
        return await self._change(user_id, draft_id, answers.with_name(name, self._trainers, self._rules))

    async def set_description(self, user_id: int, draft_id: UUID, text: str) -> DraftView:
        """A description for the person's own eyes; raises `InvalidInputError('description-too-long', limit)`."""
        return await self._change(user_id, draft_id, answers.with_description(text))

    async def skip_description(self, user_id: int, draft_id: UUID) -> DraftView:
        """No description, also where there was one."""
        return await self._change(user_id, draft_id, answers.with_description(None))

    async def set_trigger(self, user_id: int, draft_id: UUID, text: str) -> DraftView:
        """A trigger word of the person's own.

        Raises `InvalidInputError('trigger-empty' | 'trigger-bad' | 'trigger-phrase-bad')` and
        `ConflictError('trigger-taken', suggestion)`.
        """
        return await self._change(user_id, draft_id, answers.with_trigger(text, self._trainers, self._rules))

    async def choose_trainer(self, user_id: int, draft_id: UUID, key: str) -> DraftView:
        """Another trainer; a trigger word that breaks its rule is made anew. Raises `NotFoundError`."""
        return await self._change(user_id, draft_id, answers.with_trainer(key, self._trainers, self._rules))

    async def choose_quality(self, user_id: int, draft_id: UUID, quality: Quality) -> DraftView:
        """Quick or standard; one that the trainer does not offer counts as one that it does. What was set by hand
        about the quality goes."""
        return await self._change(user_id, draft_id, answers.with_quality(quality, self._trainers, self._rules))

    async def set_setting(self, user_id: int, draft_id: UUID, key: str, text: str) -> DraftView:
        """Sets one setting of the draft's trainer, see `DraftView.settings`; confirming remembers it.

        Raises `InvalidInputError('setting-bad', setting, min, max)`, `('setting-multiple', ..., step)`,
        `('setting-choice', setting, choices)`, `('button-old')` for a setting that the trainer does not have, and
        `LimitReachedError('training-too-expensive', limit)`.
        """
        return await self._change(user_id, draft_id, answers.with_setting(key, text, self._trainers, self._rules))

    async def reset_settings(self, user_id: int, draft_id: UUID) -> DraftView:
        """Takes back everything that was set by hand."""
        return await self._change(user_id, draft_id, answers.without_settings())

    async def add_photo(self, user_id: int, draft_id: UUID, source_key: str, data: bytes) -> Photo:
        """Takes a photo, however many arrive at once; raises what the photos area raises, and
        `InvalidInputError('button-old')` for a draft of several people, where every photo is somebody's.

        For photos that come as bytes; chats send theirs through `Albums`.
        """
        photo = await self._photos.add(await self._dataset(user_id, draft_id, of_one=True), source_key, data)
        async with self._db.write() as session:
            now = self._clock.now()
            await rows.photo_arrived(session, draft_id, now, now + self._rules.settle_after)
        return photo

    async def remove_photo(self, user_id: int, draft_id: UUID, position: int) -> DraftView:
        """Removes the photo with that number; the ones behind it move up. Takes a Done back."""
        await self._photos.remove(await self._dataset(user_id, draft_id), position)
        return await self._touch(user_id, draft_id, lambda fields: fields.without_photo(position), done=False)

    async def use_anyway(self, user_id: int, draft_id: UUID, position: int) -> DraftView:
        """Trains with the photo of that number though it is not usable; an explicit one stays out. Takes a Done
        back."""
        await self._photos.use_anyway(await self._dataset(user_id, draft_id), position)
        return await self.reopen_photos(user_id, draft_id)

    async def drop_photo(self, user_id: int, draft_id: UUID, photo_id: UUID) -> DraftView:
        """As `remove_photo`, for somebody who may have seen other numbers than those of this moment."""
        position = await self._photos.remove_one(await self._dataset(user_id, draft_id), photo_id)
        return await self._touch(user_id, draft_id, lambda fields: fields.without_photo(position), done=False)

    async def want_photo(self, user_id: int, draft_id: UUID, photo_id: UUID) -> DraftView:
        """As `use_anyway`, for somebody who may have seen other numbers than those of this moment."""
        await self._photos.use_one_anyway(await self._dataset(user_id, draft_id), photo_id)
        return await self.reopen_photos(user_id, draft_id)

    async def replace_photo(self, user_id: int, draft_id: UUID, position: int) -> DraftView:
        """The next photo that is sent takes the place of the one with that number, until something else is done. Takes
        a Done back. Raises `NotFoundError('photo')`."""
        view = await self.view(draft_id)
        if position not in {one.position for one in view.coached.judgements}:
            raise NotFoundError("photo")
        return await self._touch(
            user_id, draft_id, lambda fields: replace(fields.told(), replacing=position), done=False
        )

    async def request_done(self, user_id: int, draft_id: UUID) -> DraftView:
        """The person has no more photos. Photos on their way still count: the draft settles 1.5 s later."""
        return await self._touch(user_id, draft_id, CreateFields.told, done=True)

    async def reopen_photos(self, user_id: int, draft_id: UUID) -> DraftView:
        """Takes a Done back: the person wants to add or remove photos."""
        return await self._touch(user_id, draft_id, CreateFields.told, done=False)

    async def forget_refused_done(self, session: WriteSession, draft: Draft) -> None:
        """A Done that was answered with "too few photos" does not stand for photos that are sent after that answer."""
        was_answered = draft.done_requested and draft.settle_at is None
        if was_answered and await lacks_photos(session, draft, self._trainers, self._rules):
            draft.done_requested = False

    async def discard(self, user_id: int, draft_id: UUID) -> None:
        """Gives the draft up; its photos are erased at the next clean-up. A draft that is gone is fine."""
        async with self._db.write() as session:
            draft = await rows.draft_for_change(session, user_id, draft_id)
            if draft is None:
                return
            if draft.dataset_id is not None:
                dataset = await session.get_one(Dataset, draft.dataset_id)
                dataset.erase_photos_at = self._clock.now()
            await make_people_due(session, draft.id, self._clock.now())
            await rows.close_draft(session, draft)

    async def _first_fields(self, session: WriteSession, user_id: int) -> CreateFields:
        empty = CreateFields()
        trainer = chosen_trainer(empty, self._trainers, self._rules)
        return await begun_with(session, user_id, empty, trainer, self._trainers, self._rules)

    async def _dataset(self, user_id: int, draft_id: UUID, *, of_one: bool = False) -> UUID:
        async with self._db.read() as session:
            draft = await rows.create_draft(session, draft_id)
            if draft is None or draft.user_id != user_id or draft.dataset_id is None:
                raise NotFoundError("draft-gone")
            if of_one and CreateFields.from_json(draft.fields).several:
                raise InvalidInputError("button-old")
            return draft.dataset_id

    async def _load(self, session: WriteSession, user_id: int, draft_id: UUID) -> Draft:
        draft = await rows.draft_for_change(session, user_id, draft_id)
        if draft is None:
            raise NotFoundError("draft-gone")
        draft.updated_at = self._clock.now()
        return draft

    async def _change(self, user_id: int, draft_id: UUID, change: answers.Change) -> DraftView:
        async with self._db.write() as session:
            draft = await self._load(session, user_id, draft_id)
            before = CreateFields.from_json(draft.fields).told()
            changed = await change(session, draft, before)
            check_words(self._words, changed, before)
            draft.fields = changed.to_json()
            await session.flush()
            return await view_draft(session, self._clock, draft, self._trainers, self._rules)

    async def _touch(
        self, user_id: int, draft_id: UUID, change: Callable[[CreateFields], CreateFields], *, done: bool
    ) -> DraftView:
        async with self._db.write() as session:
            draft = await self._load(session, user_id, draft_id)
            draft.fields = change(CreateFields.from_json(draft.fields)).to_json()
            draft.settle_at = self._clock.now() + self._rules.settle_after
            draft.done_requested = done
            await session.flush()
            return await view_draft(session, self._clock, draft, self._trainers, self._rules)
