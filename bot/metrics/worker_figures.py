"""What the working parts of this process count by themselves; since its start."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.metrics.figures import Figure, Value, plain
from bot.middlewares.errors import ErrorBoundary
from bot.sending.pacer import Pacer
from bot.sending.pauses import SendPauses
from bot.worker.lanes import Lanes
from bot.worker.scheduler import TickScheduler


class CountsUnsure(Protocol):
    """A sender."""

    unsure: int


@dataclass(frozen=True)
class Workers:
    """The parts that count."""

    scheduler: TickScheduler
    lanes: Lanes
    boundary: ErrorBoundary
    pacer: Pacer
    pauses: SendPauses
    sender: CountsUnsure


class WorkerFigures(Collector):
    """Reads the parts' own counters."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    def collect(self) -> Iterator[Metric]:
        """The figures as they stand."""
        yield from (figure.family(self._workers) for figure in FIGURES)


def _ages(workers: Workers) -> Iterator[Value]:
    now = time.monotonic()
    yield from (((tick.plan.name,), now - tick.last_end) for tick in workers.scheduler.ticks)


FIGURES: tuple[Figure[Workers], ...] = (
    Figure("loragram_tick_age_seconds", "How long ago a tick last ended.", _ages, ("tick",)),
    Figure(
        "loragram_tick_duration_seconds", "How long its last run took.",
        lambda of: [((tick.plan.name,), tick.last_seconds) for tick in of.scheduler.ticks], ("tick",),
    ),
    Figure(
        "loragram_tick_failures", "Looks that failed.",
        lambda of: [((tick.plan.name,), tick.failures) for tick in of.scheduler.ticks], ("tick",), counts=True,
    ),
    Figure("loragram_updates_handled", "Updates that were handled.", lambda of: plain(of.lanes.handled), counts=True),
    Figure(
        "loragram_updates_failed", "Tries to handle an update that failed.", lambda of: plain(of.lanes.failed),
        counts=True,
    ),
    Figure(
        "loragram_updates_quarantined", "Updates that were set aside after five failures.",
        lambda of: plain(of.lanes.quarantined), counts=True,
    ),
    Figure(
        "loragram_handler_faults", "Handlers that failed after their effect was written.",
        lambda of: plain(of.boundary.unexpected), counts=True,
    ),
    Figure(
        "loragram_messages_paced", "Messages that were let through to Telegram.",
        lambda of: [((lane.name.lower(),), count) for lane, count in of.pacer.let_through.items()], ("lane",),
        counts=True,
    ),
    Figure("loragram_send_rate", "Messages a second that may be sent now.", lambda of: plain(of.pacer.rate)),
    Figure(
        "loragram_too_many_requests", "Calls that Telegram refused as too many.", lambda of: plain(of.pauses.refusals),
        counts=True,
    ),
    Figure(
        "loragram_unsure_pings", "Pings of which nobody can say whether they arrived.",
        lambda of: plain(of.sender.unsure), counts=True,
    ),
)  # fmt: skip
