"""What admins do about reports: look, take away, or let it stay."""

from dataclasses import dataclass
from uuid import UUID

from db.database import Database
from db.enums import ImageState, ReportState
from db.models import Audit, Lora, Report
from db.repositories import reports as rows
from db.repositories.loras import is_training
from db.repositories.reports import ReportCase
from db.sessions import WriteSession
from services.billing.access import Access
from services.errors import ConflictError, NotFoundError
from services.messaging.outbox import put_ping
from services.ports import Clock, Storage

SHOWN = 20
BY_ADMIN = "admin"
VIEW = "report_outcome"


@dataclass(frozen=True)
class SeenPicture:
    """A reported picture: its bytes and what file it is."""

    data: bytes
    content_type: str


class ReportDesk:
    """For admins only: everything raises `ForbiddenError('admins-only')` for others, `NotFoundError('report-gone')` for
    a report that is not there, and decisions `ConflictError('report-decided')` for one that somebody has decided."""

    def __init__(self, db: Database, clock: Clock, storage: Storage, access: Access) -> None:
        self._db = db
        self._clock = clock
        self._storage = storage
        self._access = access

    async def waiting(self, admin_id: int) -> list[ReportCase]:
        """The 20 that are due first."""
        self._access.require_admin(admin_id)
        async with self._db.read() as session:
            return await rows.open_cases(session, SHOWN)

    async def count(self) -> int:
        """How many wait."""
        async with self._db.read() as session:
            return await rows.count_open(session)

    async def case(self, admin_id: int, report_id: UUID) -> ReportCase:
        """One of them, while it waits."""
        self._access.require_admin(admin_id)
        async with self._db.read() as session:
            case = await rows.case_of(session, report_id)
        if case is None:
            raise NotFoundError("report-gone")
        if case.report.state is not ReportState.OPEN:
            raise ConflictError("report-decided")
        return case

    async def picture(self, admin_id: int, report_id: UUID) -> SeenPicture:
        """The reported picture; that it was looked at is noted. Raises `NotFoundError('image-gone')`."""
        case = await self.case(admin_id, report_id)
        if case.image is None or case.image.storage_key is None:
            raise NotFoundError("image-gone")
        data = await self._storage.get(case.image.storage_key)
        async with self._db.write() as session:
            self._note(session, admin_id, "report.look", case.report)
        return SeenPicture(data, case.image.content_type)

    async def keep(self, admin_id: int, report_id: UUID) -> None:
        """It may stay; whoever reported it is told."""
        self._access.require_admin(admin_id)
        async with self._db.write() as session:
            report = await self._undecided(session, report_id)
            await self._decide(session, admin_id, report, ReportState.KEPT, "kept")
            self._note(session, admin_id, "report.keep", report)

    async def settle_words(self, admin_id: int, report_id: UUID) -> None:
        """Something was done about a report in words alone, outside this desk; whoever reported it is told."""
        self._access.require_admin(admin_id)
        async with self._db.write() as session:
            report = await self._undecided(session, report_id)
            await self._decide(session, admin_id, report, ReportState.REMOVED, "removed")
            self._note(session, admin_id, "report.done", report)

    async def remove_picture(self, admin_id: int, report_id: UUID) -> None:
        """Erases the picture, for good, and ends all reports about it; its owner and whoever reported it are told.

        Repeatable: it is hidden first, and the report is decided once its file is gone.
        """
        case = await self.case(admin_id, report_id)
        if case.image is None:
            raise NotFoundError("image-gone")
        key = await self._hide(case.image.id)
        if key is not None:
            await self._storage.delete(key)
        async with self._db.write() as session:
            report = await self._undecided(session, report_id)
            found = await rows.picture_for_anybody(session, case.image.id)
            for one in await rows.open_about(session, image_id=case.image.id, lora_id=None):
                await self._decide(session, admin_id, one, ReportState.REMOVED, "removed")
            if found is not None:
                image, generation = found
                image.storage_key = None
                await self._tell_owner(session, report, generation.user_id, "picture-removed")
            self._note(session, admin_id, "report.remove-picture", report)

    async def remove_model(self, admin_id: int, report_id: UUID) -> None:
        """Deletes the model of the reported picture with everything of it, at the next clean-up and without a way back,
        and ends all reports about it. Raises `ConflictError('model-busy')` while it is training and
        `NotFoundError('model-gone')`."""
        self._access.require_admin(admin_id)
        async with self._db.write() as session:
            report = await self._undecided(session, report_id)
            lora = await session.get(Lora, report.lora_id, with_for_update=True) if report.lora_id else None
            if lora is None:
                raise NotFoundError("model-gone")
            if await is_training(session, lora.id):
                raise ConflictError("model-busy")
            now = self._clock.now()
            lora.deleted_at = lora.deleted_at or now
            lora.erase_at = now
            lora.name_key = None
            lora.updated_at = now
            for one in await rows.open_about(session, image_id=None, lora_id=lora.id):
                await self._decide(session, admin_id, one, ReportState.REMOVED, "removed")
            await self._tell_owner(session, report, lora.user_id, "model-removed")
            self._note(session, admin_id, "report.remove-model", report)

    async def _hide(self, image_id: UUID) -> str | None:
        """Shows the picture to nobody any more; its storage key."""
        async with self._db.write() as session:
            found = await rows.picture_for_anybody(session, image_id)
            if found is None:
                return None
            image = found[0]
            if image.state is ImageState.STORED:
                image.state = ImageState.BLOCKED
                image.blocked_by = BY_ADMIN
                image.erase_at = None
            return image.storage_key

    async def _undecided(self, session: WriteSession, report_id: UUID) -> Report:
        report = await rows.lock_report(session, report_id)
        if report is None:
            raise NotFoundError("report-gone")
        if report.state is not ReportState.OPEN:
            raise ConflictError("report-decided")
        return report

    async def _decide(
        self, session: WriteSession, admin_id: int, report: Report, state: ReportState, outcome: str
    ) -> None:
        report.state = state
        report.decided_by = admin_id
        report.decided_at = self._clock.now()
        await self._tell(session, f"{report.id}", report.reporter_id, outcome)

    async def _tell_owner(self, session: WriteSession, report: Report, owner_id: int, outcome: str) -> None:
        if owner_id != report.reporter_id:
            await self._tell(session, f"{report.id}:owner", owner_id, outcome)

    async def _tell(self, session: WriteSession, key: str, chat_id: int, outcome: str) -> None:
        if chat_id <= 0:
            return  # somebody who has had everything deleted
        params = {"outcome": outcome}
        await put_ping(session, self._clock, key=f"report:{key}", chat_id=chat_id, view=VIEW, params=params)

    def _note(self, session: WriteSession, admin_id: int, action: str, report: Report) -> None:
        about = {"report_id": str(report.id), "reason": report.reason}
        session.add(Audit(actor_id=admin_id, action=action, data=about, at=self._clock.now()))
