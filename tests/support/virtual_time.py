"""An event loop whose time passes at once: minutes of waiting cost nothing, and a busy machine changes nothing."""

import asyncio
import random
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class _Selector(selectors.SelectSelector):
    """Instead of sleeping, moves the clock on."""

    def __init__(self, pass_time: Callable[[float], None]) -> None:
        super().__init__()
        self._pass_time = pass_time

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise RuntimeError("everybody waits for something that no timer will bring")
        self._pass_time(timeout)
        return super().select(0)


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self, late: Callable[[], float]) -> None:
        super().__init__(_Selector(self._pass_time))
        self._now = 0.0
        self._late = late

    def time(self) -> float:
        return self._now

    def _pass_time(self, seconds: float) -> None:
        if seconds > 0:
            self._now += seconds + self._late()


def in_virtual_time(work: Coroutine[Any, Any, Result], *, late: float = 0.0, seed: int = 1) -> Result:
    """Runs `work` and returns its result. Each sleep of the loop takes up to `late` seconds more than it should, as on
    a machine with other work; `seed` says which."""
    lateness = random.Random(seed)
    with asyncio.Runner(loop_factory=lambda: _VirtualLoop(lambda: lateness.uniform(0, late))) as runner:
        return runner.run(work)
