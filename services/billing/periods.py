"""The UTC periods that quotas and the budget count in."""

from datetime import datetime, timedelta

from db.repositories.billing import Period


def month_of(moment: datetime) -> Period:
    """The UTC calendar month of `moment` (a UTC time)."""
    start = moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    # Day 1 plus 32 days always lies in the next month.
    return Period(start, (start + timedelta(days=32)).replace(day=1))


def day_of(moment: datetime) -> Period:
    """The UTC day of `moment` (a UTC time)."""
    start = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return Period(start, start + timedelta(days=1))
