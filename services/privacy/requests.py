"""What a person may ask to be done with everything that is held about them: asked here, done by `PrivacyWorker`."""

from dataclasses import dataclass
from uuid import UUID

from db.columns import new_id
from db.database import Database
from db.enums import Language, PrivacyRequestKind, PrivacyRequestState
from db.models import PrivacyRequest
from db.repositories import privacy_requests as rows
from db.repositories.billing import lock_user_row
from db.repositories.loras import lora_of
from db.sessions import WriteSession
from services.errors import NotFoundError
from services.messaging.outbox import put_media
from services.ports import Clock

TOPIC = "privacy"
"""Woken when there is something to do."""

EXPORT_VIEW = "export_ready"


@dataclass(frozen=True)
class Asked:
    """A request as it stands, and whether it was made just now."""

    id: UUID
    is_new: bool


class PrivacyRequests:
    """One open request of a kind for each person, and for each model: asking again finds it."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def ask_export(self, user_id: int, language: Language) -> Asked:
        """Asks for everything in one file. As long as the last one lies here, that one is sent again."""
        async with self._db.write() as session:
            await lock_user_row(session, user_id)  # also for people who are banned
            last = await rows.newest_request(session, user_id, PrivacyRequestKind.EXPORT)
            now = self._clock.now()
            if last is not None and last.state in rows.UNDONE:
                return Asked(last.id, is_new=False)
            if last is not None and last.file_key is not None and last.expires_at is not None and last.expires_at > now:
                key, params = f"export:{last.id}:{new_id()}", {"request_id": str(last.id)}
                await put_media(session, self._clock, key=key, chat_id=user_id, view=EXPORT_VIEW, params=params)
                return Asked(last.id, is_new=False)
            return Asked(self._add(session, user_id, PrivacyRequestKind.EXPORT, language), is_new=True)

    async def ask_erase_all(self, user_id: int, language: Language) -> Asked:
        """Asks for everything to be deleted, here and at the providers. It cannot be taken back."""
        async with self._db.write() as session:
            await lock_user_row(session, user_id)  # also for people who are banned
            last = await rows.newest_request(session, user_id, PrivacyRequestKind.ERASE_ALL)
            if last is not None and last.state in rows.UNDONE:
                return Asked(last.id, is_new=False)
            return Asked(self._add(session, user_id, PrivacyRequestKind.ERASE_ALL, language), is_new=True)

    async def ask_erase_model(self, user_id: int, lora_id: UUID, language: Language) -> Asked | None:
        """Asks for a model to be deleted as soon as its orders have been stopped; None when it is deleted already.

        Raises `NotFoundError('model-gone')` for what is not this person's.
        """
        async with self._db.write() as session:
            await lock_user_row(session, user_id)
            lora = await lora_of(session, user_id, lora_id)
            if lora is None:
                raise NotFoundError("model-gone")
            if lora.deleted_at is not None:
                return None
            last = await rows.open_erasure_of_model(session, user_id, lora_id)
            if last is not None:
                return Asked(last.id, is_new=False)
            kind = PrivacyRequestKind.ERASE_MODEL
            return Asked(self._add(session, user_id, kind, language, subject_id=lora_id), is_new=True)

    async def is_leaving(self, user_id: int) -> bool:
        """Whether everything of this person is being deleted."""
        async with self._db.read() as session:
            last = await rows.newest_request(session, user_id, PrivacyRequestKind.ERASE_ALL)
        return last is not None and last.state in rows.UNDONE

    def _add(
        self,
        session: WriteSession,
        user_id: int,
        kind: PrivacyRequestKind,
        language: Language,
        *,
        subject_id: UUID | None = None,
    ) -> UUID:
        request_id, now = new_id(), self._clock.now()
        session.add(
            PrivacyRequest(
                id=request_id,
                user_id=user_id,
                kind=kind,
                state=PrivacyRequestState.OPEN,
                subject_id=subject_id,
                language=language.value,
                steps={},
                look_at=now,
                created_at=now,
            )
        )
        session.wake(TOPIC)
        return request_id
