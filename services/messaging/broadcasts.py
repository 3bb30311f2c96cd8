"""What an admin does with a broadcast: write it, choose its receivers, confirm, watch, pause, stop, take it back."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.columns import new_id
from db.database import Database
from db.enums import BroadcastState, Language
from db.models import Audit, Broadcast
from db.repositories.audience import count_audience
from db.repositories.broadcasts import locked_broadcast, recent_broadcasts
from db.repositories.cards import forget_card_message
from db.repositories.people import set_broadcasts_off
from db.sessions import WriteSession
from services.billing.access import Access
from services.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from services.messaging import variants
from services.messaging.broadcast_progress import BroadcastProgress, progress_of
from services.messaging.broadcast_states import MOVES
from services.messaging.cards import broadcast_subject, put_broadcast_card
from services.messaging.segments import Segment, audience_of, has_moved
from services.messaging.variants import Piece
from services.ports import Clock

TOPIC = "broadcasts"
"""Wakes the worker that sends."""

ALBUM_SECONDS = 1.5
"""An album counts as complete when no further message of it has come for so long."""


@dataclass(frozen=True)
class _Opened:
    """A broadcast that is being changed, and the unit of work in which it is."""

    session: WriteSession
    row: Broadcast


class Broadcasts:
    """Every action is an admin's, else `ForbiddenError('admins-only')`, and is written into the audit with its effect.
    A broadcast that is not there raises `NotFoundError('broadcast')`, one that has gone another way meanwhile
    `ConflictError('broadcast-state')`."""

    def __init__(self, db: Database, clock: Clock, access: Access) -> None:
        self._db = db
        self._clock = clock
        self._access = access

    async def begin(self, admin_id: int) -> UUID:
        """A draft for everybody, without words."""
        self._require_admin(admin_id)
        row = Broadcast(id=new_id(), created_by=admin_id, created_at=self._clock.now())
        async with self._db.write() as session:
            session.add(row)
            self._note(session, admin_id, "begin", row.id)
        return row.id

    async def put_message(self, admin_id: int, broadcast_id: UUID, language: Language, piece: Piece) -> None:
        """What people of this language get; it joins its album, else it takes the place of what there was. The message
        has to stay in the admin's chat until everybody has their copy. Raises as `variants.with_piece`."""
        async with self._draft(admin_id, broadcast_id, "words", {"language": language}) as opened:
            await self._put_piece(opened, language, piece)

    async def add_to_album(self, admin_id: int, broadcast_id: UUID, piece: Piece) -> None:
        """A further message of an album that has begun; raises `InvalidInputError('broadcast-one-message')` for any
        other message."""
        async with self._draft(admin_id, broadcast_id, "words", {}) as opened:
            language = variants.language_of_album(opened.row.variants, piece.album) if piece.album else None
            if language is None:
                raise InvalidInputError("broadcast-one-message")
            await self._put_piece(opened, language, piece)

    async def drop_variant(self, admin_id: int, broadcast_id: UUID, language: Language) -> None:
        """People of this language get another language's variant."""
        async with self._draft(admin_id, broadcast_id, "words", {"language": language}) as opened:
            left = {name: value for name, value in opened.row.variants.items() if name != language}
            opened.row.variants = left

    async def put_segment(self, admin_id: int, broadcast_id: UUID, segment: Segment) -> None:
        """Whom it is for; they have to be counted again."""
        async with self._draft(admin_id, broadcast_id, "segment", segment.to_json()) as opened:
            opened.row.segment, opened.row.expected = segment.to_json(), 0

    async def put_silent(self, admin_id: int, broadcast_id: UUID, silent: bool) -> None:
        """Whether it comes without a sound."""
        async with self._draft(admin_id, broadcast_id, "silent", {"silent": silent}) as opened:
            opened.row.silent = silent

    async def put_start(self, admin_id: int, broadcast_id: UUID, start_at: datetime | None) -> None:
        """When it begins; None is as soon as it is confirmed."""
        details = {"start_at": start_at.isoformat() if start_at else None}
        async with self._draft(admin_id, broadcast_id, "start", details) as opened:
            opened.row.start_at = start_at

    async def receivers(self, segment: Segment) -> int:
        """How many people are in the segment now; for admins' eyes."""
        async with self._db.read() as session:
            return await count_audience(session, audience_of(segment, self._clock.now()))

    async def count(self, admin_id: int, broadcast_id: UUID) -> int:
        """How many people would get it now: the number that `schedule` wants to be typed."""
        self._require_admin(admin_id)
        segment = (await progress_of(self._db, self._clock, broadcast_id)).segment
        found = await self.receivers(segment)
        async with self._draft(admin_id, broadcast_id, "count", {"receivers": found}) as opened:
            if Segment.from_json(opened.row.segment) != segment:
                raise ConflictError("broadcast-state")
            opened.row.expected = found
        return found

    async def schedule(self, admin_id: int, broadcast_id: UUID, *, typed: int) -> None:
        """Confirms it with the number that was counted last; it begins at its time, or at once when that is over. Its
        card comes below.

        Raises `InvalidInputError`: 'broadcast-empty' without words, 'broadcast-nobody' when nobody was counted,
        'broadcast-count' (`typed`, `expected`) when another number was typed, and when by now it is for another number
        of people (`has_moved`); they have been counted anew then.
        """
        await self._require_present_count(admin_id, broadcast_id, typed)
        now = self._clock.now()
        details = {"receivers": typed}
        async with self._moved(admin_id, broadcast_id, BroadcastState.SCHEDULED, "schedule", details) as opened:
            row = opened.row
            if not row.variants:
                raise InvalidInputError("broadcast-empty")
            if not row.expected:
                raise InvalidInputError("broadcast-nobody")
            if typed != row.expected:
                raise InvalidInputError("broadcast-count", typed=typed, expected=row.expected)
            row.start_at = max(row.start_at, now) if row.start_at else now
            await forget_card_message(opened.session, row.created_by, broadcast_subject(row.id))

    async def pause(self, admin_id: int, broadcast_id: UUID) -> None:
        """Nobody further gets it until `resume`; what is on its way arrives."""
        async with self._moved(admin_id, broadcast_id, BroadcastState.PAUSED, "pause"):
            pass

    async def resume(self, admin_id: int, broadcast_id: UUID) -> None:
        """It goes on where it stood."""
        async with self._moved(admin_id, broadcast_id, BroadcastState.RUNNING, "resume") as opened:
            opened.row.fault = None

    async def stop(self, admin_id: int, broadcast_id: UUID) -> None:
        """Nobody further gets it, ever. A draft is dropped that way, too."""
        async with self._moved(admin_id, broadcast_id, BroadcastState.STOPPED, "stop") as opened:
            opened.row.finished_at = self._clock.now()

    async def remove_everywhere(self, admin_id: int, broadcast_id: UUID) -> None:
        """Nobody further gets it, and it is taken out of the chats of those who did, as far as Telegram allows."""
        async with self._moved(admin_id, broadcast_id, BroadcastState.REMOVING, "remove") as opened:
            opened.row.fault = None

    async def progress(self, broadcast_id: UUID) -> BroadcastProgress:
        """How far it is; for admins' eyes. Raises `NotFoundError('broadcast')`."""
        return await progress_of(self._db, self._clock, broadcast_id)

    async def recent(self, admin_id: int, limit: int = 10) -> Sequence[Broadcast]:
        """The newest broadcasts and drafts, the newest first."""
        self._require_admin(admin_id)
        async with self._db.read() as session:
            return await recent_broadcasts(session, limit)

    async def opt_out(self, user_id: int, off: bool) -> None:
        """A person's own switch: whether they want no broadcasts."""
        async with self._db.write() as session:
            await set_broadcasts_off(session, user_id, self._clock.now() if off else None)

    async def _require_present_count(self, admin_id: int, broadcast_id: UUID, typed: int) -> None:
        """Counts anew and refuses when `typed` is not what was counted, or is no longer so."""
        self._require_admin(admin_id)
        counted = await progress_of(self._db, self._clock, broadcast_id)
        present = await self.receivers(counted.segment)
        if counted.expected and (typed != counted.expected or has_moved(counted.expected, present)):
            expected = await self.count(admin_id, broadcast_id)
            raise InvalidInputError("broadcast-count", typed=typed, expected=expected)

    async def _put_piece(self, opened: _Opened, language: Language, piece: Piece) -> None:
        """The draft's card comes below what was sent, once an album has come to rest."""
        row = opened.row
        row.variants = variants.with_piece(row.variants, language, piece)
        await forget_card_message(opened.session, row.created_by, broadcast_subject(row.id))
        delay = ALBUM_SECONDS if piece.album else 0.0
        await put_broadcast_card(opened.session, self._clock, row.created_by, row.id, delay=delay)

    @asynccontextmanager
    async def _draft(
        self, admin_id: int, broadcast_id: UUID, action: str, details: Mapping[str, Any]
    ) -> AsyncIterator[_Opened]:
        async with self._open(admin_id, broadcast_id, action, details) as opened:
            if opened.row.state is not BroadcastState.DRAFT:
                raise ConflictError("broadcast-state")
            yield opened

    @asynccontextmanager
    async def _moved(
        self,
        admin_id: int,
        broadcast_id: UUID,
        state: BroadcastState,
        action: str,
        details: Mapping[str, Any] | None = None,
    ) -> AsyncIterator[_Opened]:
        """The broadcast is in `state` afterwards; its card shows it and the worker looks at once."""
        async with self._open(admin_id, broadcast_id, action, details or {}) as opened:
            if state not in MOVES[opened.row.state]:
                raise ConflictError("broadcast-state")
            yield opened
            opened.row.state = state
            await put_broadcast_card(opened.session, self._clock, opened.row.created_by, broadcast_id)
            opened.session.wake(TOPIC)

    @asynccontextmanager
    async def _open(
        self, admin_id: int, broadcast_id: UUID, action: str, details: Mapping[str, Any]
    ) -> AsyncIterator[_Opened]:
        self._require_admin(admin_id)
        async with self._db.write() as session:
            row = await locked_broadcast(session, broadcast_id)
            if row is None:
                raise NotFoundError("broadcast")
            yield _Opened(session, row)
            self._note(session, admin_id, action, broadcast_id, details)

    def _require_admin(self, admin_id: int) -> None:
        if not self._access.is_admin(admin_id):
            raise ForbiddenError("admins-only")

    def _note(
        self,
        session: WriteSession,
        admin_id: int,
        action: str,
        broadcast_id: UUID,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        data = {"broadcast_id": str(broadcast_id), **(details or {})}
        session.add(Audit(actor_id=admin_id, action=f"broadcast.{action}", data=data, at=self._clock.now()))
