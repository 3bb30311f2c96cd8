"""All that this process tells, in a registry of its own."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot.metrics.figures import Figure, Value, plain
from bot.nursery import Nursery


class ProcessFigures(Collector):
    """What is true of any process of ours: what it is, and which of its tasks failed."""

    def __init__(self, version: str, role: str, nursery: Nursery) -> None:
        self._nursery = nursery
        build: list[Value] = [((version, role), 1.0)]
        self._figures: tuple[Figure[Nursery], ...] = (
            Figure("loragram_build_info", "Always 1.", lambda _: build, ("version", "role")),
            Figure(
                "loragram_task_faults", "Background tasks that ended by an exception.",
                lambda tasks: plain(tasks.escaped), counts=True,
            ),
        )  # fmt: skip

    def collect(self) -> Iterator[Metric]:
        """The figures as they stand."""
        yield from (figure.family(self._nursery) for figure in self._figures)


def registry_of(*collectors: Collector) -> CollectorRegistry:
    """`collectors`, and memory and CPU of the process."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    for collector in collectors:
        registry.register(collector)
    return registry
