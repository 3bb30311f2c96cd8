"""Calls of providers and their webhooks are counted under few names."""

from prometheus_client import CollectorRegistry

from bot.metrics.meters import OTHER, Meters


def test_a_call_is_timed_and_counted() -> None:
    """By provider, operation and outcome; the time without the outcome, which would multiply the buckets."""
    registry = CollectorRegistry()
    meters = Meters(("fal",))
    registry.register(meters)
    meters.call("fal", "look", "done", 0.2)
    meters.call("fal", "look", "provider-unreachable", 7.0)
    labels = {"provider": "fal", "operation": "look"}
    value = registry.get_sample_value
    assert value("loragram_provider_calls_total", {**labels, "outcome": "done"}) == 1
    assert value("loragram_provider_calls_total", {**labels, "outcome": "provider-unreachable"}) == 1
    assert value("loragram_provider_call_seconds_count", labels) == 2
    assert value("loragram_provider_call_seconds_bucket", {**labels, "le": "0.25"}) == 1
    assert value("loragram_provider_call_seconds_sum", labels) == 7.2


def test_a_name_that_somebody_made_up_is_no_label() -> None:
    """The path of a webhook comes from anybody, and every label is kept for ever."""
    registry = CollectorRegistry()
    meters = Meters(("fal",))
    registry.register(meters)
    for provider in ("fal", "made-up", "another"):
        meters.webhook(provider, "refused")
    counted = [
        (sample.labels["provider"], sample.value)
        for family in registry.collect()
        for sample in family.samples
        if sample.name == "loragram_webhooks_total"
    ]
    assert sorted(counted) == [("fal", 1.0), (OTHER, 2.0)]


def test_the_last_bucket_holds_all() -> None:
    """However long it took, so that shares of slow calls are right."""
    meters, registry = Meters(("fal",)), CollectorRegistry()
    registry.register(meters)
    for seconds in (0.05, 0.051, 1000.0):
        meters.call("fal", "upload", "ok", seconds)
    labels = {"provider": "fal", "operation": "upload"}
    bucket = "loragram_provider_call_seconds_bucket"
    counts = [registry.get_sample_value(bucket, {**labels, "le": end}) for end in ("0.05", "0.1", "120.0", "+Inf")]
    assert counts == [1, 2, 2, 3]
