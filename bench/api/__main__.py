"""The API with 1,000 open streams beside a bare aiohttp handler, each program alone on one core, in one run.

    python -m bench.api [--streams 1000] [--requests 4000]

The client runs on the other cores. Answers are checked; a change of progress is followed into the stream of the right
person, from the commit on. A look at the rows comes once a second, so that half a second is what a change waits.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.api.people import Somebody, come_on, move_in
from bench.api.streams import Streams
from bench.api.subject import CORE, subject_up
from bench.webhook.load import Load, Taken
from db.database import Database
from db.migrate import upgrade

CONNECTIONS = 8
CHANGES = 200


async def _run(streams: int, requests: int) -> None:
    with tempfile.TemporaryDirectory(prefix="loragram-bench-") as name:
        folder = Path(name)
        db = Database(f"sqlite:///{folder / 'bench.db'}")
        await upgrade(db)
        people = await move_in(db, max(streams, 200))
        async with subject_up("ours", folder) as port:
            body = await _body(port, people[0])
            print(f"{'':44} {'requests/s':>10} {'p50 ms':>7} {'p99 ms':>7}")
            for label, count in (("without a stream", 0), (f"with {streams:,} open streams", streams)):
                opened = Streams(port, people[:count])
                await opened.begin()
                _tell(f"list of 20 models, {label}", await _load(port, people, requests, "/loras"))
                _tell(f"status of a model, {label}", await _load(port, people, requests, "/loras/{}/status"))
                if count:
                    await _events(db, opened, people[:count])
                await opened.close()
        await db.close()
        async with subject_up("bare", folder, body) as port:
            _tell("bare aiohttp with the same bytes as the list", await _load(port, people, requests, "/loras"))


async def _body(port: int, somebody: Somebody) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(somebody.get("/loras").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    if not head.startswith(b"HTTP/1.1 200") or body.count(b'"training_status"') < 20:
        raise AssertionError(f"the measurement is void: {head!r}")
    return body


async def _load(port: int, people: Sequence[Somebody], requests: int, path: str) -> Taken:
    load = Load(port, CONNECTIONS)
    await load.open()
    asked = [people[number % len(people)] for number in range(requests)]
    taken = await load.closed_loop([one.get(path.format(one.lora_id)) for one in asked])
    load.close()
    if taken.refused:
        raise AssertionError(f"the measurement is void: {taken.refused} of {requests} were refused")
    return taken


async def _events(db: Database, streams: Streams, people: Sequence[Somebody]) -> None:
    """One change after another, at moments that have nothing to do with the server's looks."""
    since, arrivals = [], []
    for number in range(CHANGES):
        somebody = people[number * 7 % len(people)]
        arrivals.append(streams.expect(somebody, 1 + number // len(people)))
        await come_on(db, somebody, 1 + number // len(people))
        since.append(time.perf_counter())
        await asyncio.sleep(0.037)
    arrived = await asyncio.wait_for(asyncio.gather(*arrivals), 30)
    waits = [end - begun for begun, end in zip(since, arrived, strict=True)]
    p50, p99 = statistics.median(waits) * 1000, statistics.quantiles(waits, n=100)[98] * 1000
    print(f"{f'a change in one of {len(people):,} streams':44} {'':>10} {p50:7.0f} {p99:7.0f}")


def _tell(name: str, taken: Taken) -> None:
    rate = len(taken.seconds) / (taken.ended - taken.began)
    p50, p99 = statistics.median(taken.seconds) * 1000, statistics.quantiles(taken.seconds, n=100)[98] * 1000
    print(f"{name:44} {rate:10.0f} {p50:7.1f} {p99:7.1f}", flush=True)


def main() -> None:
    """Measures and prints the table, nothing else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--requests", type=int, default=4000)
    chosen = parser.parse_args()
    cores = os.sched_getaffinity(0)
    if not cores - {CORE}:
        parser.error("two cores are needed: one for the program under test, one for the client")
    os.sched_setaffinity(0, cores - {CORE})
    asyncio.run(_run(chosen.streams, chosen.requests))


if __name__ == "__main__":
    main()
