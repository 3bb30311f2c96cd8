"""Waiting times stay within their bounds."""

from services.jobs.rules import EngineRules, backoff, poll_delay

RULES = EngineRules()


def test_waiting_grows_to_its_most_and_stays_there() -> None:
    assert 12 <= backoff(RULES, 1) <= 18
    for tries in (10, 100, 10_000):
        assert 480 <= backoff(RULES, tries) <= 720


def test_looks_come_closer_as_the_end_does_and_apart_again_when_it_is_late() -> None:
    assert 1.6 <= poll_delay(RULES, 1.0) <= 2.4
    assert 4 <= poll_delay(RULES, 100.0) <= 6
    assert 12 <= poll_delay(RULES, 100_000.0) <= 18
    assert 12 <= poll_delay(RULES, -100_000.0) <= 18


def test_pace_makes_everything_quicker() -> None:
    assert backoff(EngineRules(pace=0.1), 1) <= 1.8
