"""What the rows say is counted when it is asked for, not more often than is good, and never waited for."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from prometheus_client import CollectorRegistry

from bot.metrics import row_figures
from bot.metrics.database_figures import BOOKS_SECONDS, WORK_SECONDS, DatabaseFigures
from db.columns import new_id
from db.database import Database
from db.enums import BroadcastState, JobKind, JobState, OutboxKind, OutboxState
from db.models import Audit, Broadcast, ChatLane, ProviderStanding
from services.billing.budget import BudgetRules
from services.operating.nightly import action_of
from tests.support.clock import FakeClock
from tests.support.rows import (
    make_attempt,
    make_dataset,
    make_job,
    make_lora,
    make_message,
    make_user,
    make_version,
)


class Told:
    """Figures of a database, and time that a test moves."""

    def __init__(self, db: Database, limit: Decimal | None = Decimal(200)) -> None:
        self.clock, self.time = FakeClock(), 0.0
        audits = ("ledger", "storage")
        self.figures = DatabaseFigures(db, self.clock, BudgetRules(limit), audits, lambda: self.time)
        self.registry = CollectorRegistry()
        self.registry.register(self.figures)

    async def value(self, name: str, **labels: str) -> float | None:
        """One figure, after a refresh."""
        await self.figures.refresh()
        return self.registry.get_sample_value(f"loragram_{name}", labels)

    async def all(self) -> dict[tuple[str, ...], float]:
        """Every figure by name and labels' values."""
        await self.figures.refresh()
        return {
            (sample.name.removeprefix("loragram_"), *sample.labels.values()): sample.value
            for family in self.registry.collect()
            for sample in family.samples
        }


async def test_an_empty_database_has_empty_queues(db: Database) -> None:
    """Zero is an answer; what nobody has looked at yet has none."""
    told = await Told(db).all()
    assert told == {
        ("jobs_due",): 0,
        ("job_lateness_seconds",): 0,
        ("oldest_lease_seconds",): 0,
        ("outbox_lateness_seconds",): 0,
        ("chats_due",): 0,
        ("update_lateness_seconds",): 0,
        ("budget_spent_usd",): 0,
        ("budget_limit_usd",): 200,
        **{("broadcast_messages", outcome): 0 for outcome in ("expected", "sent", "blocked", "failed", "unknown")},
    }


async def test_jobs_are_counted_by_kind_and_state(db: Database) -> None:
    """Live ones all, ended ones of the last day; a job that is held or not due is not in the queue."""
    user, told = await make_user(db), Told(db)
    now = told.clock.now()
    await make_job(db, user, next_at=now - timedelta(seconds=90))
    await make_job(db, user, next_at=now + timedelta(hours=1))
    await make_job(db, user, state=JobState.RUNNING, lease_owner="x", lease_until=now + timedelta(seconds=20))
    await make_job(db, user, kind=JobKind.GENERATION, state=JobState.FAILED)
    await make_job(db, user, state=JobState.SUCCEEDED, created_at=now - timedelta(days=2))
    found = await told.all()
    assert found["jobs", "training", "queued"] == 2
    assert found["jobs", "training", "running"] == 1
    assert found["jobs_ended", "generation", "failed"] == 1
    assert not any(key[:1] == ("jobs_ended",) and key[-1] == "succeeded" for key in found)
    assert found["jobs_due",] == 1
    assert 90 <= found["job_lateness_seconds",] < 900


async def test_the_oldest_lease_is_as_old_as_its_last_renewal(db: Database) -> None:
    """A look holds a job for a minute; one that ends in twenty seconds was taken forty seconds ago."""
    user, told = await make_user(db), Told(db)
    for seconds, state in ((20, JobState.RUNNING), (150, JobState.QUEUED)):
        until = told.clock.now() + timedelta(seconds=seconds)
        await make_job(db, user, state=state, lease_owner="x", lease_until=until)
    age = await told.value("oldest_lease_seconds")
    assert age is not None
    assert 50 <= age < 900, "the queued one: held for 200 seconds, of which 150 are left"


async def test_messages_are_counted_unless_they_are_sent(db: Database) -> None:
    """Pings of unknown fate stay visible."""
    told = Told(db)
    due = told.clock.now() - timedelta(seconds=30)
    await make_message(db, 1, not_before=due)
    await make_message(db, 1, state=OutboxState.UNSURE)
    await make_message(db, 1, state=OutboxState.SENT, kind=OutboxKind.MEDIA)
    found = await told.all()
    assert {key: value for key, value in found.items() if key[0] == "outbox_messages"} == {
        ("outbox_messages", "pending"): 1,
        ("outbox_messages", "unsure"): 1,
    }
    assert 30 <= found["outbox_lateness_seconds",] < 900


async def test_chats_that_wait_are_counted(db: Database) -> None:
    """Those that a worker holds are not waiting."""
    told = Told(db)
    past = told.clock.now() - timedelta(seconds=10)
    async with db.write() as session:
        session.add(ChatLane(lane=1, due_at=past))
        session.add(ChatLane(lane=2, due_at=past, lease_owner="x", lease_until=past + timedelta(hours=1)))
        session.add(ChatLane(lane=3))
    found = await told.all()
    assert found["chats_due",] == 1
    assert 10 <= found["update_lateness_seconds",] < 900


async def test_money_rates_audits_and_broadcasts_are_told(db: Database) -> None:
    """The figures that change slowly."""
    user, told = await make_user(db), Told(db)
    lora = await make_lora(db, user)
    version = await make_version(db, lora, await make_dataset(db, user, lora), trainer="quick")
    job = await make_job(db, user, subject_id=version.id, state=JobState.SUCCEEDED)
    await make_attempt(db, job, cost=Decimal("1.5"))
    now = told.clock.now()
    rows: list[Any] = [
        Audit(action=action_of("ledger"), data={"faults": 3}, at=now - timedelta(days=1)),
        Audit(action=action_of("ledger"), data={"faults": 0}, at=now),
        Audit(action=action_of("storage"), data={"missing": 2, "stray": 0}, at=now),
        ProviderStanding(provider="fal", paused_reason="no_credit", probes=1),
        Broadcast(
            id=new_id(), created_by=1, state=BroadcastState.PAUSED, expected=9, sent=4, blocked=1, created_at=now
        ),
        Broadcast(id=new_id(), created_by=1, state=BroadcastState.DONE, expected=7, sent=7, created_at=now),
    ]
    async with db.write() as session:
        session.add_all(rows)
    found = await told.all()
    assert found["budget_spent_usd",] == 1.5
    assert found["training_success_ratio", "quick"] == 1
    assert found["trainings_counted", "quick", "succeeded"] == 1
    assert found["ledger_faults",] == 0, "the last look counts"
    assert found["audit_findings", "storage", "missing"] == 2
    assert not any(key[:2] == ("audit_findings", "ledger") for key in found)
    assert found["audit_timestamp_seconds", "ledger"] == now.timestamp()
    assert found["provider_paused", "fal"] == 1
    assert (found["broadcast_messages", "expected"], found["broadcast_messages", "sent"]) == (9, 4)


async def test_without_a_limit_none_is_told(db: Database) -> None:
    """An alert that compares with it stays silent."""
    assert await Told(db, limit=None).value("budget_limit_usd") is None


async def test_rows_are_not_counted_more_often_than_is_good(db: Database) -> None:
    """However many collectors ask."""
    user, told = await make_user(db), Told(db)
    assert await told.value("jobs_due") == 0
    await make_job(db, user)
    told.time = WORK_SECONDS - 1
    assert await told.value("jobs_due") == 0
    told.time = WORK_SECONDS
    assert await told.value("jobs_due") == 1


async def test_sums_over_a_month_are_made_less_often(sqlite_db: Database) -> None:
    """They read more."""
    user, told = await make_user(sqlite_db), Told(sqlite_db)
    assert await told.value("budget_spent_usd") == 0
    await make_attempt(sqlite_db, await make_job(sqlite_db, user), cost=Decimal(2))
    told.time = WORK_SECONDS
    assert await told.value("budget_spent_usd") == 0
    told.time = BOOKS_SECONDS
    assert await told.value("budget_spent_usd") == 2


async def test_a_database_that_does_not_answer_stops_no_page() -> None:
    """Old figures would look like calm; there are none until it answers again."""
    db = Database("postgresql://nobody@127.0.0.1:1/none")
    told = Told(db)
    assert await told.all() == {}
    families = [family.name for family in told.registry.collect()]
    assert families == [figure.name for figure in (*row_figures.WORK, *row_figures.BOOKS)]
    await db.close()


def test_only_names_of_ours_are_labels() -> None:
    """An id of a person or a job would be kept by a collector for ever."""
    labels = {label for figure in (*row_figures.WORK, *row_figures.BOOKS) for label in figure.labels}
    assert labels == {"kind", "state", "provider", "trainer", "outcome", "audit", "finding"}
