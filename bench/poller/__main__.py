"""How soon the end of a training is noticed without any webhook, and what looking costs.

    python -m bench.poller [--in-flight 1000 10000 100000] [--speed 4]

A provider in the same process ends trainings at known moments and refuses to be asked more often than fal (10 a
second) and Replicate (50 a second) allow. Half of the trainings run at each. Up to 10,000 the time from the end to its
notice is measured, at a clock that runs `--speed` times as fast; the goal is a 99th percentile of at most twice the
interval of looks. Above that, only what a minute of looking costs.
"""

import argparse
import asyncio
import multiprocessing
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.poller.measure import Figure, Plan, measure
from bench.webhook.databases import LOCAL_POSTGRESQL, answers, fresh_postgresql

NOTICED_UP_TO = 10_000
COST_SECONDS = 60.0
HEAD = (
    f"{'':24} {'provider':>10} {'every s':>8} {'p50 s':>7} {'p99 s':>7} {'of 2×':>6} {'missed':>6} {'refused':>7} "
    f"{'looks/s':>8} {'SQL/s':>6} {'CPU ms':>7} {'MB':>5} {'grew':>5}"
)


async def _run(sizes: list[int], speed: float, postgresql: str) -> bool:
    print(HEAD, flush=True)
    good = True
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="loragram-bench-") as folder:
            good &= await _one(_plan("SQLite", f"sqlite:///{Path(folder) / 'bench.db'}", size, speed))
        if await answers(postgresql):
            async with fresh_postgresql(postgresql) as url:
                good &= await _one(_plan("PostgreSQL", url, size, speed))
    return good


def _plan(name: str, url: str, size: int, speed: float) -> Plan:
    if size > NOTICED_UP_TO:
        return Plan(f"{size:,}, {name}", url, size, 1.0, COST_SECONDS)
    return Plan(f"{size:,}, {name}", url, size, speed)


async def _one(plan: Plan) -> bool:
    """Measures in a fresh process, prints, and says whether the goal was reached."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        figure = await asyncio.get_running_loop().run_in_executor(pool, measure, plan)
    _print(plan, figure)
    return all(
        one.percentile(99) <= 2 * one.interval and not one.missed and not one.refused
        for one in figure.providers.values()
    )


def _print(plan: Plan, figure: Figure) -> None:
    cost = (
        f"{figure.looks:8.1f} {figure.statements:6.0f} {figure.processor * 1000:7.1f} {figure.memory:5.0f} "
        f"{figure.growth:5.1f}"
    )
    for name, one in figure.providers.items():
        p99 = one.percentile(99)
        print(
            f"{plan.name:24} {name:>10} {one.interval:8.0f} {one.percentile(50):7.1f} {p99:7.1f} "
            f"{p99 / one.interval / 2:6.0%} {one.missed:6} {one.refused:7} {cost}",
            flush=True,
        )


def main() -> None:
    """Measures and prints the table; ends with 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--in-flight", type=int, nargs="+", default=[1_000])
    parser.add_argument("--speed", type=float, default=4.0, help="how much faster the product's clock runs")
    parser.add_argument("--postgresql", default=LOCAL_POSTGRESQL, help="a server where databases may be made")
    chosen = parser.parse_args()
    raise SystemExit(0 if asyncio.run(_run(chosen.in_flight, chosen.speed, chosen.postgresql)) else 1)


if __name__ == "__main__":
    main()
