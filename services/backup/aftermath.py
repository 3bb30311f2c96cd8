"""What a restored database must not do again, because it was done after the copy was made."""

from dataclasses import dataclass

from db.database import Database
from db.repositories import restored as rows
from db.repositories.leases import free_all_leases
from services.ports import Clock


@dataclass(frozen=True)
class Aftermath:
    """How many of each were laid to rest."""

    updates: int
    pings: int
    broadcasts: int


async def lay_to_rest(db: Database, clock: Clock) -> Aftermath:
    """In one transaction: nobody holds anything, what people wrote is not acted on a second time, no ping sounds a
    second time, and no broadcast goes out that people may have had, or that its author may have stopped. No other
    process works on the database."""
    now = clock.now()
    async with db.write(joins_update=False) as session:
        await free_all_leases(session)
        return Aftermath(
            updates=await rows.forget_waiting_updates(session, now),
            pings=await rows.doubt_waiting_pings(session),
            broadcasts=await rows.stop_confirmed_broadcasts(session, now),
        )
