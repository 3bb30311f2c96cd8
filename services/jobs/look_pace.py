"""Looks at running calls, spaced so that a provider is not asked more often than it likes."""

import asyncio
from dataclasses import dataclass, field

from services.providers.base import Provider


@dataclass
class LookPace:
    """Spaces this process's looks at each provider evenly, at the provider's own rate."""

    _free_at: dict[str, float] = field(default_factory=dict)

    async def turn(self, provider: Provider) -> None:
        """Waits until the next look at this provider may begin."""
        now = asyncio.get_running_loop().time()
        begin = max(now, self._free_at.get(provider.name, now))
        self._free_at[provider.name] = begin + 1.0 / provider.looks_per_second
        if begin > now:
            await asyncio.sleep(begin - now)
