"""What the world outside remembers by itself: every fault that it sees is written down here, in words."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.model.clock import ModelClock
from tests.model.outside import acting
from tests.model.peek import Peek


@dataclass(eq=False)
class Hand:
    """Somebody who works on a job under a lease that ends at `until`."""

    work: str
    job: str
    owner: str
    until: datetime


@dataclass
class Books:
    """Faults in the order in which they were seen, and who works on which job at the moment."""

    clock: ModelClock
    peek: Peek
    faults: list[str] = field(default_factory=list)
    hands: list[Hand] = field(default_factory=list)

    def fault(self, text: str) -> None:
        """Writes a fault down."""
        self.faults.append(text)

    def begin(self, work: str, job: str) -> Hand:
        """Somebody begins to work on a job, under a lease or, to act on a webhook, without one: no two under leases."""
        owner, text = self.peek.lease_of("job", job)
        now = self.clock.now()
        until = _moment(text) if owner == acting.get() else now
        for other in self.hands:
            is_other = (other.work, other.job) == (work, job) and other.owner != acting.get()
            if is_other and min(other.until, until) > now:
                self.fault(f"two at once: {work} of one job by two who hold its lease")
        hand = Hand(work, job, acting.get(), until)
        self.hands.append(hand)
        return hand

    def end(self, hand: Hand) -> None:
        """The work is over, or its process is."""
        self.hands.remove(hand)

    def holds(self, table: str, key: str) -> bool:
        """Whether the acting replica holds the lease of a job or a message at this moment."""
        owner, until = self.peek.lease_of(table, key)
        return owner == acting.get() and _moment(until) > self.clock.now()


def _moment(text: str | None) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else datetime.min.replace(tzinfo=UTC)
