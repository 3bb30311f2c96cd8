"""Photos that arrive one by one, as albums do: noted at once, fetched when they may be, shown when all are in."""

import asyncio
import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from db.claims import claim_settled_drafts
from db.database import Database
from db.models import Draft
from db.repositories import drafts as rows
from db.repositories.cards import forget_card_message
from db.repositories.draft_people import dataset_of
from db.repositories.photos import count_photos, photo_of_source
from db.repositories.updates import has_waiting
from db.sessions import WriteSession
from services.errors import BusyError, LoragramError, NotFoundError, StorageError, UserError
from services.messaging.cards import draft_subject, put_draft_card
from services.ports import Clock
from services.training.draft_fields import CreateFields, PhotoProblem, WaitingPhoto
from services.training.draft_view import DraftView
from services.training.drafts import CreateDrafts, DraftPhotos
from services.training.rules import TrainingRules

FETCH_LEASE = timedelta(seconds=60)
"""While photos are fetched nobody else fetches them; after a crash somebody does it again this much later."""

LOOK_AGAIN = timedelta(seconds=0.3)
FETCHED_AT_ONCE = 4
WAITING_LIMIT = 60
"""Far more than a set can hold, so that nobody fills our rows by sending without end."""

PROBLEMS_TOLD = 20

log = logging.getLogger(__name__)


class PhotoSource(Protocol):
    """Where sent photos can be had (Telegram)."""

    async def fetch(self, source: str) -> bytes:
        """The file. Raises `LoragramError` when it cannot be had; repeatable."""


class Agreements(Protocol):
    """What albums ask of the privacy area."""

    async def needed(self, user_id: int, providers: Collection[str]) -> bool:
        """Whether the person must agree before photos are stored."""


class Albums:
    """Takes photos into drafts. Each one is noted in the transaction that handles its message, so none is lost;
    the draft's card is shown when 1.5 s have passed without another and no message of the chat waits; that of an
    album already while it is taken in."""

    def __init__(
        self, drafts: CreateDrafts, photos: DraftPhotos, agreements: Agreements, rules: TrainingRules, db: Database,
        clock: Clock,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._drafts = drafts
        self._photos = photos
        self._agreements = agreements
        self._rules = rules

    async def arrive(
        self, user_id: int, draft_id: UUID, source: str, key: str, album: str | None = None, *, early: bool = False
    ) -> None:
        """Notes a photo that was sent; `key` is the sender's own key of it, by which it is known when it comes again.
        `album` names the person of a draft of several (`DraftPerson.album`). With `early`, for photos that stand
        together in the chat, the card shows verdicts while the others are still coming.

        Raises `NotFoundError('draft-gone')`.
        """
        async with self._db.write() as session:
            draft, fields = await self._next_of_album(session, user_id, draft_id, album)
            number = fields.newest_number(album)
            if sum(photo.album == album for photo in fields.waiting) >= WAITING_LIMIT:
                most = {"max": self._rules.photos.max_count}
                fields = _with_problem(fields, PhotoProblem(number, "photo-too-many", most, album))
            elif known := await _position(session, draft, fields, key, album):
                fields = _with_problem(fields, PhotoProblem(number, "photo-duplicate", {"number": known}, album))
            else:
                photo = WaitingPhoto(source, key, number, album, fields.replacing)
                fields = replace(fields, waiting=(*fields.waiting, photo), replacing=None)
            fields = replace(fields, early=fields.early or early)
            self._keep(draft, fields, self._rules.settle_after)

    async def refuse(self, user_id: int, draft_id: UUID, code: str, album: str | None = None, **params: Any) -> None:
        """Notes something that was sent among the photos and cannot be taken; told with the card."""
        async with self._db.write() as session:
            draft, fields = await self._next_of_album(session, user_id, draft_id, album)
            problem = PhotoProblem(fields.newest_number(album), code, params, album)
            self._keep(draft, _with_problem(fields, problem), self._rules.settle_after)

    async def look_again(self, user_id: int, draft_id: UUID) -> None:
        """The person has agreed: photos that waited for it are fetched by the next `tick`."""
        async with self._db.write() as session:
            draft = await rows.draft_for_change(session, user_id, draft_id)
            if draft is not None and CreateFields.from_json(draft.fields).waiting:
                draft.settle_at = self._clock.now()

    async def take_in(self, user_id: int, draft_id: UUID, source: PhotoSource) -> None:
        """Fetches and stores what waits, if the person has agreed. What cannot be taken is told with the card; when
        our own storage fails the photos go on waiting for `tick`."""
        view = await self._drafts.view(draft_id)
        if not view.fields.waiting or await self._agreements.needed(user_id, view.providers):
            return
        await self._hold(user_id, draft_id)
        waiting = view.fields.waiting
        try:
            for start in range(0, len(waiting), FETCHED_AT_ONCE):
                some = waiting[start : start + FETCHED_AT_ONCE]
                fetched = asyncio.gather(*(_fetched(source, photo) for photo in some))
                _, files = await asyncio.gather(self._photos.get_ready(), fetched)
                for photo, file in zip(some, files, strict=True):
                    problem = file if isinstance(file, LoragramError) else await self._add(view, photo, file)
                    await self._taken(user_id, draft_id, photo, problem)
        except (StorageError, BusyError) as error:
            log.warning("photos of a draft wait: %s", error.code)

    async def tick(self, source: PhotoSource, limit: int = 20) -> int:
        """Fetches what waits and shows the cards of drafts that have come to rest; returns how many were taken."""
        async with self._db.write(joins_update=False) as session:
            ids = await claim_settled_drafts(session, self._clock, limit)
            held = [draft for draft_id in ids if (draft := await self._shown_or_held(session, draft_id))]
        await asyncio.gather(*(self._fetch_or_ask(draft, source) for draft in held))
        return len(ids)

    async def _shown_or_held(self, session: WriteSession, draft_id: UUID) -> Draft | None:
        """Shows the card of a draft at rest; a draft whose photos wait is held and given back instead."""
        draft = await rows.create_draft(session, draft_id)
        if draft is None:
            return None
        if await has_waiting(session, draft.user_id):
            draft.settle_at = self._clock.now() + LOOK_AGAIN
            return None
        if CreateFields.from_json(draft.fields).waiting:
            draft.settle_at = self._clock.now() + FETCH_LEASE
            return draft
        await self._show(session, draft)
        return None

    async def _fetch_or_ask(self, held: Draft, source: PhotoSource) -> None:
        """Fetches the photos of a draft, or shows its card, which asks for the consent."""
        view = await self._drafts.view(held.id)
        if not await self._agreements.needed(held.user_id, view.providers):
            await self.take_in(held.user_id, held.id, source)
            return
        async with self._db.write(joins_update=False) as session:
            draft = await rows.draft_for_change(session, held.user_id, held.id)
            if draft is not None and draft.settle_at == held.settle_at:
                draft.settle_at = None
                await self._show(session, draft)

    async def _next_of_album(
        self, session: WriteSession, user_id: int, draft_id: UUID, album: str | None
    ) -> tuple[Draft, CreateFields]:
        """The locked draft and its fields, counting one more photo. The first of an album takes the card along:
        the next one is posted below the photos, where the person looks."""
        draft = await rows.draft_for_change(session, user_id, draft_id)
        if draft is None:
            raise NotFoundError("draft-gone")
        fields = CreateFields.from_json(draft.fields)
        if fields.sent_together == 0:
            fields = replace(fields, problems=())
            await self._drafts.forget_refused_done(session, draft)
            await forget_card_message(session, user_id, draft_subject(draft_id))
        return draft, fields.one_more(album)

    def _keep(self, draft: Draft, fields: CreateFields, rest: timedelta) -> None:
        draft.fields = fields.to_json()
        draft.updated_at = self._clock.now()
        draft.settle_at = draft.updated_at + rest

    async def _add(self, view: DraftView, photo: WaitingPhoto, data: bytes) -> LoragramError | None:
        error: UserError | None = None
        for _ in range(2):
            async with self._db.read() as session:
                dataset_id = await dataset_of(session, view.draft_id, view.dataset_id, photo.album)
            if dataset_id is None:  # The person has taken whoever is in that album out of the draft.
                return None
            try:
                await self._photos.add(dataset_id, photo.key, data, replaces=photo.replaces)
                return None
            except UserError as refused:
                error = refused
            if error.code != "dataset":  # Else the album was joined with another, whose data set it has.
                break
        return error

    async def _taken(self, user_id: int, draft_id: UUID, photo: WaitingPhoto, error: LoragramError | None) -> None:
        async with self._db.write(joins_update=False) as session:
            draft = await rows.draft_for_change(session, user_id, draft_id)
            fields = CreateFields.from_json(draft.fields) if draft else CreateFields()
            if draft is None or photo not in fields.waiting:
                return
            fields = replace(fields, waiting=tuple(one for one in fields.waiting if one != photo))
            if error is not None:
                fields = _with_problem(fields, PhotoProblem(photo.number, error.code, error.params, photo.album))
            self._keep(draft, fields, FETCH_LEASE if fields.waiting else self._rules.settle_after)
            if fields.early and fields.only_photos_missing:
                await put_draft_card(session, self._clock, user_id, draft_id)

    async def _hold(self, user_id: int, draft_id: UUID) -> None:
        async with self._db.write(joins_update=False) as session:
            draft = await rows.draft_for_change(session, user_id, draft_id)
            if draft is not None:
                draft.settle_at = self._clock.now() + FETCH_LEASE

    async def _show(self, session: WriteSession, draft: Draft) -> None:
        fields = CreateFields.from_json(draft.fields)
        draft.fields = replace(fields, sent_together=0, sent_of_album={}, early=False).to_json()
        await put_draft_card(session, self._clock, draft.user_id, draft.id)


async def _fetched(source: PhotoSource, photo: WaitingPhoto) -> bytes | LoragramError:
    try:
        return await source.fetch(photo.source)
    except LoragramError as error:
        return error


def _with_problem(fields: CreateFields, problem: PhotoProblem) -> CreateFields:
    """The first ones are enough to tell what is wrong."""
    if len(fields.problems) >= PROBLEMS_TOLD:
        return fields
    return replace(fields, problems=(*fields.problems, problem))


async def _position(
    session: WriteSession, draft: Draft, fields: CreateFields, key: str, album: str | None
) -> int | None:
    """The number of a photo that was sent before, also of one that is still to be fetched; None for a new one."""
    assert draft.dataset_id is not None
    dataset_id = await dataset_of(session, draft.id, draft.dataset_id, album)
    if dataset_id is None:
        return None
    stored = await photo_of_source(session, dataset_id, key)
    if stored is not None:
        return stored.position
    waiting = [photo.key for photo in fields.waiting if photo.album == album]
    if key not in waiting:
        return None
    return await count_photos(session, dataset_id) + waiting.index(key) + 1
