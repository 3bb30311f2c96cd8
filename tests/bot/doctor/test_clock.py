"""Our clock against the Date header of everybody else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.doctor.clock import clock_findings, seconds_off
from bot.doctor.findings import Level
from bot.doctor.outside import OutsideAnswer, open_outside
from tests.bot.doctor.words import only
from tests.services.providers.recorder import Recorder, Reply

NOW = datetime(2026, 11, 20, 12, 0, 0, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("theirs", "off"),
    [
        (NOW.replace(microsecond=0), 0.0),
        (NOW.replace(microsecond=0) + timedelta(seconds=2), 0.0),
        (NOW.replace(microsecond=0) - timedelta(seconds=40), 39.5),
        (NOW.replace(microsecond=0) + timedelta(seconds=42), -39.5),
        (None, None),
    ],
)
def test_only_what_the_answer_cannot_explain_counts(theirs: datetime | None, off: float | None) -> None:
    """The header knows whole seconds, and the question took two."""
    answer = OutsideAnswer(200, b"", theirs, NOW, NOW + timedelta(seconds=2))
    assert seconds_off(answer) == off


def dated(seconds: float, status: int = 200) -> Reply:
    return Reply(status, headers={"Date": format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)})


@pytest.mark.parametrize(
    ("reply", "level"),
    [
        (lambda: dated(0), Level.OK),
        (lambda: dated(0, 404), Level.OK),
        (lambda: dated(20), Level.OK),
        (lambda: dated(300), Level.FAULT),
        (lambda: dated(-300), Level.FAULT),
        (lambda: Reply(), Level.WARNING),
        (lambda: Reply(headers={"Date": "yesterday"}), Level.WARNING),
        (lambda: Reply(drop=True), Level.WARNING),
    ],
)
async def test_any_answer_with_a_date_will_do(reply: Callable[[], Reply], level: Level) -> None:
    """Half a minute is near enough; nobody to compare with is no fault of the clock."""
    async with Recorder().serving() as recorder, open_outside() as outside:
        recorder.plays(reply())  # dated when the test runs, which may be minutes after it was collected
        found = await clock_findings(outside, {"Telegram": recorder.url})
    assert only(found)[0] is level


async def test_the_worst_is_told_with_its_direction() -> None:
    """Two may differ when a front in between answers from its memory."""
    async with Recorder().serving() as near, Recorder().serving() as far, open_outside() as outside:
        near.plays(dated(0))
        far.plays(dated(-300))
        level, text = only(await clock_findings(outside, {"Telegram": near.url, "fal": far.url}))
    assert level is Level.FAULT
    assert "ahead of fal's" in text
    assert "NTP" in text
