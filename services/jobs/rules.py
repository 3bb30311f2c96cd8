"""Times and limits of the engine, and the pure rules that use them."""

import random
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

MOST_DELAY = 15.0
"""Seconds after which a person who watches a card may expect it to move."""

FIRST_LOOK = 0.3
"""Share of the usual length before which few calls have ended."""


@dataclass(frozen=True)
class EngineRules:
    """Seconds unless named otherwise; `pace` below 1 makes the engine look more often (stand-ins, tests).

    `running_for` is longer than any queue and run together: what runs for so long gets no answer from its provider.
    Leases are longer than the HTTP calls made under them may take together, so that a slow answer never meets a second
    holder: a submit may ask a question (60 s) before its POST (90 s). A lost call is looked for every `uncertain_look`
    and in review every `review_look`. A claim of running jobs takes what a provider may be asked in `poll_claim`
    seconds, from `poll_rows` to `most_poll_rows`.
    """

    pace: float = 1.0
    submit_lease: float = 200.0
    poll_lease: float = 60.0
    uncertain_lease: float = 60.0
    finalise_lease: float = 90.0
    submit_rows: int = 4
    poll_rows: int = 10
    most_poll_rows: int = 200
    poll_claim: float = 2.0
    looks_at_once: int = 20
    uncertain_rows: int = 5
    finalise_rows: int = 2
    uncertain_look: float = 15.0
    review_look: float = 300.0
    max_refusals: int = 8
    max_retries: int = 1
    missing_for: float = 600.0
    stop_grace: float = 1800.0
    stop_repeat: float = 60.0
    finalise_for: float = 86400.0
    absence_grace: float = 60.0
    overdue_after: float = 1800.0
    running_for: float = 43200.0
    give_up_after: float = 86400.0


def poll_delay(rules: EngineRules, seconds_left: float, spacing: float = 0.0) -> float:
    """Seconds to the next look at a call that should end in `seconds_left` (negative: it is late): a twentieth of
    that, from 2 to 15, and never less than `spacing`, with 20 % jitter."""
    return jittered(max(min(MOST_DELAY, max(2.0, abs(seconds_left) / 20.0)) * rules.pace, spacing))


def is_crowded(rules: EngineRules, spacing: float) -> bool:
    """Whether calls cannot be looked at as often as people watch their cards."""
    return spacing > MOST_DELAY * rules.pace


def first_delay(rules: EngineRules, usual: float, age: float) -> float:
    """Seconds to the first look at a call that was made `age` seconds ago, where it is crowded: three tenths of its
    `usual` length, before which few have ended."""
    return max(rules.pace, jittered(FIRST_LOOK * usual) - age)


def rows_in_a_claim(rules: EngineRules, looks_per_second: float) -> int:
    """How many running jobs of a provider are taken at once."""
    return min(rules.most_poll_rows, max(rules.poll_rows, ceil(looks_per_second * rules.poll_claim)))


def backoff(rules: EngineRules, tries: int, *, first: float = 15.0, most: float = 600.0) -> float:
    """Seconds to wait after `tries` failures in a row: doubling from `first` up to `most`, with 20 % jitter."""
    doublings = min(max(0, tries - 1), 30)  # a float has no room for the doublings of a week of failures
    return jittered(min(most, first * 2.0**doublings) * rules.pace)


def jittered(seconds: float) -> float:
    """`seconds` ± 20 %, so that replicas do not march in step."""
    return seconds * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing


def seconds(amount: float) -> timedelta:
    """A duration."""
    return timedelta(seconds=amount)
