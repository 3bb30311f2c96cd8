"""This machine's clock against everybody else's."""

from collections.abc import Mapping, Sequence

from bot.doctor.findings import Finding, fault, ok, warning
from bot.doctor.outside import NoAnswerError, Outside, OutsideAnswer

MOST_SECONDS = 30.0
"""Signed webhooks and sign-ins are refused when they look a few minutes old; well before that the clock is wrong."""


async def clock_findings(outside: Outside, addresses: Mapping[str, str]) -> Sequence[Finding]:
    """Compares with the Date header of each address, by name; any answer will do, an error too."""
    seen: dict[str, float] = {}
    for name, address in addresses.items():
        try:
            answer = await outside.get(address)
        except NoAnswerError:
            continue
        off = seconds_off(answer)
        if off is not None:
            seen[name] = off
    if not seen:
        return [warning("clock", "Not checked: nobody who knows the time can be reached.")]
    return [_finding(seen)]


def seconds_off(answer: OutsideAnswer) -> float | None:
    """How far our clock is ahead of theirs (behind: negative); 0 while it is within the answer's own inexactness."""
    if answer.date is None:
        return None
    ahead = (answer.asked - answer.date).total_seconds() - 1.0  # their header knows whole seconds only
    behind = (answer.date - answer.answered).total_seconds()
    if ahead > 0:
        return ahead
    return -behind if behind > 0 else 0.0


def _finding(seen: Mapping[str, float]) -> Finding:
    name, off = max(seen.items(), key=lambda pair: abs(pair[1]))
    if abs(off) <= MOST_SECONDS:
        return ok("clock", f"As that of {', '.join(seen)}.")
    side = "ahead of" if off > 0 else "behind"
    text = f"It is {abs(off):.0f} s {side} {name}'s: signatures will be refused. Switch time synchronisation (NTP) on."
    return fault("clock", text)
