"""Both shapes of a log line tell the same, and neither tells a secret or a private word."""

import json
import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.log_cleaning import Cleaner
from bot.log_lines import JsonLines, TextLines
from services.tracing import about_job, about_update

HIDDEN = 'hidden "value" of ours'


def record(message: str, *arguments: object, error: Exception | None = None, **extra: object) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("x", logging.INFO, "x.py", 1, message, arguments, info)
    vars(made).update(extra)
    return made


def as_text(made: logging.LogRecord, *secrets: str) -> str:
    return TextLines(Cleaner(secrets)).format(made)


def as_json(made: logging.LogRecord, *secrets: str) -> dict[str, Any]:
    line = JsonLines(Cleaner(secrets), "box:1").format(made)
    assert "\n" not in line
    return dict(json.loads(line))


def raised() -> Exception:
    try:
        try:
            raise ValueError("prompt: my secret wish")
        except ValueError as error:
            raise RuntimeError("parameters: my name") from error
    except RuntimeError as error:
        return error


def test_a_json_line_says_when_how_grave_who_and_what() -> None:
    """The names are what a collector's rules are written against."""
    content = as_json(record("admin %s", "alert", code="provider-paused", count=3))
    assert abs(datetime.fromisoformat(content.pop("time")).timestamp() - record("").created) < 60
    assert content == {
        "level": "INFO",
        "logger": "x",
        "process": "box:1",
        "message": "admin alert",
        "fields": {"code": "provider-paused", "count": 3},
    }


def test_the_time_of_a_json_line_is_utc() -> None:
    """Replicas on machines in other zones are put in order by it."""
    assert datetime.fromisoformat(as_json(record("x"))["time"]).utcoffset() == timedelta(0)


def test_a_text_line_names_its_fields() -> None:
    """`grep code=` finds it."""
    assert as_text(record("admin alert", code="provider-paused")).endswith("INFO x: admin alert code=provider-paused")


def test_both_say_which_job_and_which_update_they_are_about() -> None:
    """So that one search tells all that happened to a job."""
    with about_job("j-1"), about_update(7):
        made = record("hello", code="x")
        assert as_text(made).endswith("hello job=j-1 update=7 code=x")
        content = as_json(made)
    assert (content["job"], content["update"], content["fields"]) == ("j-1", 7, {"code": "x"})
    assert "job" not in as_json(record("hello"))


def test_a_field_of_that_name_says_more_than_the_surroundings() -> None:
    """While one job is worked on, a line may be about another one."""
    with about_job("j-1"):
        assert as_json(record("moved", job="j-2"))["job"] == "j-2"
        assert as_text(record("moved", job="j-2")).endswith("moved job=j-2")


def test_secrets_disappear_from_message_arguments_and_fields() -> None:
    """Also those with characters that JSON writes in another way, and those inside of lists."""
    made = record("key %s", HIDDEN, one=HIDDEN, several={"deep": [HIDDEN], HIDDEN[:6]: 1})
    assert "value" not in as_text(made, HIDDEN)
    assert "value" not in json.dumps(as_json(made, HIDDEN))


def test_an_exception_is_told_without_its_message() -> None:
    """Places and types only: database and network errors quote people's data."""
    made = record("failed", error=raised())
    for line in (as_text(made), json.dumps(as_json(made))):
        assert "RuntimeError" in line
        assert "ValueError" in line
        assert "test_log_lines.py" in line
        assert "my secret wish" not in line
        assert "my name" not in line


def test_a_trace_that_another_formatter_has_kept_is_not_used() -> None:
    """It was made with messages."""
    made = record("failed", error=raised())
    logging.Formatter().format(made)
    assert "my secret wish" in str(made.exc_text)
    assert "my secret wish" not in as_text(made)


@pytest.mark.parametrize("value", [None, True, 7, 1.5])
def test_plain_values_stay_what_they_are(value: object) -> None:
    """A collector can count with them."""
    assert as_json(record("x", value=value))["fields"]["value"] == value
