"""The log lines a trainer has printed after a given share of its time."""

from collections.abc import Iterator

from sandbox.tqdm import tqdm_bar

_PREPARED = 0.05
_CACHED = 0.10
_TRAINED = 0.97
_BARS = 40

_PREPARING = (
    (0.0, "Downloading training archive"),
    (0.01, "Extracting archive"),
    (0.02, "Loading base model"),
    (0.04, "Preparing dataset"),
)


def log_lines(share: float, duration: float, photos: int, steps: int) -> list[tuple[float, str]]:
    """Lines printed so far, oldest first, each with the share of the run (0 to 1) at which it came.

    `share` is the part of the run that is over, `duration` the whole run in seconds. The bar of the
    latents counts photos; only the training bar counts to `steps`.
    """
    return [line for line in _whole_run(duration, photos, steps) if line[0] <= share]


def _whole_run(duration: float, photos: int, steps: int) -> Iterator[tuple[float, str]]:
    yield from _PREPARING
    for number in range(photos + 1):
        at = _PREPARED + (_CACHED - _PREPARED) * number / max(photos, 1)
        seconds = duration * (at - _PREPARED)
        yield at, "Caching latents: " + tqdm_bar(number, photos, seconds)
    yield _CACHED, "Starting training"
    bars = min(_BARS, steps)
    for number in range(bars + 1):
        done = steps * number // bars
        at = _CACHED + (_TRAINED - _CACHED) * number / bars
        yield at, tqdm_bar(done, steps, duration * (at - _CACHED))
    yield _TRAINED, "Saving LoRA weights"
    yield 1.0, "Uploading LoRA weights"
