"""Named lines after which a dying process must heal.

In the product `crash_point` does nothing. The crash tests start the same program with an observer that kills the
process at one name, on every name in turn, and then check that a restart ends every job without a second payment.
"""

from collections.abc import Callable

_observers: list[Callable[[str], None]] = []


def crash_point(name: str) -> None:
    """Marks a line; calls the observers, of which there are none outside the crash tests."""
    for observer in _observers:
        observer(name)


def observe_crash_points(observer: Callable[[str], None]) -> None:
    """Adds an observer; only the crash tests' child process calls this."""
    _observers.append(observer)
