"""What every part of the engine is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db.claims import Lease
from db.database import Database
from db.enums import JobKind
from services.billing.prices import PriceBook
from services.jobs.kinds import Kind
from services.jobs.look_load import LookLoad
from services.jobs.look_pace import LookPace
from services.jobs.rules import EngineRules
from services.ports import Clock
from services.providers.base import Provider
from services.stopping import Stopping


@dataclass(frozen=True)
class EngineParts:
    """`owner` names this process in leases; `webhook_url` is our public base address, None without one."""

    db: Database
    clock: Clock
    providers: Mapping[str, Provider]
    kinds: Mapping[JobKind, Kind]
    owner: str
    webhook_url: str | None = None
    admin_ids: tuple[int, ...] = ()
    prices: PriceBook = field(default_factory=PriceBook)
    rules: EngineRules = field(default_factory=EngineRules)
    look_pace: LookPace = field(default_factory=LookPace)
    look_load: LookLoad = field(default_factory=LookLoad)
    stopping: Stopping = field(default_factory=Stopping)

    def lease(self, seconds: float) -> Lease:
        """A lease in this process's name."""
        return Lease(self.owner, seconds)

    def in_seconds(self, amount: float) -> datetime:
        """The moment `amount` seconds from now."""
        return self.clock.now() + timedelta(seconds=amount)
