"""What admins were told, and providers that hold jobs back."""

from db.database import Database
from db.models import Audit, Outbox, ProviderStanding
from db.repositories import jobs as rows
from db.repositories.outbox import newest_of_view
from services.billing.access import Access
from services.jobs.standing import standing_of
from services.ports import Clock

SHOWN = 20


class Alerts:
    """For admins only: everything raises `ForbiddenError('admins-only')` for others."""

    def __init__(self, db: Database, clock: Clock, access: Access) -> None:
        self._db = db
        self._clock = clock
        self._access = access

    async def newest(self, admin_id: int) -> list[Outbox]:
        """The last 20 alerts to this admin, the newest first."""
        self._access.require_admin(admin_id)
        async with self._db.read() as session:
            return await newest_of_view(session, admin_id, "admin_alert", SHOWN)

    async def paused(self, admin_id: int) -> list[ProviderStanding]:
        """Providers that take no jobs of ours."""
        self._access.require_admin(admin_id)
        async with self._db.read() as session:
            return await rows.paused_standings(session)

    async def try_now(self, admin_id: int, provider: str) -> int:
        """Lets one call through to a paused provider at once, instead of at the next try; how many orders waited.

        Nothing changes when it is not paused any more.
        """
        self._access.require_admin(admin_id)
        async with self._db.write() as session:
            standing = await standing_of(session, provider)
            if standing.paused_reason is None:
                return 0
            now = self._clock.now()
            standing.probe_at = now
            waiting = await rows.resume_held(session, provider, now)
            session.add(Audit(actor_id=admin_id, action="provider.try", data={"provider": provider}, at=now))
            session.wake("submit")
            return waiting
