"""Progress from a trainer's log lines. Pure; that progress never goes back is the engine's duty."""

import re
from collections.abc import Sequence

from db.enums import Stage
from services.jobs.kinds import Progress

# Logs grow to hundreds of KB; the newest bar is always near the end.
_TAIL_LINES = 400
_BAR = re.compile(r"(?:^|[\r\n])\s*(?:([\w.\-]+):)?\s*(\d{1,3})%\|[^|]*\|\s*(\d+)/(\d+)\s*\[([^\]\r\n]*)")
# Behind the speed, as ai-toolkit prints it: `1.71it/s, lr: 4.0e-04 loss: 3.686e-01]`.
_LOSS = re.compile(r"\bloss: (\d+(?:\.\d+)?(?:e[+-]?\d+)?)")
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CACHING = re.compile(r"\bcach(?:e|ing)\b", re.IGNORECASE)


def read_progress(lines: Sequence[str], steps: int) -> Progress | None:
    """What the lines so far tell, for a training of `steps` steps; None when there are none.

    Several bars look alike (caching, downloads): only the last whose total is `steps` counts, and its loss.
    Before the first one the stage is preparing, or caching once the lines speak of it.
    """
    tail = _COLOUR.sub("", "\n".join(lines[-_TAIL_LINES:]))
    bars = [bar for bar in _BAR.finditer(tail) if int(bar[4]) == steps]
    if bars:
        step, loss = min(int(bars[-1][3]), steps), _LOSS.search(bars[-1][5])
        return Progress(Stage.TRAINING, step * 100 // steps, step, steps, float(loss[1]) if loss else None)
    if not tail.strip():
        return None
    return Progress(Stage.CACHING if _CACHING.search(tail) else Stage.PREPARING, 0)
