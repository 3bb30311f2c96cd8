"""The story's steps: their names, whether they happened and how long they took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import aiohttp

from bot.demo.errors import NotSeenError, StoryBrokenError


@dataclass
class Steps:
    """Times every step; `announce` is called with the name of each as it begins."""

    announce: Callable[[str], None]
    taken: list[tuple[str, float]] = field(default_factory=list)
    broken: str | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A step that must happen. Raises StoryBrokenError naming it when it does not."""
        self.announce(name)
        begun = time.monotonic()
        try:
            yield
        except (NotSeenError, aiohttp.ClientError, OSError) as error:
            self.broken = name
            raise StoryBrokenError(f"the step '{name}' did not happen: {error}") from error
        finally:
            self.taken.append((name, time.monotonic() - begun))

    def table(self) -> str:
        """One line for each step with its seconds, and the sum."""
        width = max((len(name) for name, _ in self.taken), default=0)
        rows = [
            f"  {name:<{width}}  {seconds:6.1f} s{'  DID NOT HAPPEN' if name == self.broken else ''}"
            for name, seconds in self.taken
        ]
        total = sum(seconds for _, seconds in self.taken)
        return "\n".join([*rows, f"  {'in all':<{width}}  {total:6.1f} s"])
