"""The figures that are counted from rows. Labels are names of ours alone, never anybody's id."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.metrics.figures import Figure, Value, plain
from db.enums import JobState
from db.repositories.figures import JobCounts, Queue, Work
from services.jobs.rules import EngineRules
from services.operating.success import SuccessRate


@dataclass(frozen=True)
class Present:
    """The work as it stood at a moment."""

    at: datetime
    work: Work


@dataclass(frozen=True)
class Books:
    """What changes slowly: money in USD, success rates, what the audits last found and when, broadcasts under way."""

    spent: Decimal
    limit: Decimal | None
    rates: Sequence[SuccessRate]
    findings: Mapping[str, tuple[datetime, Mapping[str, int]]]
    broadcast: Mapping[str, int]


_RULES = EngineRules()
_LEASES = {
    JobState.QUEUED: _RULES.submit_lease,
    JobState.SUBMITTING: _RULES.submit_lease,
    JobState.UNCERTAIN: _RULES.uncertain_lease,
    JobState.REVIEW: _RULES.uncertain_lease,
    JobState.RUNNING: _RULES.poll_lease,
    JobState.FINALISING: _RULES.finalise_lease,
    JobState.VALIDATING: _RULES.finalise_lease,
}


def _by_kind(choose: Callable[[Work], JobCounts]) -> Callable[[Present], Iterator[Value]]:
    def read(present: Present) -> Iterator[Value]:
        yield from (((kind.value, state.value), count) for (kind, state), count in choose(present.work).items())

    return read


def _waiting(choose: Callable[[Work], Queue]) -> Callable[[Present], list[Value]]:
    def read(present: Present) -> list[Value]:
        since = choose(present.work).since
        return plain(0.0 if since is None else max(0.0, (present.at - since).total_seconds()))

    return read


def _oldest_lease(present: Present) -> list[Value]:
    """A lease's row says when it ends; how long one lasts, from its taking or last renewal on, depends on the work."""
    left = ((until - present.at).total_seconds() - _LEASES[state] for state, until in present.work.leases.items())
    return plain(max(0.0, -min(left, default=0.0)))


def _rates(books: Books) -> Iterator[Value]:
    yield from (((rate.trainer,), rate.share) for rate in books.rates)


def _trainings(books: Books) -> Iterator[Value]:
    for rate in books.rates:
        yield (rate.trainer, "succeeded"), rate.succeeded
        yield (rate.trainer, "failed"), rate.failed


def _findings(books: Books) -> Iterator[Value]:
    for audit, (_, found) in books.findings.items():
        yield from (((audit, what), count) for what, count in found.items() if audit != "ledger")


def _faults(books: Books) -> list[Value]:
    return plain(books.findings["ledger"][1].get("faults")) if "ledger" in books.findings else []


WORK: tuple[Figure[Present], ...] = (
    Figure("loragram_jobs", "Jobs that have not ended.", _by_kind(lambda work: work.live), ("kind", "state")),
    Figure(
        "loragram_jobs_ended", "Jobs of the last day that have ended.", _by_kind(lambda work: work.ended),
        ("kind", "state"),
    ),
    Figure("loragram_jobs_due", "Jobs that are due and held by nobody.", lambda of: plain(of.work.jobs.due)),
    Figure(
        "loragram_job_lateness_seconds", "How long the oldest due job has waited.", _waiting(lambda work: work.jobs)
    ),
    Figure("loragram_oldest_lease_seconds", "Age of the oldest lease of a job.", _oldest_lease),
    Figure(
        "loragram_outbox_messages", "Stored messages that are not sent; unsure ones may have arrived.",
        lambda of: [((state.value,), count) for state, count in of.work.messages.items()], ("state",),
    ),
    Figure(
        "loragram_outbox_lateness_seconds", "How long the oldest due message has waited.",
        _waiting(lambda work: work.outbox),
    ),
    Figure("loragram_chats_due", "Chats with updates that nobody works on.", lambda of: plain(of.work.lanes.due)),
    Figure(
        "loragram_update_lateness_seconds", "How long the oldest of these chats has waited.",
        _waiting(lambda work: work.lanes),
    ),
    Figure(
        "loragram_provider_paused", "1 for a provider that takes no jobs of ours.",
        lambda of: [((name,), 1.0) for name in of.work.paused], ("provider",),
    ),
)  # fmt: skip

BOOKS: tuple[Figure[Books], ...] = (
    Figure("loragram_budget_spent_usd", "Spent or promised this month.", lambda books: plain(float(books.spent))),
    Figure(
        "loragram_budget_limit_usd", "The month's limit; absent without one.",
        lambda books: plain(None if books.limit is None else float(books.limit)),
    ),
    Figure("loragram_training_success_ratio", "Share of trainings that succeeded in 30 days.", _rates, ("trainer",)),
    Figure("loragram_trainings_counted", "What that share is made of.", _trainings, ("trainer", "outcome")),
    Figure("loragram_ledger_faults", "Faults that the last look at the books found.", _faults),
    Figure("loragram_audit_findings", "What the last audit counted.", _findings, ("audit", "finding")),
    Figure(
        "loragram_audit_timestamp_seconds", "When an audit last ended.",
        lambda books: [((name,), at.timestamp()) for name, (at, _) in books.findings.items()], ("audit",),
    ),
    Figure(
        "loragram_broadcast_messages", "Broadcasts under way: expected receivers, and what became of the others.",
        lambda books: [((outcome,), count) for outcome, count in books.broadcast.items()], ("outcome",),
    ),
)  # fmt: skip
