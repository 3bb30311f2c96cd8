"""A broadcast to a crowd in the sandbox: who was reached, at which rate, and what memory it took.

    python -m bench.broadcast [--people 100000] [--limit 300] [--rate 296] [--postgresql [URL]]

The bot is killed half-way and started again, and twice Telegram refuses with 429 on purpose. The rate is that of all
whole seconds outside the restart and outside these pauses, each with the 18 seconds in which the bot climbs back; the
overall rate counts everything from the bot's start on. The bot, the sandbox and this program share the machine.
"""

import argparse
import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from bench.broadcast.play import Told, play
from bench.broadcast.scene import Size, scene_of
from bench.webhook.databases import LOCAL_POSTGRESQL, fresh_postgresql


async def _measure(size: Size, postgresql: str | None) -> Told:
    with tempfile.TemporaryDirectory(prefix="loragram-bench-") as name:
        folder = Path(name)
        async with AsyncExitStack() as stack:
            url = f"sqlite:///{folder / 'bench.db'}"
            if postgresql is not None:
                url = await stack.enter_async_context(fresh_postgresql(postgresql))
            scene = await stack.enter_async_context(scene_of(size, folder, url))
            return await play(scene, _marks(size.people))


def _marks(people: int) -> list[int]:
    """Powers of ten, and two places after the restart."""
    tens = [10**power for power in range(3, 7) if 10**power < people // 2]
    return [*tens, people * 6 // 10, people * 9 // 10]


def _print(told: Told, limit: int) -> None:
    print(f"reached              {told.reached:>8} of {told.people - told.blocked} who had not blocked the bot")
    print(f"twice                {told.twice:>8}")
    print(f"lost                 {told.lost:>8}")
    print(f"blocked              {told.blocked:>8}")
    print(f"unknown              {told.unknown:>8}")
    print(f"429s, own            {told.own_refusals:>8}")
    print(f"429s, planned        {told.planned_refusals:>8}")
    print(f"rate                 {told.rate:>8.1f} a second, {told.rate / limit:.1%} of what was allowed")
    print(f"rate, with all that  {told.rate_overall:>8.1f} a second over {told.watched.seconds:.0f} s")
    print(f"processor            {told.watched.processor_per_person * 1e6:>8.0f} µs of the bot for a person")
    for people, megabytes in told.watched.resident.items():
        print(f"memory at {people:>10} {megabytes:>8.0f} MB")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--limit", type=int, default=300, help="messages a second that the sandbox lets through")
    parser.add_argument(
        "--rate",
        type=float,
        help="MESSAGES_PER_SECOND of the bot; just under the limit, so that a late answer of the sandbox is no refusal",
    )
    parser.add_argument("--postgresql", nargs="?", const=LOCAL_POSTGRESQL, help="a server where databases may be made")
    chosen = parser.parse_args()
    rate = chosen.rate or chosen.limit * 296 / 300
    told = asyncio.run(_measure(Size(chosen.people, chosen.limit, rate), chosen.postgresql))
    _print(told, chosen.limit)


if __name__ == "__main__":
    main()
