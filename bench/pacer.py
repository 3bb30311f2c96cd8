"""How well the pacer keeps a rate on this machine, with real timers and ten thousand messages waiting.

    python -m bench.pacer

For each rate: what share of it went out, the most messages within any second, and what a message cost.
"""

import asyncio
import time

from bot.sending.pacer import Pacer

RATES = (25, 300, 1000)
SECONDS = 20.0
WARM_UP_SECONDS = 2.0
WAITING = 10_000


def fullest_second(times: list[float]) -> int:
    """The most messages within one second, however it is laid."""
    most = first = 0
    for last, moment in enumerate(times):
        while times[first] <= moment - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


async def measure(rate: int) -> str:
    """One line of the table; what goes while the senders come is not counted."""
    pacer, times = Pacer(rate=rate, silence=lambda: 0.0), []
    loop = asyncio.get_running_loop()

    async def send(chat: int) -> None:
        while True:
            await pacer.broadcast(chat)
            times.append(loop.time())

    async with asyncio.TaskGroup() as group:
        senders = [group.create_task(send(number)) for number in range(WAITING)]
        await asyncio.sleep(WARM_UP_SECONDS)
        times.clear()
        began, spent = loop.time(), time.process_time()
        await asyncio.sleep(SECONDS)
        share = len(times) / (loop.time() - began) / rate
        spent = time.process_time() - spent
        for sender in senders:
            sender.cancel()
    return f"{rate:>6} {share:>8.1%} {fullest_second(times):>16} {spent / len(times) * 1e6:>14.0f}"


async def _main() -> None:
    print(f"{'rate':>6} {'kept':>8} {'fullest second':>16} {'µs per message':>14}")
    for rate in RATES:
        print(await measure(rate), flush=True)


if __name__ == "__main__":
    asyncio.run(_main())
