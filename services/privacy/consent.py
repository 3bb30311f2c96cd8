"""What people agreed to: asked before the first photo, and again whenever the deal changes."""

import hashlib
import json
from collections.abc import Collection

from db.database import Database
from db.enums import Retention
from db.models import Consent
from db.repositories import privacy as rows
from services.errors import ConflictError
from services.ports import Clock

MARK_LETTERS = 8
"""Of a mark; it has to fit a button beside the rest. A bot sees a handful of deals in its life."""


class Consents:
    """Consents to the text in force, whose version is `text_version`."""

    def __init__(self, db: Database, clock: Clock, text_version: str) -> None:
        self._db = db
        self._clock = clock
        self._text_version = text_version

    async def needed(self, user_id: int, providers: Collection[str]) -> bool:
        """Whether the person must be asked: there is no consent, it was withdrawn, or it was given to another text or
        not for all of `providers`, any of which may get the photos."""
        async with self._db.read() as session:
            agreed = await rows.consented_providers(session, user_id, self._text_version)
        return not agreed.issuperset(providers) or not agreed

    def mark(self, providers: Collection[str]) -> str:
        """A short mark of the text in force and of these providers: whoever agrees says with it what was shown."""
        shown = json.dumps([self._text_version, *sorted(providers)])
        return hashlib.sha256(shown.encode()).hexdigest()[:MARK_LETTERS]

    async def current(self, user_id: int) -> Consent | None:
        """The newest consent unless it was withdrawn; its `retention` is the person's choice."""
        async with self._db.read() as session:
            return await rows.standing_consent(session, user_id)

    async def give(self, user_id: int, providers: Collection[str], retention: Retention) -> None:
        """Records a consent for each of `providers`, with its time; a repeat with the same choice records nothing.

        What was agreed about comparing faces stays as it is.
        """
        given = await self.current(user_id)
        if given is not None and given.retention is retention and not await self.needed(user_id, providers):
            return
        faces = given is not None and given.faces
        now = self._clock.now()
        async with self._db.write() as session:
            for provider in sorted(providers):
                session.add(
                    Consent(
                        user_id=user_id,
                        text_version=self._text_version,
                        provider=provider,
                        retention=retention,
                        faces=faces,
                        given_at=now,
                    )
                )

    async def faces_agreed(self, user_id: int) -> bool:
        """Whether faces in this person's photos and pictures may be compared with each other: only after a yes to
        exactly that, and as long as the consent stands."""
        given = await self.current(user_id)
        return given is not None and given.faces

    async def agree_faces(self, user_id: int, on: bool) -> None:
        """Records the answer about comparing faces, with its time, beside the consent that stands; the same answer
        again records nothing.

        Raises `ConflictError("consent-missing")` for a yes without any consent to photos.
        """
        await self._answer_again(user_id, faces=on)

    async def choose_retention(self, user_id: int, retention: Retention) -> None:
        """Records another choice of how long photos are kept, with its time; it holds for models ordered from here on.

        Raises `ConflictError("consent-missing")` when there is no consent that it could belong to.
        """
        await self._answer_again(user_id, retention=retention)

    async def _answer_again(
        self, user_id: int, *, faces: bool | None = None, retention: Retention | None = None
    ) -> None:
        """The newest answer once more, with what has changed: the rows before it stay as the record of their time."""
        now = self._clock.now()
        async with self._db.write() as session:
            given = await rows.standing_answer(session, user_id)
            if not given:
                if faces is False:
                    return
                raise ConflictError("consent-missing")
            kept = given[0].retention if retention is None else retention
            compared = given[0].faces if faces is None else faces
            if (kept, compared) == (given[0].retention, given[0].faces):
                return
            for each in given:
                session.add(
                    Consent(
                        user_id=user_id,
                        text_version=each.text_version,
                        provider=each.provider,
                        retention=kept,
                        faces=compared,
                        given_at=now,
                    )
                )

    async def withdraw(self, user_id: int) -> None:
        """Ends every consent of the person, gives up an open draft and makes all their training photos due for
        erasing at once.

        Trained models stay until the person deletes them. Repeatable.
        """
        now = self._clock.now()
        async with self._db.write() as session:
            await rows.withdraw_consents(session, user_id, now)
            await rows.make_photos_due(session, user_id, now)
            await rows.drop_drafts_of(session, user_id)
