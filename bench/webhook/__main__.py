"""The front door beside a bare aiogram echo bot, in one run, each program alone on one core.

    python -m bench.webhook [--updates 4000] [--rounds 3] [--postgresql postgresql://postgres@127.0.0.1:5432/postgres]

Client and stand-in for Telegram run on the other cores. A figure is the median of the rounds, beside it the lowest and
the highest. Every measurement is checked: rows in the database, messages that Telegram received, none twice.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench.webhook.databases import LOCAL_POSTGRESQL, answers, fresh_postgresql
from bench.webhook.fake_telegram import FakeTelegram
from bench.webhook.measures import Bench, Figure
from bench.webhook.subjects import CORE, Place

Measure = Callable[[Place], Awaitable[Figure]]
ECHO = "aiogram echo"


@dataclass(frozen=True)
class Row:
    """A line of the table and how its figures are had."""

    name: str
    measure: Measure
    postgresql: bool = False


async def _measure(row: Row, telegram_url: str, postgresql: str) -> Figure:
    with tempfile.TemporaryDirectory(prefix="loragram-bench-") as name:
        folder = Path(name)
        if not row.postgresql:
            return await row.measure(Place(folder, telegram_url, f"sqlite:///{folder / 'bench.db'}"))
        async with fresh_postgresql(postgresql) as url:
            return await row.measure(Place(folder, telegram_url, url))


async def _run(updates: int, rounds: int, postgresql: str, only: str) -> None:
    telegram = FakeTelegram()
    telegram_url = await telegram.start()
    bench = Bench(updates, telegram)
    rows = [row for row in _rows(bench, await answers(postgresql)) if only in row.name or row.name == ECHO]
    figures: dict[str, list[Figure]] = {row.name: [] for row in rows}
    for _ in range(rounds):
        for row in rows:
            figures[row.name].append(await _measure(row, telegram_url, postgresql))
    telegram.stop()
    _print(figures)


def _rows(bench: Bench, with_postgresql: bool) -> list[Row]:
    rows = [Row("aiohttp that answers 200 (floor)", bench.floor), Row(ECHO, bench.echo)]
    for database, is_postgresql in (("SQLite", False), *((("PostgreSQL", True),) if with_postgresql else ())):
        rows += [
            Row(f"acknowledged, {database}", bench.acknowledged, is_postgresql),
            Row(f"acknowledged at 1,000/s, {database}", bench.at_a_pace, is_postgresql),
            Row(f"/start answered, {database}", bench.answered, is_postgresql),
            Row(f"/start of strangers answered, {database}", bench.answered_strangers, is_postgresql),
        ]
    return rows


def _print(figures: dict[str, list[Figure]]) -> None:
    base = statistics.median(figure.rate for figure in figures[ECHO])
    heads = f"{'updates/s':>9} {'lowest to highest':>18} {'to echo':>7} {'p50 ms':>7} {'p99 ms':>7} {'CPU µs':>7}"
    print(f"{'':40} {heads}")
    for name, rounds in figures.items():
        rates = sorted(figure.rate for figure in rounds)
        middle = statistics.median(rates)
        p50 = statistics.median(statistics.median(figure.seconds) for figure in rounds) * 1000
        p99 = statistics.median(statistics.quantiles(figure.seconds, n=100)[98] for figure in rounds) * 1000
        spread = f"{rates[0]:.0f} to {rates[-1]:.0f}"
        used = statistics.median(figure.processor for figure in rounds) * 1_000_000
        print(f"{name:40} {middle:9.0f} {spread:>18} {middle / base:7.2f} {p50:7.1f} {p99:7.1f} {used:7.0f}")


def main() -> None:
    """Measures and prints the table, nothing else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=4000, help="for each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgresql", default=LOCAL_POSTGRESQL, help="a server where databases may be made")
    parser.add_argument("--only", default="", help="measure the rows with this in their name, and the echo")
    chosen = parser.parse_args()
    cores = os.sched_getaffinity(0)
    if len(cores - {CORE}) == 0:
        parser.error("two cores are needed: one for the program under test, one for the client")
    os.sched_setaffinity(0, cores - {CORE})
    asyncio.run(_run(chosen.updates, chosen.rounds, chosen.postgresql, chosen.only))


if __name__ == "__main__":
    main()
