"""Finding people, bans, quotas and credits."""

import pytest

from db.database import Database
from db.enums import JobState
from db.models import Job, Outbox, User
from services.billing import ledger
from services.billing.quota import check_picture_quota, trainings_left
from services.errors import ConflictError, ForbiddenError, InvalidInputError, LimitReachedError, NotFoundError
from tests.services.operating.conftest import ADMIN, OTHER_ADMIN, Bureau
from tests.support.rows import make_job, make_user


async def ids(bureau: Bureau, words: str) -> list[int]:
    return [user.id for user in await bureau.operating.people.find(ADMIN, words)]


async def test_people_are_found(bureau: Bureau, db: Database, ann: User) -> None:
    """By id, by @name in whatever letters, by a part of a Russian name in other letters."""
    other = await make_user(db, first_name="100%", username="anna_x")
    for words in (str(ann.id), "@anna_k", "аня", "АНЯ", "Ан", "nna_K"):
        assert await ids(bureau, words) == [ann.id], words
    assert await ids(bureau, "%") == [other.id]
    assert set(await ids(bureau, "nna_")) == {ann.id, other.id}
    for words in ("", "@", "@nobody", "5", "9" * 30, "²"):
        assert await ids(bureau, words) == [], words
    with pytest.raises(NotFoundError, match="person-unknown"):
        await bureau.operating.people.resolve(ADMIN, "Аня")


async def test_a_name_that_was_given_away_means_its_last_owner(bureau: Bureau, db: Database, ann: User) -> None:
    """Telegram lets somebody else have a user name that was given up."""
    bureau.clock.advance(60)
    heir = await make_user(db, username="anna_k", last_seen_at=bureau.clock.now())
    assert (await bureau.operating.people.resolve(ADMIN, "@Anna_K")).id == heir.id


async def test_a_ban_stops_what_can_be_stopped(bureau: Bureau, db: Database, ann: User) -> None:
    """Queued work ends, running work is asked to stop, what is being fetched goes on; twice finds nothing more."""
    queued = await make_job(db, ann)
    running = await make_job(db, ann, state=JobState.RUNNING)
    fetched = await make_job(db, ann, state=JobState.FINALISING)
    ended = await make_job(db, ann, state=JobState.SUCCEEDED)
    stranger = await make_job(db, await make_user(db))
    people = bureau.operating.people
    async with db.write() as session:
        assert await people.ban(session, ADMIN, ann.id, "spam") == 2
    async with db.read() as session:
        jobs = [await session.get_one(Job, one.id) for one in (queued, running, fetched, ended, stranger)]
    assert [job.state for job in jobs] == [
        JobState.CANCELLED, JobState.RUNNING, JobState.FINALISING, JobState.SUCCEEDED, JobState.QUEUED,
    ]  # fmt: skip
    assert [job.stop_requested_at is not None for job in jobs] == [False, True, False, False, False]
    banned_at = (await bureau.user(ann.id)).banned_at
    assert banned_at is not None
    async with db.write() as session:
        await people.ban(session, OTHER_ADMIN, ann.id, "")
    assert (await bureau.user(ann.id)).banned_at == banned_at
    await people.unban(ADMIN, ann.id)
    await people.unban(ADMIN, ann.id)
    assert (await bureau.user(ann.id)).banned_at is None
    assert await bureau.audit() == [(ADMIN, "user.ban"), (OTHER_ADMIN, "user.ban"), (ADMIN, "user.unban")]


async def test_an_admin_is_not_banned(bureau: Bureau, db: Database) -> None:
    """Nor is somebody who never wrote."""
    await make_user(db, id=OTHER_ADMIN)
    for user_id, expected in ((OTHER_ADMIN, "ban-admin"), (5, "person-unknown")):
        with pytest.raises((ConflictError, NotFoundError), match=expected):
            async with db.write() as session:
                await bureau.operating.people.ban(session, ADMIN, user_id, "")
    assert await bureau.audit() == []


async def test_own_limits_count_for_one_person(bureau: Bureau, db: Database, ann: User) -> None:
    """Instead of everybody's, 0 and more alike; None goes back to everybody's."""
    people, clock = bureau.operating.people, bureau.clock
    await people.set_trainings(ADMIN, ann.id, 12)
    await people.set_pictures(ADMIN, ann.id, 0)
    async with db.read() as session:
        assert (await trainings_left(session, clock, ann.id, 5)).limit == 12
    async with db.write() as session:
        with pytest.raises(LimitReachedError) as refused:
            await check_picture_quota(session, clock, ann.id, 1, 50)
    assert refused.value.params["limit"] == 0
    await people.set_trainings(ADMIN, ann.id, None)
    card = await people.card(ADMIN, ann.id)
    assert (card.trainings.limit, card.pictures.limit) == (5, 0)
    for wrong in (-1, 10_001):
        with pytest.raises(InvalidInputError):
            await people.set_pictures(ADMIN, ann.id, wrong)


async def test_credits_are_given_once_under_a_key(bureau: Bureau, db: Database, ann: User) -> None:
    """A repeat moves nothing, notes nothing and tells nobody."""
    for first in (True, False):
        async with db.write() as session:
            assert await bureau.operating.people.grant(session, ADMIN, ann.id, 50, "key") is first
    assert (await bureau.operating.people.card(ADMIN, ann.id)).credits == 50
    async with db.read() as session:
        assert await ledger.audit(session) == []
        told = [
            row for row in (await session.execute(Outbox.__table__.select())).mappings() if row["chat_id"] == ann.id
        ]
    assert [row["view"] for row in told] == ["credits_granted"]
    assert await bureau.audit() == [(ADMIN, "user.grant")]
    for wrong in (0, -1, 1_000_001):
        with pytest.raises(InvalidInputError):
            async with db.write() as session:
                await bureau.operating.people.grant(session, ADMIN, ann.id, wrong, "other")


async def test_others_see_and_change_nobody(bureau: Bureau, db: Database, ann: User) -> None:
    """The door is here too, not only in the chat."""
    people = bureau.operating.people
    for refused in (
        people.find(ann.id, "a"),
        people.resolve(ann.id, "5"),
        people.card(ann.id, ann.id),
        people.jobs(ann.id, ann.id),
        people.unban(ann.id, ann.id),
        people.set_trainings(ann.id, ann.id, 100),
        people.set_pictures(ann.id, ann.id, 100),
    ):
        with pytest.raises(ForbiddenError, match="admins-only"):
            await refused
    for change in (
        lambda session: people.ban(session, ann.id, ann.id, ""),
        lambda session: people.grant(session, ann.id, ann.id, 5, "k"),
    ):
        with pytest.raises(ForbiddenError):
            async with db.write() as session:
                await change(session)
    assert await bureau.audit() == []
