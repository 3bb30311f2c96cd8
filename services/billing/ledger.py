"""Credits: held when a job is ordered, captured for what was delivered, released for the rest.

Double entry in whole credits. Every movement has a unique key (`hold:<job>`, `capture:<job>`, `release:<job>`), so a
repeat changes nothing. A job of price 0 writes no rows. Accounts are always locked in the order wallet, hold, house,
so that two movements never wait for each other.
"""

from db.enums import AccountKind
from db.models import Job
from db.repositories import ledger as rows
from db.sessions import ReadSession, WriteSession
from services.errors import LimitReachedError
from services.ports import Clock

HOUSE = 0
"""Owner of the accounts that are nobody's wallet."""


async def hold(session: WriteSession, clock: Clock, job: Job) -> None:
    """Sets the job's whole price aside; raises `LimitReachedError('credits-short', need, have)`."""
    if job.price <= 0:
        return
    wallet = await rows.lock_account(session, AccountKind.WALLET, job.user_id)
    held = await rows.lock_account(session, AccountKind.HOLD, job.user_id)
    key = _key("hold", job)
    if await rows.has_movement(session, [key]):
        return
    if wallet.balance < job.price:
        raise LimitReachedError("credits-short", need=job.price, have=wallet.balance)
    await rows.move(session, key, clock.now(), wallet, held, job.price)


async def settle(session: WriteSession, clock: Clock, job: Job, units: int) -> None:
    """Captures `units` of the ordered pieces and releases the rest, once; without a hold it does nothing.

    The price is for all pieces together; a part is rounded down, which is in the person's favour.
    """
    if not 0 <= units <= job.units:
        raise ValueError("more pieces are settled than were ordered")
    if job.price <= 0:
        return
    wallet = await rows.lock_account(session, AccountKind.WALLET, job.user_id)
    held = await rows.lock_account(session, AccountKind.HOLD, job.user_id)
    capture, back = _key("capture", job), _key("release", job)
    if not await rows.has_movement(session, [_key("hold", job)]) or await rows.has_movement(session, [capture, back]):
        return
    earned = job.price * units // job.units
    if earned:
        revenue = await rows.lock_account(session, AccountKind.REVENUE, HOUSE)
        await rows.move(session, capture, clock.now(), held, revenue, earned)
    if earned < job.price:
        await rows.move(session, back, clock.now(), held, wallet, job.price - earned)


async def release(session: WriteSession, clock: Clock, job: Job) -> None:
    """Gives the whole hold back, once; after a capture it does nothing."""
    await settle(session, clock, job, 0)


async def grant(session: WriteSession, clock: Clock, user_id: int, amount: int, key: str) -> bool:
    """Gives a person `amount` credits (1 or more); False when the same `key` was granted before."""
    if amount < 1:
        raise ValueError("a grant is at least one credit")
    wallet = await rows.lock_account(session, AccountKind.WALLET, user_id)
    source = await rows.lock_account(session, AccountKind.GRANT, HOUSE)
    return await rows.move(session, f"grant:{key}", clock.now(), source, wallet, amount)


async def balance(session: ReadSession, user_id: int) -> int:
    """Credits a person may spend; what is held is not among them."""
    return await rows.wallet_balance(session, user_id)


async def audit(session: ReadSession) -> list[str]:
    """Faults of the books, in words for an operator; empty when all is well."""
    faults = [f"movement {key} sums to {total}" for key, total in await rows.unbalanced_movements(session)]
    for kind, owner, kept, total in await rows.drifted_accounts(session):
        faults.append(f"account {kind}:{owner} shows {kept}, its entries sum to {total}")
    ended = await rows.ended_jobs(session, await rows.open_holds(session))
    if ended:
        # PostgreSQL answers each question as of its own moment: a job may have ended, and settled, between the two.
        still_open = set(await rows.open_holds(session))
        faults.extend(f"job {job} has ended and still holds credits" for job in ended if job in still_open)
    return faults


def _key(movement: str, job: Job) -> str:
    return f"{movement}:{job.id}"
