"""What a refusal for too many messages does to the rate: less at once, and back by little steps.

Additive increase and multiplicative decrease, as TCP does it: a rate that is too high is left quickly, the highest that
works is found again. Rates are messages per second, `full` is what the operator allows.
"""

LEFT = 0.7
"""The share of the rate that a refusal leaves."""

LOWEST = 1.0

CLIMB = 0.02
"""The share of the full rate that every second gives back: from 0.7 of it to all of it within a quarter of a minute."""


def lowered(rate: float, full: float) -> float:
    """The rate after a refusal, at least one a second."""
    return min(full, max(LOWEST, rate * LEFT))


def climbed(rate: float, full: float, seconds: float) -> float:
    """The rate after that many seconds without a refusal."""
    return min(full, rate + full * CLIMB * max(0.0, seconds))
