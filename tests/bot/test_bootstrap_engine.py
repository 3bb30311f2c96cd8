"""The engine without its face: it builds without aiogram, and a missing provider key is an answer, not a crash."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import SettingsError
from services.errors import StorageError
from services.ports import SystemClock
from services.privacy.hosted_models import HostedModels
from services.privacy.retention import ErasedCounts, Retention
from services.privacy.uploaded_files import UploadedFiles
from tests.bot.fakes import DATA_KEY, engine_side
from tests.support.sources import ROOT

PROGRAM = """
import asyncio, json, sys
from bot.bootstrap_engine import build_engine_side
from bot.settings import Settings
from bot.worker.scheduler import TickScheduler
from bot.worker.ticks import engine_plans
from bot.nursery import Nursery

async def main():
    side = build_engine_side(Settings(_env_file=None, database_url=sys.argv[1], storage_url=sys.argv[2],
                                      data_key=sys.argv[3], fal_key="k:s"))
    TickScheduler(engine_plans(side.engine), Nursery())
    await side.close()
    print(json.dumps(sorted(name for name in sys.modules if name.split(".")[0] in ("aiogram", "sandbox"))))

asyncio.run(main())
"""


def test_the_engine_builds_without_importing_aiogram(tmp_path: Path) -> None:
    """The crash tests start it hundreds of times, and aiogram alone takes two seconds and 100 MB."""
    arguments = [f"sqlite:///{tmp_path / 'x.db'}", str(tmp_path / "files"), DATA_KEY]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == []


async def test_without_a_provider_key_orders_say_so(sqlite_url: str, tmp_path: Path) -> None:
    """Never the sandbox in a provider's place: a real person must not get its pictures."""
    side = engine_side(sqlite_url, tmp_path)
    assert side.services.providers == {}
    assert side.services.rules.training.providers == ()
    assert side.services.rules.generation.providers == ()
    await side.close()


async def test_files_that_cannot_be_erased_here_keep_nothing_at_the_providers(sqlite_url: str, tmp_path: Path) -> None:
    """The clean-up asks the providers all the same, for models and for uploads, and then says what failed."""
    side = engine_side(sqlite_url, tmp_path)
    hosted = CountedModels(side.services.db, side.services.clock, {})
    uploads = CountedUploads(side.services.db, side.services.clock, {})
    side = replace(side, retention=StuckRetention(side.services.db, SystemClock(), side.services.storage))
    with pytest.raises(StorageError):
        await replace(side, hosted_models=hosted, uploaded_files=uploads).erase_due()
    assert (hosted.runs, uploads.runs) == (1, 1)
    await side.close()


class StuckRetention(Retention):
    """The storage does not answer."""

    async def erase_due(self) -> ErasedCounts:
        raise StorageError("storage-unavailable")


class CountedModels(HostedModels):
    """Counts its runs."""

    runs = 0

    async def forget_due(self) -> int:
        self.runs += 1
        return 0


class CountedUploads(UploadedFiles):
    """Counts its runs."""

    runs = 0

    async def discard_due(self) -> int:
        self.runs += 1
        return 0


async def test_a_missing_data_key_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATA_KEY"):
        engine_side(sqlite_url, tmp_path, data_key=None)


async def test_a_database_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        engine_side("mysql://localhost/x", tmp_path)


async def test_settings_reach_the_rules(sqlite_url: str, tmp_path: Path) -> None:
    side = engine_side(
        sqlite_url, tmp_path, trainings_per_month=3, images_per_day=9, monthly_budget_usd=11, admin_ids=(5,)
    )
    rules = side.services.rules
    assert rules.training.trainings_per_month == 3
    assert rules.generation.pictures_per_day == 9
    assert rules.training.budget is rules.generation.budget
    assert rules.training.budget.monthly_usd == 11
    assert rules.training.budget.admin_ids == (5,)
    await side.close()
