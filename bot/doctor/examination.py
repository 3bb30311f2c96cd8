"""Runs all checks side by side, each within its time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.doctor.findings import Finding, fault
from bot.nursery import Nursery
from bot.safe_trace import safe_trace

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Check:
    """`look` returns what it finds and may take `seconds`. It changes nothing that stays."""

    subject: str
    look: Callable[[], Awaitable[Sequence[Finding]]]
    seconds: float = 30.0

    async def findings(self) -> Sequence[Finding]:
        """What it finds; being late and breaking are faults too, never exceptions."""
        try:
            async with asyncio.timeout(self.seconds):
                return await self.look()
        except TimeoutError:
            return [fault(self.subject, f"No answer within {self.seconds:g} s. Check the network and try again.")]
        except Exception as error:  # noqa: BLE001 (one broken check must not hide what the others find)
            log.error("the check of %s failed\n%s", self.subject, safe_trace(error))
            return [fault(self.subject, f"The check itself failed ({type(error).__name__}); its trace is above.")]


async def examine(checks: Sequence[Check], nursery: Nursery) -> AsyncIterator[Finding]:
    """All checks at once; their findings in the order of the checks, each as soon as it is its turn."""
    running = [nursery.start(check.findings(), f"check {check.subject}") for check in checks]
    for task in running:
        for finding in await task:
            yield finding
