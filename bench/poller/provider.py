"""A provider in this process: its trainings end at known moments, and it refuses to be asked too often."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.errors import ProviderError
from services.ports import Clock
from services.providers.base import Done, Look, ProviderRef, Working

LIMITS = {"fal": 10.0, "replicate": 50.0}
"""Questions a second that each allows an account, as their documentation says."""

BURST = timedelta(seconds=10)
"""The limit holds over this time."""


@dataclass(frozen=True)
class Run:
    """One training: when it began and ends, and its steps."""

    begins: datetime
    ends: datetime
    steps: int


@dataclass
class BenchProvider:
    """As much of `Provider` as looking needs."""

    name: str
    looks_per_second: float
    clock: Clock
    runs: Mapping[str, Run]
    looks: int = 0
    refused: int = 0
    absence_is_proof: bool = False
    _recent: deque[datetime] = field(default_factory=deque)

    async def look(self, ref: ProviderRef) -> Look:
        """See `Provider.look`."""
        now = self.clock.now()
        self.looks += 1
        while self._recent and self._recent[0] < now - BURST:
            self._recent.popleft()
        self._recent.append(now)
        if len(self._recent) > LIMITS[self.name] * BURST.total_seconds():
            self.refused += 1
            raise ProviderError("provider-unreachable")
        run = self.runs[ref.id]
        if now >= run.ends:
            return Done({"weights": "https://files.example/weights.safetensors"})
        share = max(0.0, (now - run.begins) / (run.ends - run.begins))
        return Working([f"{int(share * 100)}%|#####| {int(share * run.steps)}/{run.steps} [00:10<00:20]"])
