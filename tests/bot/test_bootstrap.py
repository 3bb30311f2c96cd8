"""What a role is built of."""

from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import Parts, build
from bot.settings import Settings
from tests.bot.fakes import DATA_KEY, TOKEN

DOORS = {"/telegram/webhook", "/webhooks/{provider}/{token}", "/files/{token}", "/app/{name}"}
HEALTH = {"/healthz", "/readyz"}


def built(folder: Path, role: str, **values: Any) -> Parts:
    settings = {
        "role": role,
        "bot_token": TOKEN,
        "webhook_secret": "a" * 40,
        "public_url": "https://bot.example.org",
        "database_url": "postgresql://nobody@127.0.0.1:1/none",
        "storage_url": "s3://bucket/loragram",
        "data_key": DATA_KEY,
        "access": "open",
    }
    return build(Settings(_env_file=None, **(settings | values)))


def doors(parts: Parts) -> set[str]:
    return {resource.canonical for resource in parts.app.router.resources()}


@pytest.fixture(autouse=True)
def _region(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bucket is asked for."""
    monkeypatch.setenv("AWS_REGION", "us-east-1")


async def test_web_takes_in_and_has_nothing_that_works(tmp_path: Path) -> None:
    """Nor anything that talks to Telegram."""
    parts = built(tmp_path, "web")
    assert doors(parts) >= DOORS | HEALTH
    assert parts.worker is None


async def test_a_worker_works_and_answers_only_about_its_health(tmp_path: Path) -> None:
    """What the outside knocks at is not there, whoever reaches the port."""
    parts = built(tmp_path, "worker")
    assert doors(parts) >= HEALTH
    assert not doors(parts) & DOORS
    assert parts.worker is not None
    assert parts.worker.polling is None
    await parts.worker.bot.session.close()


async def test_one_process_with_everything_has_all_of_it(tmp_path: Path) -> None:
    """Also on a disk of its own; without a public address it polls instead of being knocked at."""
    parts = built(tmp_path, "all")
    assert doors(parts) >= DOORS | HEALTH
    assert parts.worker is not None
    alone = built(
        tmp_path, "all", public_url=None, database_url=f"sqlite:///{tmp_path / 'x.db'}", storage_url=str(tmp_path)
    )
    assert doors(alone) >= HEALTH
    assert "/telegram/webhook" not in doors(alone)
    assert alone.worker is not None
    assert alone.worker.polling is not None
