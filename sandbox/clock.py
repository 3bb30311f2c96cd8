"""The sandbox's time: simulated durations run faster than real ones and can be advanced by hand."""

import asyncio
import time
from datetime import UTC, datetime


class SandboxClock:
    """A clock that runs `speed` times faster than real time and can jump forward.

    `now` is for durations (trainings, generations, lifetimes of files). `real_now` is for signatures
    and webhook timestamps, which the receiver compares with its own real clock.
    """

    def __init__(self, speed: float = 60.0) -> None:
        self._speed = _checked_speed(speed)
        self._real_anchor = time.monotonic()
        self._simulated_anchor = time.time()
        self._changed = asyncio.Event()

    @property
    def speed(self) -> float:
        """Simulated seconds in one real second."""
        return self._speed

    def now(self) -> float:
        """Simulated unix seconds; never goes back."""
        return self._simulated_anchor + (time.monotonic() - self._real_anchor) * self._speed

    def real_now(self) -> float:
        """Real unix seconds."""
        return time.time()

    def set_speed(self, speed: float) -> None:
        """Change the speed from this moment on. Raises ValueError unless speed is above 0 and finite."""
        checked = _checked_speed(speed)
        self._anchor_here()
        self._speed = checked
        self._wake()

    def advance(self, seconds: float) -> None:
        """Jump forward by simulated seconds. Raises ValueError for a negative number."""
        if not 0 <= seconds < float("inf"):
            raise ValueError("a clock only advances forward, by a finite number of seconds")
        self._anchor_here()
        self._simulated_anchor += seconds
        self._wake()

    async def sleep(self, seconds: float) -> None:
        """Sleep simulated seconds. Returns early, in real terms, when the clock is advanced or sped up."""
        until = self.now() + max(0.0, seconds)
        await asyncio.sleep(0)
        while (left := until - self.now()) > 0:
            changed = self._changed
            # Not wait_for: on Python 3.11 it loses a cancellation that comes in the moment of an advance.
            try:
                async with asyncio.timeout(left / self._speed):
                    await changed.wait()
            except TimeoutError:
                continue

    def _anchor_here(self) -> None:
        self._simulated_anchor = self.now()
        self._real_anchor = time.monotonic()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def moment(at: float) -> datetime:
    """Unix seconds as a moment in UTC, to the microsecond."""
    return datetime.fromtimestamp(at, UTC)


def iso(at: float) -> str:
    """Unix seconds as the providers write moments: ISO 8601 in UTC, ending in Z."""
    return moment(at).isoformat().replace("+00:00", "Z")


def _checked_speed(speed: float) -> float:
    if not 0 < speed < float("inf"):
        raise ValueError("the clock's speed is a finite number above 0")
    return float(speed)
