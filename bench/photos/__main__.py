"""How long 20 photos of 12 megapixels take from their arrival to verdicts, cleaned copies and the training archive.

    python -m bench.photos [--photos 20] [--rounds 3]

As a ratio to Pillow's bare decoding and encoding of the same files, at their full size and with the same quality, on
the same cores, in turn within one run. The goals: at most 1.5 times, the first verdict in less than half a second. The
ratio of time on cores hardly changes with what else the machine does; that of the clock does.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.photos.camera import photos
from bench.photos.measure import Took, bare, ours
from services.photos.limits import PhotoLimits

MOST_TIMES = 1.5
FIRST_SECONDS = 0.5


def main() -> int:
    """Prints every round and the medians; 1 when a goal was missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--photos", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    files = photos(wanted.photos)
    sizes = sorted(len(data) / 1e6 for data in files)
    print(f"{len(files)} photos, {sizes[0]:.1f} to {sizes[-1]:.1f} MB; load {os.getloadavg()[0]:.1f}")
    pairs = [_round(files) for _ in range(wanted.rounds)]
    wall = median(mine.wall / plain.wall for plain, mine in pairs)
    core = median(mine.core / plain.core for plain, mine in pairs)
    first = median(mine.first for _, mine in pairs)
    print(f"ratio {wall:.2f} by the clock, {core:.2f} by cores (goal {MOST_TIMES}); first verdict {first:.2f} s")
    with tempfile.TemporaryDirectory(prefix="loragram-bench-") as folder:
        cold = asyncio.run(ours(files[:1], Path(folder), cold=True))
    print(f"first verdict {cold.first:.2f} s when the process that opens photos has to start for it")
    return int(wall > MOST_TIMES or first > FIRST_SECONDS)


def _round(files: list[bytes]) -> tuple[Took, Took]:
    plain = bare(files, PhotoLimits().quality)
    with tempfile.TemporaryDirectory(prefix="loragram-bench-") as folder:
        mine = asyncio.run(ours(files, Path(folder)))
    for name, took in (("Pillow", plain), ("ours", mine)):
        print(f"{name:>7}: {took.wall:6.2f} s by the clock, {took.core:6.2f} s of a core", flush=True)
    return plain, mine


if __name__ == "__main__":
    sys.exit(main())
