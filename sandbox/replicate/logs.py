"""What a job has printed so far, as one string; bars overwrite themselves with carriage returns."""

from collections.abc import Iterator

from sandbox.tqdm import tqdm_bar

_CACHED = 0.10
_TRAINED = 0.97
_BARS = 40


def training_log(share: float, duration: float, photos: int, steps: int) -> str:
    """The log of a training of which `share` (0 to 1) is over; `duration` is the whole run in seconds.

    The bar of the latents counts photos; only the bar with the job's name counts to `steps`.
    """
    return "".join(text for at, text in _training(duration, photos, steps) if at <= share)


def _training(duration: float, photos: int, steps: int) -> Iterator[tuple[float, str]]:
    yield 0.0, "Environment language: C.UTF-8\n"
    yield 0.01, f"Extracted {photos} files from zip to input_images\n"
    yield 0.02, "Starting train job\n"
    yield 0.03, "#############################################\n# Running job: flux_train_replicate\n"
    yield 0.04, "Loading Flux model\n"
    for number in range(photos + 1):
        at = 0.05 + (_CACHED - 0.05) * number / max(photos, 1)
        yield at, "Caching latents: " + tqdm_bar(number, photos, duration * (at - 0.05)) + "\r"
    yield _CACHED, "\n"
    bars = min(_BARS, steps)
    for number in range(bars + 1):
        at = _CACHED + (_TRAINED - _CACHED) * number / bars
        bar = tqdm_bar(steps * number // bars, steps, duration * (at - _CACHED), _learning(number / bars))
        yield at, f"flux_train_replicate: {bar}\r"
    yield _TRAINED, "\nSaved to output/flux_train_replicate/lora.safetensors\n"


def _learning(share: float) -> str:
    """What ai-toolkit says at that part of the training: the loss falls, unevenly."""
    return f"lr: 4.0e-04 loss: {0.3 + 0.25 * (1 - share) ** 2 + 0.02 * (round(share * _BARS) % 3):.3e}"


def picture_log(notes: str, share: float, duration: float, steps: int) -> str:
    """The log of a picture prediction: its notes, then a bar of the steps."""
    return notes + tqdm_bar(int(steps * min(share, 1.0)), steps, duration * share) + "\n"
