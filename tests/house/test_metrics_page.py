"""What is told, what the page says about it, and what the alerts ask for are the same."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import yaml
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from bot.bootstrap import Parts, build
from bot.metrics.meters import Meters
from bot.metrics.registry import ProcessFigures
from bot.metrics.row_figures import BOOKS, WORK
from bot.metrics.worker_figures import FIGURES
from bot.nursery import Nursery
from bot.settings import Settings
from tests.bot.fakes import DATA_KEY, TOKEN
from tests.support.sources import ROOT

SECRET = "a-metrics-token-of-the-tests"
PAGE = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
ROWS = {
    name: {label.strip() for label in labels.split(",") if label.strip()}
    for name, labels in re.findall(r"^\| `(loragram_[a-z_]+)` \|([a-z, ]*)\|", PAGE, re.MULTILINE)
}
ALERTS = [
    rule
    for group in yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]


@pytest.fixture
async def parts(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Parts]:
    """The whole product, not started."""
    values = {"database_url": sqlite_url, "storage_url": str(tmp_path / "files"), "data_key": DATA_KEY}
    built = build(Settings(_env_file=None, bot_token=TOKEN, access="open", metrics_token=SECRET, **values))
    yield built
    assert built.worker is not None
    await built.worker.bot.session.close()
    await built.engine_side.close()


async def told(parts: Parts) -> list[Metric]:
    async with (
        TestClient(TestServer(parts.app)) as client,
        client.get("/metrics", headers={"Authorization": f"Bearer {SECRET}"}) as answer,
    ):
        assert answer.status == 200
        return list(text_string_to_metric_families(await answer.text()))


def name_on_the_page(family: Metric) -> str:
    """The parser takes the end off a counter."""
    return f"{family.name}_total" if family.type == "counter" else family.name


async def test_the_page_lists_every_family_and_no_other(parts: Parts) -> None:
    """Scraped as a collector does it, from the product as it is built."""
    families = {name_on_the_page(family) for family in await told(parts)}
    assert {name for name in families if name.startswith("loragram_")} == set(ROWS)
    assert {"process_resident_memory_bytes", "process_cpu_seconds_total"} <= families


async def test_without_a_token_there_is_no_such_page(sqlite_url: str, tmp_path: Path) -> None:
    """Nobody finds out by accident what an operator did not mean to tell."""
    values = {"database_url": sqlite_url, "storage_url": str(tmp_path / "files"), "data_key": DATA_KEY}
    parts = build(Settings(_env_file=None, bot_token=TOKEN, access="open", **values))
    async with TestClient(TestServer(parts.app)) as client, client.get("/metrics") as answer:
        assert answer.status == 404
    assert parts.worker is not None
    await parts.worker.bot.session.close()
    await parts.engine_side.close()


def test_the_page_names_the_labels() -> None:
    """Those that the code gives, in any order."""
    meters = Meters(("fal",))
    meters.call("fal", "look", "done", 1.0)
    meters.webhook("fal", "accepted")
    counted = [*meters.collect(), *ProcessFigures("1", "all", Nursery()).collect()]
    labels = {name_on_the_page(family): set(family.samples[0].labels) - {"le"} for family in counted if family.samples}
    for figure in (*WORK, *BOOKS, *FIGURES):
        labels[f"{figure.name}_total" if figure.counts else figure.name] = set(figure.labels)
    assert labels == ROWS


def test_every_alert_asks_for_figures_that_are_told() -> None:
    """A name that does not exist never wakes anybody."""
    asked = {name.removesuffix("_bucket") for rule in ALERTS for name in re.findall(r"loragram_[a-z_]+", rule["expr"])}
    assert asked
    assert asked - set(ROWS) == set()


@pytest.mark.parametrize("rule", ALERTS, ids=[rule["alert"] for rule in ALERTS])
def test_an_alert_can_be_read_and_says_what_to_do(rule: dict[str, str | dict[str, str]]) -> None:
    """Brackets match, and whoever is woken is told in a sentence."""
    expression, told = str(rule["expr"]), rule["annotations"]
    assert all(expression.count(left) == expression.count(right) for left, right in ("()", "[]", "{}"))
    assert re.search(r"[<>=]", expression), "it compares with something"
    assert isinstance(told, dict)
    assert told["summary"].endswith((".", "?"))


def test_no_alert_stands_twice() -> None:
    """The names are what a person searches for."""
    names = [rule["alert"] for rule in ALERTS]
    assert len(names) == len(set(names))


async def test_alerts_name_ticks_and_audits_that_there_are(parts: Parts) -> None:
    """A label's value that does not exist is as silent as a name that does not."""
    assert parts.worker is not None
    ticks = {tick.plan.name for tick in parts.worker.scheduler.ticks}
    expressions = " ".join(rule["expr"] for rule in ALERTS)
    asked = {name for names in re.findall(r'tick=~"([^"]+)"', expressions) for name in names.split("|")}
    assert asked
    assert asked <= ticks
    assert set(re.findall(r'audit="([^"]+)"', expressions)) <= set(parts.engine_side.nightly.works)
