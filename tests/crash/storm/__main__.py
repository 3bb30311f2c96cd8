"""`python -m tests.crash.storm --trainings 1000 --kills 100 --seed 7`: a storm of any size, with a table at the end.

It makes a database of its own on TEST_POSTGRES_URL, else on a local server.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from tests.crash.storm.play import Size, play
from tests.crash.storm.table import faults_of, table_of
from tests.support.postgresql import Server, find_server

KILLS_PER_TRAINING = 0.15


def main() -> int:
    """0 when every promise held."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.storm")
    parser.add_argument("--trainings", type=int, default=200)
    parser.add_argument("--kills", type=int, help="without it, 15 for 100 trainings")
    parser.add_argument("--seed", type=int, help="the same seed plans the same faults and deaths")
    options = parser.parse_args()
    seed = random.randrange(10**6) if options.seed is None else options.seed
    kills = KILLS_PER_TRAINING * options.trainings if options.kills is None else options.kills
    size = Size(options.trainings, round(kills), seed)
    print(f"a storm of {size.trainings} trainings and {size.kills} kills with the seed {size.seed}", flush=True)
    with find_server() as address, tempfile.TemporaryDirectory(prefix="loragram-storm-") as folder:
        server = Server(address)
        server.prepare()
        url = server.create()
        try:
            told = asyncio.run(play(size, url, Path(folder)))
        finally:
            server.drop(url)
            server.close()
    print(table_of(told))
    faults = faults_of(told)
    print("\n".join(faults) or "  every promise held")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
