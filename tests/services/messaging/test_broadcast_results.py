"""Answers of Telegram: what is sent again, what never, and when a broadcast had better pause."""

from datetime import UTC, datetime

import pytest

from db.enums import DeliveryState
from services.messaging.broadcast_results import EQUAL_FAULTS, LONGEST_HOLD, UNKNOWN, FaultStreak, result_of
from services.ports import Copied, DeliverLater, Delivery, DeliveryUnknown, Undeliverable

NOW = datetime(2030, 1, 1, tzinfo=UTC)
WRONG = Undeliverable("message to copy not found")


@pytest.mark.parametrize(
    ("delivery", "state"),
    [
        (Copied((5, 6)), DeliveryState.SENT),
        (Undeliverable("blocked", unreachable=True), DeliveryState.BLOCKED),
        (WRONG, DeliveryState.FAILED),
        (DeliveryUnknown(), DeliveryState.UNKNOWN),
        (DeliverLater(3, whole_bot=True), DeliveryState.WAITING),
    ],
)
def test_every_answer_has_its_state(delivery: Delivery, state: DeliveryState) -> None:
    """Only what Telegram definitely did not take is sent again."""
    assert result_of(7, delivery, NOW)["state"] is state


def test_the_copies_are_kept_for_taking_them_back() -> None:
    """Without their ids nobody can delete them."""
    assert result_of(7, Copied((5, 6)), NOW)["message_ids"] == [5, 6]


def test_a_long_reason_fits_its_column() -> None:
    """PostgreSQL refuses a longer one, and with it the whole batch."""
    assert len(result_of(7, Undeliverable("x" * 500), NOW)["reason"]) == 80


def test_equal_refusals_in_a_row_are_a_fault() -> None:
    """A wrong message would fail for everybody."""
    streak = FaultStreak()
    for _ in range(EQUAL_FAULTS):
        assert streak.fault is None
        streak.note(WRONG)
    assert streak.fault == WRONG.reason


@pytest.mark.parametrize("between", [Copied((1,)), Undeliverable("another reason"), DeliveryUnknown()])
def test_another_answer_between_ends_the_row(between: Delivery) -> None:
    """Single people's troubles never add up to a fault."""
    streak = FaultStreak()
    for _ in range(EQUAL_FAULTS - 1):
        streak.note(WRONG)
    streak.note(between)
    streak.note(WRONG)
    assert streak.fault is None


@pytest.mark.parametrize("between", [Undeliverable("blocked", unreachable=True), DeliverLater(1, whole_bot=True)])
def test_people_who_are_gone_say_nothing_about_the_message(between: Delivery) -> None:
    """They neither make a fault nor hide one."""
    streak = FaultStreak()
    for _ in range(EQUAL_FAULTS):
        streak.note(between)
        streak.note(WRONG)
    assert streak.fault == WRONG.reason


def test_lost_answers_slow_down_and_become_a_fault() -> None:
    """An outage of Telegram must not use up the audience; a single lost answer must not cost everybody's time."""
    streak = FaultStreak()
    holds = [streak.note(DeliveryUnknown()) for _ in range(EQUAL_FAULTS)]
    assert holds[:5] == [0.0, 0.0, 1.0, 2.0, 4.0]
    assert max(holds) == LONGEST_HOLD
    assert streak.fault == UNKNOWN


def test_a_refusal_for_now_holds_for_as_long_as_it_says() -> None:
    """The same person would be refused again at once."""
    assert FaultStreak().note(DeliverLater(7.5)) == 7.5
    assert FaultStreak().note(Copied((1,))) == 0
