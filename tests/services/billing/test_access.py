"""Who gets in."""

import asyncio

import pytest

from db.database import Database
from db.models import User
from services.billing.access import Access, AccessMode
from services.errors import ForbiddenError, InvalidInputError, NotFoundError, UserError
from tests.support.clock import FakeClock
from tests.support.rows import make_user

ADMIN = 7


async def reread(db: Database, user: User) -> User:
    async with db.read() as session:
        found = await session.get(User, user.id)
        assert found is not None
        return found


def refusal(access: Access, user: User) -> str | None:
    try:
        access.require(user)
    except ForbiddenError as error:
        assert not access.may_use(user)
        return error.code
    assert access.may_use(user)
    return None


@pytest.mark.parametrize(
    ("mode", "plain", "invited", "admin"),
    [
        (AccessMode.OPEN, None, None, None),
        (AccessMode.INVITE, "no-access", None, None),
        (AccessMode.ADMINS, "no-access", "no-access", None),
    ],
)
async def test_the_mode_decides(
    sqlite_db: Database, clock: FakeClock, mode: AccessMode, plain: str, invited: str, admin: str
) -> None:
    """Open lets everybody in, invite those with an invite, admins only admins; a ban beats the first two."""
    access = Access(mode, [ADMIN], sqlite_db, clock)
    at = clock.now()
    assert refusal(access, await make_user(sqlite_db)) == plain
    assert refusal(access, await make_user(sqlite_db, invited_at=at)) == invited
    assert refusal(access, await make_user(sqlite_db, id=ADMIN)) == admin
    assert refusal(access, await make_user(sqlite_db, invited_at=at, banned_at=at)) == "banned"


async def test_an_invite_lets_in_as_many_as_it_says(db: Database, clock: FakeClock) -> None:
    """Two uses, three people at once: two are in, the third is told the invite is gone."""
    access = Access(AccessMode.INVITE, [ADMIN], db, clock)
    code = await access.create_invite(ADMIN, uses=2, days=1)
    people = [await make_user(db) for _ in range(3)]
    results = await asyncio.gather(*(access.redeem(p.id, code) for p in people), return_exceptions=True)
    assert results.count(None) == 2
    assert sum(isinstance(result, NotFoundError) for result in results) == 1
    let_in = [await reread(db, person) for person in people]
    assert sum(access.may_use(person) for person in let_in) == 2


async def test_a_second_tap_uses_nothing_up(db: Database, clock: FakeClock) -> None:
    """Opening the link again does not take the place of somebody else."""
    access = Access(AccessMode.INVITE, [ADMIN], db, clock)
    code = await access.create_invite(ADMIN, uses=2, days=1)
    first, second = await make_user(db), await make_user(db)
    for _ in range(3):
        await access.redeem(first.id, code)
    await access.redeem(second.id, code)
    assert access.may_use(await reread(db, second))


async def test_an_invite_ends(db: Database, clock: FakeClock) -> None:
    """After its days it opens nothing."""
    access = Access(AccessMode.INVITE, [ADMIN], db, clock)
    code = await access.create_invite(ADMIN, uses=1, days=2)
    clock.advance(days=2, seconds=1)
    with pytest.raises(NotFoundError):
        await access.redeem((await make_user(db)).id, code)


async def test_a_banned_person_cannot_redeem(db: Database, clock: FakeClock) -> None:
    """A new invite does not lift a ban."""
    access = Access(AccessMode.INVITE, [ADMIN], db, clock)
    code = await access.create_invite(ADMIN, uses=1, days=1)
    banned = await make_user(db, banned_at=clock.now())
    with pytest.raises(ForbiddenError, match="banned"):
        await access.redeem(banned.id, code)
    assert (await reread(db, banned)).invited_at is None


@pytest.mark.parametrize(("actor", "uses", "days"), [(8, 1, 1), (ADMIN, 0, 1), (ADMIN, 1, 0), (ADMIN, 10**6, 1)])
async def test_invites_have_bounds(sqlite_db: Database, clock: FakeClock, actor: int, uses: int, days: int) -> None:
    """Only admins make them, with a sensible number of uses and days."""
    access = Access(AccessMode.INVITE, [ADMIN], sqlite_db, clock)
    with pytest.raises(UserError) as refused:
        await access.create_invite(actor, uses, days)
    assert isinstance(refused.value, ForbiddenError if actor != ADMIN else InvalidInputError)


async def test_an_invite_opens_nothing_while_only_admins_may_enter(db: Database, clock: FakeClock) -> None:
    """Neither for a new person nor for one who was invited before; no use is lost."""
    before = Access(AccessMode.INVITE, [ADMIN], db, clock)
    code = await before.create_invite(ADMIN, uses=1, days=1)
    closed = Access(AccessMode.ADMINS, [ADMIN], db, clock)
    guest, invited = await make_user(db), await make_user(db, invited_at=clock.now())
    for person in (guest, invited):
        with pytest.raises(ForbiddenError, match="no-access"):
            await closed.redeem(person.id, code)
    await before.redeem(guest.id, code)
    assert before.may_use(await reread(db, guest))
