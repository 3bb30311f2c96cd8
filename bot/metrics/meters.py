"""What is counted while it happens: calls of providers and their webhooks."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Looks take tenths of a second, uploads and weights up to minutes."""

OTHER = "other"
"""Stands for a name that somebody made up: labels must stay few."""


class Meters(Collector):
    """Counts in memory, since the start of the process. `providers` are the names that may become labels."""

    def __init__(self, providers: tuple[str, ...]) -> None:
        self._providers = providers
        self._times: dict[tuple[str, str], _Times] = {}
        self._calls: Counter[tuple[str, str, str]] = Counter()
        self._webhooks: Counter[tuple[str, str]] = Counter()

    def call(self, provider: str, operation: str, outcome: str, seconds: float) -> None:
        """A call of a provider has ended."""
        self._times.setdefault((provider, operation), _Times()).add(seconds)
        self._calls[provider, operation, outcome] += 1

    def webhook(self, provider: str, verdict: str) -> None:
        """Something came to the address for webhooks; `provider` is what its path says."""
        self._webhooks[provider if provider in self._providers else OTHER, verdict] += 1

    def collect(self) -> Iterator[Metric]:
        """The figures as they stand."""
        times = HistogramMetricFamily(
            "loragram_provider_call_seconds", "How long providers took to answer.", labels=("provider", "operation")
        )
        for labels, measured in self._times.items():
            times.add_metric(labels, measured.buckets(), measured.sum)
        yield times
        calls = CounterMetricFamily(
            "loragram_provider_calls", "Calls of providers by what became of them.",
            labels=("provider", "operation", "outcome"),
        )  # fmt: skip
        for call, count in self._calls.items():
            calls.add_metric(call, count)
        yield calls
        webhooks = CounterMetricFamily(
            "loragram_webhooks", "Webhooks of providers by what was thought of them.", labels=("provider", "verdict")
        )
        for webhook, count in self._webhooks.items():
            webhooks.add_metric(webhook, count)
        yield webhooks


class _Times:
    """A histogram: how many were at most so long."""

    def __init__(self) -> None:
        self.sum = 0.0
        self._counts = [0] * (len(SECONDS) + 1)

    def add(self, seconds: float) -> None:
        self.sum += seconds
        self._counts[bisect_left(SECONDS, seconds)] += 1

    def buckets(self) -> list[tuple[str, float]]:
        ends = [*(str(end) for end in SECONDS), "+Inf"]
        return list(zip(ends, accumulate(self._counts), strict=True))
