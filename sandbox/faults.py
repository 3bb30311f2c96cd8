"""Planned faults: what the stand-ins do wrong on purpose, consumed in the order they were planned."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Fault:
    """One fault that happens once.

    `point` is the planned point (it may be a group such as "telegram.*"), `fault` its kind, and
    `options` what the kind needs: "status" takes code, body and headers; "delay" takes seconds (real).
    """

    point: str
    fault: str
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def number(self, name: str, default: float) -> float:
        """The option as a number, or `default` where it is absent or no number."""
        value = self.options.get(name, default)
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else default

    def text(self, name: str, default: str = "") -> str:
        """The option as text, or `default` where it is absent or no text."""
        value = self.options.get(name, default)
        return value if isinstance(value, str) else default


@dataclass
class _Plan:
    """`chance` decides whether a passage is hit, each by itself."""

    fault: Fault
    left: int
    probability: float
    chance: random.Random

    def hits(self) -> bool:
        return self.probability >= 1 or self.chance.random() < self.probability


class Faults:
    """A list of planned faults."""

    def __init__(self) -> None:
        self._plans: list[_Plan] = []

    def plan(
        self, point: str, fault: str, times: int = 1, *, probability: float = 1.0, seed: int = 0, **options: object
    ) -> None:
        """Plan `fault` for the next `times` passages of `point`. Raises ValueError for times below 1.

        A point ending in ".*" matches every point with that prefix. With a `probability` below 1 a passage is hit by
        chance, the same ones for the same `seed`; one that is not hit is left to the plans behind this one. Raises
        ValueError for a probability that is none.
        """
        if times < 1:
            raise ValueError("a fault is planned at least once")
        if not 0 < probability <= 1:
            raise ValueError("a probability is above 0 and at most 1")
        planned = Fault(point, fault, MappingProxyType(dict(options)))
        self._plans.append(_Plan(planned, times, probability, random.Random(seed)))

    def take(self, point: str, *, kinds: Collection[str] | None = None) -> Fault | None:
        """The first planned fault that matches `point`, used up once; None where nothing is planned.

        With `kinds`, plans of other kinds are passed over and stay planned.
        """
        for place, plan in enumerate(self._plans):
            fits = _matches(plan.fault.point, point) and (kinds is None or plan.fault.fault in kinds)
            if fits and plan.hits():
                plan.left -= 1
                if plan.left == 0:
                    del self._plans[place]
                return plan.fault
        return None

    def clear(self) -> None:
        """Forget every planned fault."""
        self._plans.clear()

    def pending(self) -> list[dict[str, object]]:
        """What is still planned, in order, as JSON-ready rows: point, fault, times, probability, options."""
        return [
            {
                "point": plan.fault.point,
                "fault": plan.fault.fault,
                "times": plan.left,
                "probability": plan.probability,
                "options": dict(plan.fault.options),
            }
            for plan in self._plans
        ]


def _matches(planned: str, point: str) -> bool:
    if planned.endswith(".*"):
        return point.startswith(planned[:-1])
    return planned == point
