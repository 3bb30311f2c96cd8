"""Figures that are read when a collector asks, instead of being counted along."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

Source = TypeVar("Source")

Value = tuple[tuple[str, ...], float]
"""The labels' values in the order of their names, and the figure."""


@dataclass(frozen=True)
class Figure(Generic[Source]):
    """One family and how it is read. A counter never falls while the process lives."""

    name: str
    help: str
    read: Callable[[Source], Iterable[Value]]
    labels: Sequence[str] = ()
    counts: bool = False

    def family(self, source: Source | None) -> Metric:
        """The family with its values, without any while there is nothing to read from."""
        build = CounterMetricFamily if self.counts else GaugeMetricFamily
        family = build(self.name, self.help, labels=self.labels)
        for labels, value in self.read(source) if source is not None else ():
            family.add_metric(labels, value)
        return family


def plain(value: float | None) -> list[Value]:
    """A figure without labels; None when there is none."""
    return [] if value is None else [((), float(value))]
