"""What the working parts count by themselves is told under their names."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from bot.bootstrap import build
from bot.metrics.registry import ProcessFigures
from bot.metrics.worker_figures import WorkerFigures
from bot.nursery import Nursery
from bot.settings import Settings
from tests.bot.fakes import DATA_KEY, TOKEN


async def test_the_parts_own_counters_are_told(sqlite_url: str, tmp_path: Path) -> None:
    """As they stand when a collector asks."""
    values = {"database_url": sqlite_url, "storage_url": str(tmp_path / "files"), "data_key": DATA_KEY}
    parts = build(Settings(_env_file=None, bot_token=TOKEN, access="open", messages_per_second=20, **values))
    assert parts.worker is not None
    workers = parts.worker.counting
    registry = CollectorRegistry()
    registry.register(WorkerFigures(workers))
    tick = workers.scheduler.ticks[0]
    tick.failures, tick.last_seconds = 2, 1.5
    workers.lanes.handled, workers.lanes.failed, workers.lanes.quarantined = 7, 6, 1
    workers.boundary.unexpected, workers.pauses.refusals, workers.sender.unsure = 3, 4, 5
    await workers.pacer.live(2)

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"loragram_{name}", labels)

    assert value("tick_failures_total", tick=tick.plan.name) == 2
    assert value("tick_duration_seconds", tick=tick.plan.name) == 1.5
    assert (value("tick_age_seconds", tick=tick.plan.name) or -1) >= 0
    assert [value(f"updates_{what}_total") for what in ("handled", "failed", "quarantined")] == [7, 6, 1]
    assert (value("handler_faults_total"), value("too_many_requests_total"), value("unsure_pings_total")) == (3, 4, 5)
    assert value("messages_paced_total", lane="live") == 2
    assert value("send_rate") == 20
    await parts.worker.bot.session.close()
    await parts.engine_side.close()


async def test_a_process_says_what_it_is_and_what_failed(caplog: pytest.LogCaptureFixture) -> None:
    """Also one that only takes in."""

    async def fails() -> None:
        raise RuntimeError

    nursery = Nursery()
    registry = CollectorRegistry()
    registry.register(ProcessFigures("1.2.3", "web", nursery))
    nursery.start(fails(), "a task")
    await nursery.drain(5)
    assert registry.get_sample_value("loragram_build_info", {"version": "1.2.3", "role": "web"}) == 1
    assert registry.get_sample_value("loragram_task_faults_total") == 1
