"""Reports: only what a person can see can be pointed at, admins hear at once and again, and a decision is one."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.database import Database
from db.enums import ImageState, JobState, LoraStatus, ReportState
from db.models import Audit, Image, Lora, Outbox, Report, User
from services.billing.access import Access, AccessMode
from services.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    LimitReachedError,
    LoragramError,
    NotFoundError,
)
from services.ports import Storage
from services.safety.report_desk import ReportDesk
from services.safety.reports import DECIDED_WITHIN, MOST_A_DAY, MOST_WORDS, Reason, Reports
from tests.support.clock import FakeClock
from tests.support.rows import make_dataset, make_generation, make_image, make_job, make_lora, make_user, make_version

ADMIN, OTHER_ADMIN = 900, 901


@dataclass
class Office:
    """A person with a picture, a stranger, and admins."""

    db: Database
    clock: FakeClock
    storage: Storage
    ann: User
    stranger: User
    lora: Lora
    image: Image

    @property
    def reports(self) -> Reports:
        return Reports(self.db, self.clock, (ADMIN, OTHER_ADMIN))

    @property
    def desk(self) -> ReportDesk:
        access = Access(AccessMode.ADMINS, (ADMIN, OTHER_ADMIN), self.db, self.clock)
        return ReportDesk(self.db, self.clock, self.storage, access)

    async def told(self, view: str) -> list[tuple[int, str]]:
        """Whom what was said, by view."""
        async with self.db.read() as session:
            rows = (await session.execute(select(Outbox).where(Outbox.view == view).order_by(Outbox.id))).scalars()
            return [(row.chat_id, row.params.get("outcome") or row.params["code"]) for row in rows]

    async def picture(self) -> Image:
        async with self.db.read() as session:
            return await session.get_one(Image, self.image.id, populate_existing=True)

    async def report(self) -> Report:
        return await self.reports.report_picture(self.ann.id, self.image.id, Reason.ME)

    async def state(self, report: Report) -> ReportState:
        async with self.db.read() as session:
            return (await session.get_one(Report, report.id, populate_existing=True)).state

    async def audit(self) -> list[tuple[int | None, str]]:
        async with self.db.read() as session:
            return [
                (row.actor_id, row.action)
                for row in (await session.execute(select(Audit).order_by(Audit.id))).scalars()
            ]


@pytest.fixture
async def office(db: Database, clock: FakeClock, storage: Storage) -> Office:
    ann, stranger = await make_user(db), await make_user(db)
    lora = await make_lora(db, ann)
    version = await make_version(db, lora, await make_dataset(db, ann, lora))
    image = await make_image(db, await make_generation(db, version, ann))
    assert image.storage_key is not None
    await storage.put(image.storage_key, b"picture")
    return Office(db, clock, storage, ann, stranger, lora, image)


async def code_of(awaitable: object) -> str:
    with pytest.raises(LoragramError) as refused:
        await awaitable  # type: ignore[misc]
    return refused.value.code


async def test_a_report_waits_two_days_and_admins_hear_at_once(office: Office) -> None:
    """With picture and model, and the reporter's words."""
    report = await office.reports.report_picture(office.ann.id, office.image.id, Reason.MINOR, "  look at\nthis ")
    assert (report.image_id, report.lora_id) == (office.image.id, office.lora.id)
    assert (report.reason, report.words) == ("minor", "look at this")
    assert report.due_at - report.created_at == timedelta(hours=48)
    assert await office.told("admin_alert") == [(ADMIN, "report-new"), (OTHER_ADMIN, "report-new")]


async def test_nobody_points_at_what_they_cannot_see(office: Office) -> None:
    """An id from somewhere else is no way to learn that there is such a picture."""
    assert await code_of(office.reports.report_picture(office.stranger.id, office.image.id, Reason.ME)) == "image-gone"
    assert await code_of(office.reports.report_picture(office.stranger.id, uuid4(), Reason.ME)) == "image-gone"


async def test_words_alone_are_a_report_for_anybody(office: Office) -> None:
    """People without access and banned people too; nothing but words is needed, and words are."""
    async with office.db.write() as session:
        (await session.get_one(User, office.stranger.id)).banned_at = office.clock.now()
    report = await office.reports.report_in_words(office.stranger.id, Reason.ME, "a picture of me in a channel")
    assert (report.image_id, report.lora_id) == (None, None)
    assert await code_of(office.reports.report_in_words(office.stranger.id, Reason.ME, " \u200b\n")) == "report-empty"
    long = office.reports.report_in_words(office.stranger.id, Reason.ME, "x" * (MOST_WORDS + 1))
    assert await code_of(long) == "report-too-long"


async def test_the_same_picture_twice_is_one_report(office: Office) -> None:
    """A second tap adds its words and does not ring again."""
    first = await office.report()
    second = await office.reports.report_picture(office.ann.id, office.image.id, Reason.ME, "more")
    assert second.id == first.id
    assert second.words == "more"
    assert len(await office.told("admin_alert")) == 2


async def test_nobody_floods_the_admins(office: Office) -> None:
    """Ten in a day; the next day again."""
    for number in range(MOST_A_DAY):
        await office.reports.report_in_words(office.stranger.id, Reason.OTHER, f"spam {number}")
    with pytest.raises(LimitReachedError):
        await office.reports.report_in_words(office.stranger.id, Reason.OTHER, "one more")
    office.clock.advance(timedelta(days=1, seconds=1).total_seconds())
    await office.reports.report_in_words(office.stranger.id, Reason.OTHER, "the next day")


async def test_an_overdue_report_is_told_once(office: Office) -> None:
    """Not before its time, not twice, and not when it is decided."""
    late = await office.report()
    decided = await office.reports.report_in_words(office.stranger.id, Reason.OTHER, "else")
    await office.desk.keep(ADMIN, decided.id)
    assert await office.reports.remind() == 0
    office.clock.advance(DECIDED_WITHIN.total_seconds() + 1)
    assert await office.reports.remind() == 1
    assert await office.reports.remind() == 0
    assert [told for told in await office.told("admin_alert") if told[1] == "report-late"] == [
        (ADMIN, "report-late"),
        (OTHER_ADMIN, "report-late"),
    ]
    assert await office.state(late) is ReportState.OPEN


async def test_a_removed_picture_is_gone_for_good(office: Office) -> None:
    """Its file, its place in lists, and every report about it; the audit says who did it."""
    report = await office.report()
    await office.desk.remove_picture(ADMIN, report.id)
    image = await office.picture()
    assert (image.state, image.blocked_by, image.storage_key) == (ImageState.BLOCKED, "admin", None)
    assert office.image.storage_key is not None
    with pytest.raises(LoragramError):
        await office.storage.get(office.image.storage_key)
    assert await office.state(report) is ReportState.REMOVED
    assert await office.told("report_outcome") == [(office.ann.id, "removed")]
    assert await office.audit() == [(ADMIN, "report.remove-picture")]
    assert await code_of(office.desk.keep(OTHER_ADMIN, report.id)) == "report-decided"


async def test_a_removal_that_broke_off_can_be_repeated(office: Office) -> None:
    """The picture is hidden first; the report stays until its file is gone."""
    report = await office.report()
    await office.desk._hide(office.image.id)
    assert (await office.picture()).state is ImageState.BLOCKED
    assert (await office.desk.case(ADMIN, report.id)).report.id == report.id
    await office.desk.remove_picture(ADMIN, report.id)
    assert (await office.picture()).storage_key is None


async def test_the_owner_hears_when_somebody_else_reported(office: Office) -> None:
    """Two people are concerned, and each is told their own part."""
    report = await office.report()
    async with office.db.write() as session:
        (await session.get_one(Report, report.id)).reporter_id = office.stranger.id
    await office.desk.remove_picture(ADMIN, report.id)
    told = await office.told("report_outcome")
    assert sorted(told) == sorted([(office.stranger.id, "removed"), (office.ann.id, "picture-removed")])


async def test_what_may_stay_stays(office: Office) -> None:
    """The reporter is told, the picture is untouched."""
    report = await office.report()
    await office.desk.keep(ADMIN, report.id)
    assert (await office.picture()).state is ImageState.STORED
    assert await office.told("report_outcome") == [(office.ann.id, "kept")]
    assert await office.desk.waiting(ADMIN) == []


async def test_a_removed_model_is_due_at_once_and_cannot_come_back(office: Office) -> None:
    """The clean-up erases it as any deleted model; a day to undo it there is not."""
    report = await office.report()
    await office.desk.remove_model(ADMIN, report.id)
    async with office.db.read() as session:
        lora = await session.get_one(Lora, office.lora.id, populate_existing=True)
    assert lora.deleted_at is not None
    assert lora.erase_at is not None
    assert lora.erase_at <= office.clock.now()
    assert lora.name_key is None
    assert await office.state(report) is ReportState.REMOVED


async def test_a_model_that_trains_is_not_removed_half_way(office: Office) -> None:
    """The admin stops the training first."""
    report = await office.report()
    version = await make_version(
        office.db, office.lora, await make_dataset(office.db, office.ann, office.lora), no=2, status=LoraStatus.TRAINING
    )
    await make_job(office.db, office.ann, subject_id=version.id, state=JobState.RUNNING)
    with pytest.raises(ConflictError) as refused:
        await office.desk.remove_model(ADMIN, report.id)
    assert refused.value.code == "model-busy"
    assert await office.state(report) is ReportState.OPEN


async def test_the_list_begins_with_what_is_due_first(office: Office) -> None:
    """And knows picture and model."""
    first = await office.report()
    office.clock.advance(60)
    second = await office.reports.report_in_words(office.stranger.id, Reason.OTHER, "words")
    cases = await office.desk.waiting(ADMIN)
    assert [case.report.id for case in cases] == [first.id, second.id]
    assert cases[0].image is not None
    assert cases[0].lora is not None
    assert cases[1].image is None
    assert await office.desk.count() == 2


async def test_looking_is_noted(office: Office) -> None:
    """An admin sees somebody's picture for a reason, and it can be asked later who did."""
    report = await office.report()
    seen = await office.desk.picture(ADMIN, report.id)
    assert seen.data == b"picture"
    assert await office.audit() == [(ADMIN, "report.look")]


@pytest.mark.parametrize("act", ["case", "picture", "keep", "settle_words", "remove_picture", "remove_model"])
async def test_others_do_nothing_here(office: Office, act: str) -> None:
    """Whatever id they send."""
    report = await office.report()
    with pytest.raises(ForbiddenError):
        await getattr(office.desk, act)(office.ann.id, report.id)
    with pytest.raises(ForbiddenError):
        await office.desk.waiting(office.ann.id)
    with pytest.raises(NotFoundError):
        await getattr(office.desk, act)(ADMIN, uuid4())
    with pytest.raises(InvalidInputError):
        await office.reports.report_in_words(office.ann.id, Reason.ME, "")
