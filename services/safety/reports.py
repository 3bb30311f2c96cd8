"""Reporting that a picture or a model must not be here. Admins decide within two days."""

import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from db.columns import new_id
from db.database import Database
from db.enums import ReportState
from db.models import Report
from db.repositories import reports as rows
from db.repositories.billing import lock_user_row
from db.sessions import WriteSession
from services.errors import InvalidInputError, LimitReachedError
from services.generation.own_pictures import own_picture
from services.messaging.outbox import alert_admins
from services.ports import Clock

DECIDED_WITHIN = timedelta(hours=48)
MOST_WORDS = 1000
"""Characters of a reporter's own words."""
MOST_A_DAY = 10
REMINDED_AT_ONCE = 50


class Reason(StrEnum):
    """What is wrong. `me`: somebody is shown who has not agreed."""

    ME = "me"
    MINOR = "minor"
    SEXUAL = "sexual"
    OTHER = "other"


class Reports:
    """Open to everybody, also to people without access. Admins hear of each report at once, and again when its time
    is over."""

    def __init__(self, db: Database, clock: Clock, admin_ids: Sequence[int]) -> None:
        self._db = db
        self._clock = clock
        self._admin_ids = admin_ids

    async def report_picture(self, user_id: int, image_id: UUID, reason: Reason, words: str | None = None) -> Report:
        """Reports a picture that this person can see, with its model; twice is once while nobody has decided.

        Raises `NotFoundError('image-gone')`, `InvalidInputError('report-too-long', limit)` and
        `LimitReachedError('report-too-many', limit)`.
        """
        said = _clean(words or "")
        async with self._db.write() as session:
            await lock_user_row(session, user_id)  # also for people who are banned
            _, generation = await own_picture(session, user_id, image_id)
            known = await rows.open_report_of(session, user_id, image_id)
            if known is not None:
                known.words = said or known.words
                return known
            return await self._add(session, user_id, reason, said or None, image_id, generation.lora_id)

    async def report_in_words(self, user_id: int, reason: Reason, words: str) -> Report:
        """Reports something that the person cannot point at: words say what. Raises as `report_picture`, and
        `InvalidInputError('report-empty')`."""
        said = _clean(words)
        if not said:
            raise InvalidInputError("report-empty")
        async with self._db.write() as session:
            await lock_user_row(session, user_id)  # also for people who are banned
            return await self._add(session, user_id, reason, said)

    async def remind(self) -> int:
        """Reminds admins, once, of reports whose time is over; how many."""
        async with self._db.write(joins_update=False) as session:
            now = self._clock.now()
            late = await rows.overdue(session, now, REMINDED_AT_ONCE)
            for report in late:
                report.reminded_at = now
                await alert_admins(
                    session, self._clock, self._admin_ids, key=f"report-late:{report.id}", code="report-late", params={}
                )
            return len(late)

    async def _add(
        self,
        session: WriteSession,
        user_id: int,
        reason: Reason,
        words: str | None,
        image_id: UUID | None = None,
        lora_id: UUID | None = None,
    ) -> Report:
        now = self._clock.now()
        if await rows.count_reports_since(session, user_id, now - timedelta(days=1)) >= MOST_A_DAY:
            raise LimitReachedError("report-too-many", limit=MOST_A_DAY)
        report = Report(
            id=new_id(),
            reporter_id=user_id,
            image_id=image_id,
            lora_id=lora_id,
            reason=reason.value,
            words=words,
            state=ReportState.OPEN,
            created_at=now,
            due_at=now + DECIDED_WITHIN,
        )
        session.add(report)
        hours = int(DECIDED_WITHIN.total_seconds() // 3600)
        params = {"reason": reason.value, "hours": hours}
        await alert_admins(
            session, self._clock, self._admin_ids, key=f"report:{report.id}", code="report-new", params=params
        )
        return report


def _clean(words: str) -> str:
    shown = "".join(
        " " if one.isspace() else one for one in words if one.isspace() or unicodedata.category(one)[0] != "C"
    )
    said = " ".join(shown.split())
    if len(said) > MOST_WORDS:
        raise InvalidInputError("report-too-long", limit=MOST_WORDS)
    return said
