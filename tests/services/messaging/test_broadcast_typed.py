"""What admins type: times in UTC and numbers as people write them."""

from datetime import UTC, datetime

import pytest

from services.errors import InvalidInputError
from services.messaging.broadcast_typed import read_receivers, read_start, tomorrow_morning

NOW = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)


def test_a_time_is_utc() -> None:
    """Spaces around it do not matter."""
    assert read_start("  2026-11-21   10:05 ", NOW) == datetime(2026, 11, 21, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "21.11.2026 10:00", "2026-11-21", "2026-02-30 10:00", "2028-01-01 00:00"])
def test_what_is_no_time_within_a_year(text: str) -> None:
    """The refusal shows how it is written."""
    with pytest.raises(InvalidInputError, match="broadcast-time") as refused:
        read_start(text, NOW)
    assert refused.value.params == {"example": "2026-11-21 10:00"}


def test_a_time_that_is_over() -> None:
    """Said together with the present time, because people think in their own zone."""
    with pytest.raises(InvalidInputError, match="broadcast-past") as refused:
        read_start("2026-11-20 22:30", NOW)
    assert refused.value.params == {"now": "2026-11-20 22:30"}


def test_tomorrow_is_the_next_day_also_at_the_end_of_a_month() -> None:
    """Ten o'clock sharp."""
    assert tomorrow_morning(datetime(2026, 11, 30, 3, 4, 5, 6, tzinfo=UTC)) == datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["1204", "1,204", "1 204", "1\N{NO-BREAK SPACE}204", "1.204", "1'204"])
def test_a_number_may_be_grouped(text: str) -> None:
    """As the question itself shows it, in whichever language."""
    assert read_receivers(text) == 1204


@pytest.mark.parametrize("text", ["", "all", "-5", "12 people", "٣", "9" * 11])
def test_what_is_no_number(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(InvalidInputError, match="broadcast-number"):
        read_receivers(text)
