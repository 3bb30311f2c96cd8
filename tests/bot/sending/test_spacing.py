"""Slots by the clock: even, caught up with after a stall, and never more than the rate within a second."""

import random
from itertools import pairwise

import pytest

from bot.sending.spacing import CATCH_UP, SECOND, Spacing


def sent(rate: float, seconds: float, late: float, *, weight: int = 1, seed: int = 1) -> list[float]:
    """When messages go that are all wanted at once, each by a timer that is up to `late` seconds late."""
    spacing, lateness, now, times = Spacing(), random.Random(seed), 0.0, []
    while now < seconds:
        free_at = spacing.free_at(weight, rate, now)
        if free_at > now:
            now = free_at + lateness.uniform(0, late)
        spacing.take(weight, rate, now)
        times += [now] * weight
    return times


def most_within(times: list[float], seconds: float) -> int:
    """The fullest window, however it is laid."""
    most = first = 0
    for last, moment in enumerate(times):
        while times[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


@pytest.mark.parametrize("late", [0.0, 0.002, 0.01])
@pytest.mark.parametrize("rate", [25, 300, 1000])
def test_the_rate_is_kept_by_late_timers_and_no_second_is_too_full(rate: int, late: float) -> None:
    """For an hour at 25 a second, and as many messages at the higher rates."""
    seconds = 90_000 / rate
    times = sent(rate, seconds, late)
    assert len(times) / seconds >= 0.985 * rate
    assert most_within(times, 1.0) <= rate


@pytest.mark.parametrize("late", [0.05, 0.3, 2.0])
def test_no_lateness_makes_a_second_too_full(late: float) -> None:
    """A process that is stopped again and again loses time, and does not send in heaps what it missed."""
    assert most_within(sent(300, 60, late), 1.0) <= 300


def test_messages_are_evenly_spaced() -> None:
    """At the right moment each: no heap at the start of a second."""
    times = sent(25, 20, 0.0)
    gaps = [after - before for before, after in pairwise(times)]
    assert max(gaps) - min(gaps) < 0.001


def test_a_stall_is_made_up_for_and_a_rest_is_not() -> None:
    """Else the first second after a quiet hour would be a burst."""
    for pause, in_a_row in ((CATCH_UP * 0.9, 9), (3600.0, 1)):
        spacing, now = Spacing(), 100.0
        spacing.take(1, 100, now)
        now = spacing.free_at(1, 100, now) + pause
        burst = 0
        while spacing.free_at(1, 100, now) <= now:
            spacing.take(1, 100, now)
            burst += 1
        assert burst == in_a_row


def test_an_album_takes_the_room_of_its_pictures_before_and_after() -> None:
    """Ten at once fit into no second that holds more than fifteen others."""
    times = sent(25, 30, 0.0, weight=10)
    assert most_within(times, 1.0) <= 25
    spacing = Spacing()
    for number in range(25):
        spacing.take(1, 25, number / 25)
    assert spacing.free_at(10, 25, 1.0) == pytest.approx(9 / 25 + SECOND)


def test_an_album_that_is_larger_than_a_seconds_share_goes_alone() -> None:
    """At two a second an album of ten has to go some time: when nothing went for a second."""
    spacing = Spacing()
    spacing.take(1, 2, 10.0)
    assert spacing.free_at(10, 2, 10.5) == pytest.approx(10.0 + SECOND)
    spacing.take(10, 2, 10.0 + SECOND)
    assert spacing.free_at(1, 2, 12.0) > 15.0


def test_a_lower_rate_holds_for_what_went_before() -> None:
    """Twenty went within this second; at ten a second there is no room until half of them are older than one."""
    spacing = Spacing()
    for number in range(20):
        spacing.take(1, 25, number / 25)
    assert spacing.free_at(1, 10, 0.8) == pytest.approx(10 / 25 + SECOND)
