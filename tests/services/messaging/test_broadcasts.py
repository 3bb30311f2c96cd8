"""What admins do with broadcasts: only they, only in order, and each act written down."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from db.database import Database
from db.enums import BroadcastState, Language
from db.models import Audit, Outbox, User
from services.billing.access import Access, AccessMode
from services.errors import ConflictError, ForbiddenError, InvalidInputError, LoragramError, NotFoundError
from services.messaging import variants
from services.messaging.broadcasts import Broadcasts
from services.messaging.segments import Segment
from services.messaging.variants import Piece
from services.ports import Variant
from tests.services.messaging.crowd import ADMIN, VARIANT, make_broadcast, make_people, read_broadcast
from tests.support.clock import FakeClock
from tests.support.rows import make_user

STRANGER = 2
PIECE = Piece(ADMIN, VARIANT.message_ids[0])


@pytest.fixture
def broadcasts(db: Database, clock: FakeClock) -> Broadcasts:
    return Broadcasts(db, clock, Access(AccessMode.OPEN, [ADMIN], db, clock))


async def _ready(broadcasts: Broadcasts) -> tuple[UUID, int]:
    broadcast_id = await broadcasts.begin(ADMIN)
    await broadcasts.put_message(ADMIN, broadcast_id, Language.EN, PIECE)
    return broadcast_id, await broadcasts.count(ADMIN, broadcast_id)


async def _audit(db: Database) -> list[str]:
    async with db.read() as session:
        return list((await session.execute(select(Audit.action).order_by(Audit.at, Audit.id))).scalars())


async def test_a_confirmed_broadcast_is_due_at_once(db: Database, clock: FakeClock, broadcasts: Broadcasts) -> None:
    """The number that was counted is the confirmation, and every step is in the audit."""
    await make_people(db, 3)
    broadcast_id, count = await _ready(broadcasts)
    assert count == 3
    await broadcasts.schedule(ADMIN, broadcast_id, typed=3)
    row = await read_broadcast(db, broadcast_id)
    assert (row.state, row.expected) == (BroadcastState.SCHEDULED, 3)
    assert row.start_at is not None
    assert row.start_at <= clock.now()
    steps = ["begin", "words", "count", "schedule"]
    assert sorted(await _audit(db)) == sorted(f"broadcast.{step}" for step in steps)


async def test_a_wrong_number_confirms_nothing(db: Database, broadcasts: Broadcasts) -> None:
    """Whoever types another number has not looked at the receivers."""
    await make_people(db, 3)
    broadcast_id, _ = await _ready(broadcasts)
    with pytest.raises(InvalidInputError, match="broadcast-count") as refused:
        await broadcasts.schedule(ADMIN, broadcast_id, typed=30)
    assert refused.value.params == {"typed": 30, "expected": 3}
    assert (await read_broadcast(db, broadcast_id)).state is BroadcastState.DRAFT
    assert "broadcast.schedule" not in await _audit(db)


async def test_many_more_receivers_are_confirmed_anew(db: Database, broadcasts: Broadcasts) -> None:
    """A number from yesterday is no confirmation: the new one is told, and is good."""
    await make_people(db, 3)
    broadcast_id, _ = await _ready(broadcasts)
    await make_user(db)
    with pytest.raises(InvalidInputError, match="broadcast-count") as refused:
        await broadcasts.schedule(ADMIN, broadcast_id, typed=3)
    assert refused.value.params == {"typed": 3, "expected": 4}
    await broadcasts.schedule(ADMIN, broadcast_id, typed=4)
    assert (await read_broadcast(db, broadcast_id)).expected == 4


async def test_an_album_is_kept_whole_and_anything_else_beside_it_is_refused(
    db: Database, broadcasts: Broadcasts
) -> None:
    """In the order of its messages, and its card comes when it rests, below it."""
    broadcast_id = await broadcasts.begin(ADMIN)
    await broadcasts.put_message(ADMIN, broadcast_id, Language.EN, Piece(ADMIN, 32, "album"))
    await broadcasts.add_to_album(ADMIN, broadcast_id, Piece(ADMIN, 31, "album"))
    for other in (Piece(ADMIN, 33), Piece(ADMIN, 33, "another")):
        with pytest.raises(InvalidInputError, match="broadcast-one-message"):
            await broadcasts.add_to_album(ADMIN, broadcast_id, other)
    row = await read_broadcast(db, broadcast_id)
    assert variants.from_json(row.variants) == {Language.EN: Variant(ADMIN, (31, 32))}
    async with db.read() as session:
        card = (await session.execute(select(Outbox))).scalar_one()
    assert card.not_before - card.created_at > timedelta(seconds=1)


async def test_other_receivers_have_to_be_counted_again(db: Database, broadcasts: Broadcasts) -> None:
    """The number that was shown is about another segment."""
    await make_people(db, 3)
    broadcast_id, count = await _ready(broadcasts)
    await broadcasts.put_segment(ADMIN, broadcast_id, Segment(active_days=1))
    with pytest.raises(InvalidInputError, match="broadcast-nobody"):
        await broadcasts.schedule(ADMIN, broadcast_id, typed=count)


async def test_nothing_is_sent_without_words(db: Database, broadcasts: Broadcasts) -> None:
    """A variant that was taken away is gone."""
    await make_people(db, 1)
    broadcast_id, _ = await _ready(broadcasts)
    await broadcasts.drop_variant(ADMIN, broadcast_id, Language.EN)
    with pytest.raises(InvalidInputError, match="broadcast-empty"):
        await broadcasts.schedule(ADMIN, broadcast_id, typed=1)


async def test_a_later_start_is_kept_and_a_past_one_is_now(
    db: Database, clock: FakeClock, broadcasts: Broadcasts
) -> None:
    """Somebody who was slow to confirm still sends."""
    await make_people(db, 1)
    for start_at, expected in ((timedelta(hours=2), timedelta(hours=2)), (timedelta(hours=-2), timedelta())):
        broadcast_id, _ = await _ready(broadcasts)
        await broadcasts.put_start(ADMIN, broadcast_id, clock.now() + start_at)
        await broadcasts.schedule(ADMIN, broadcast_id, typed=1)
        row = await read_broadcast(db, broadcast_id)
        assert row.start_at is not None
        assert abs(row.start_at - clock.now() - expected) < timedelta(minutes=1)


async def test_both_languages_are_kept_side_by_side(db: Database, broadcasts: Broadcasts) -> None:
    """The second variant must not take the place of the first."""
    broadcast_id, _ = await _ready(broadcasts)
    for message_id in (21, 22):
        await broadcasts.put_message(ADMIN, broadcast_id, Language.RU, Piece(ADMIN, message_id, "album"))
    progress = await broadcasts.progress(broadcast_id)
    assert progress.variants == {Language.EN: VARIANT, Language.RU: Variant(ADMIN, (21, 22))}


MOVES: list[tuple[BroadcastState, str, BroadcastState]] = [
    (BroadcastState.RUNNING, "pause", BroadcastState.PAUSED),
    (BroadcastState.PAUSED, "resume", BroadcastState.RUNNING),
    (BroadcastState.DRAFT, "stop", BroadcastState.STOPPED),
    (BroadcastState.SCHEDULED, "stop", BroadcastState.STOPPED),
    (BroadcastState.RUNNING, "stop", BroadcastState.STOPPED),
    (BroadcastState.PAUSED, "stop", BroadcastState.STOPPED),
    (BroadcastState.DONE, "remove_everywhere", BroadcastState.REMOVING),
    (BroadcastState.STOPPED, "remove_everywhere", BroadcastState.REMOVING),
    (BroadcastState.RUNNING, "remove_everywhere", BroadcastState.REMOVING),
]


@pytest.mark.parametrize(("before", "act", "after"), MOVES)
async def test_steering(
    db: Database, broadcasts: Broadcasts, before: BroadcastState, act: str, after: BroadcastState
) -> None:
    """Each act moves the broadcast, shows it on its card and is written down, in one transaction."""
    broadcast_id = await make_broadcast(db, state=before, fault="x")
    await getattr(broadcasts, act)(ADMIN, broadcast_id)
    assert (await read_broadcast(db, broadcast_id)).state is after
    async with db.read() as session:
        cards = [tuple(row) for row in await session.execute(select(Outbox.view, Outbox.chat_id))]
    assert cards == [("broadcast_card", ADMIN)]
    assert len(await _audit(db)) == 1


@pytest.mark.parametrize(
    ("before", "act"),
    [
        (BroadcastState.DRAFT, "pause"),
        (BroadcastState.STOPPED, "resume"),
        (BroadcastState.DONE, "resume"),
        (BroadcastState.DONE, "stop"),
        (BroadcastState.REMOVED, "remove_everywhere"),
        (BroadcastState.DRAFT, "remove_everywhere"),
    ],
)
async def test_what_is_over_stays_over(db: Database, broadcasts: Broadcasts, before: BroadcastState, act: str) -> None:
    """A button of an old card changes nothing, and nothing is written down."""
    broadcast_id = await make_broadcast(db, state=before)
    with pytest.raises(ConflictError, match="broadcast-state"):
        await getattr(broadcasts, act)(ADMIN, broadcast_id)
    assert (await read_broadcast(db, broadcast_id)).state is before
    assert await _audit(db) == []


async def test_words_do_not_change_under_way(db: Database, broadcasts: Broadcasts) -> None:
    """Half of the people would get something else than what was confirmed."""
    broadcast_id = await make_broadcast(db)
    with pytest.raises(ConflictError, match="broadcast-state"):
        await broadcasts.put_message(ADMIN, broadcast_id, Language.EN, Piece(ADMIN, 99))


def _acts(broadcasts: Broadcasts, who: int, broadcast_id: UUID) -> dict[str, Callable[[], Awaitable[object]]]:
    return {
        "begin": lambda: broadcasts.begin(who),
        "put_message": lambda: broadcasts.put_message(who, broadcast_id, Language.EN, PIECE),
        "add_to_album": lambda: broadcasts.add_to_album(who, broadcast_id, PIECE),
        "drop_variant": lambda: broadcasts.drop_variant(who, broadcast_id, Language.EN),
        "put_segment": lambda: broadcasts.put_segment(who, broadcast_id, Segment()),
        "put_silent": lambda: broadcasts.put_silent(who, broadcast_id, True),
        "put_start": lambda: broadcasts.put_start(who, broadcast_id, None),
        "count": lambda: broadcasts.count(who, broadcast_id),
        "schedule": lambda: broadcasts.schedule(who, broadcast_id, typed=1),
        "pause": lambda: broadcasts.pause(who, broadcast_id),
        "resume": lambda: broadcasts.resume(who, broadcast_id),
        "stop": lambda: broadcasts.stop(who, broadcast_id),
        "remove_everywhere": lambda: broadcasts.remove_everywhere(who, broadcast_id),
        "recent": lambda: broadcasts.recent(who),
    }


async def test_only_admins_do_anything(db: Database, broadcasts: Broadcasts) -> None:
    """One person's forged button would reach everybody."""
    broadcast_id = await broadcasts.begin(ADMIN)
    acts = _acts(broadcasts, STRANGER, broadcast_id)
    public = {name for name in vars(Broadcasts) if not name.startswith("_")}
    assert acts.keys() == public - {"progress", "receivers", "opt_out"}, "an act is not tried here"
    for act in acts.values():
        with pytest.raises(ForbiddenError, match="admins-only"):
            await act()
    assert await _audit(db) == ["broadcast.begin"]


async def test_a_broadcast_that_is_not_there(broadcasts: Broadcasts) -> None:
    """Every act on it says so."""
    acts = _acts(broadcasts, ADMIN, uuid4())
    for name in acts.keys() - {"begin", "recent"}:
        with pytest.raises(NotFoundError) as missing:
            await acts[name]()
        assert isinstance(missing.value, LoragramError)
        assert missing.value.code == "broadcast"


async def test_a_person_switches_broadcasts_off_and_on(db: Database, broadcasts: Broadcasts) -> None:
    """Telegram's terms ask for the switch; the next count knows it."""
    user = await make_user(db)
    broadcast_id = await broadcasts.begin(ADMIN)
    for off, receivers in ((True, 0), (False, 1)):
        await broadcasts.opt_out(user.id, off)
        async with db.read() as session:
            assert ((await session.get_one(User, user.id)).broadcasts_off_at is not None) is off
        assert await broadcasts.count(ADMIN, broadcast_id) == receivers


async def test_the_newest_come_first(db: Database, clock: FakeClock, broadcasts: Broadcasts) -> None:
    """A list of what there is."""
    ids = []
    for _ in range(3):
        ids.append(await broadcasts.begin(ADMIN))
        clock.advance(1)
    assert [row.id for row in await broadcasts.recent(ADMIN, 2)] == [ids[2], ids[1]]
