"""Two ways to write a log record: a line for people, or one JSON object for a collector. Both are cleaned, and both
say which job and which update the record is about."""

import json
import logging
from collections.abc import Mapping
from copy import copy
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from bot.log_cleaning import Cleaner
from bot.safe_trace import safe_trace
from services.tracing import present_subject

_USUAL = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"message", "asctime", "taskName"}

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class TextLines(logging.Formatter):
    """One line with the fields as `name=value`; tracebacks lose their messages."""

    def __init__(self, cleaner: Cleaner) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._cleaner = cleaner

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        fields = _fields(record)
        line = super().format(_without_quotations(record))
        extra = " ".join(f"{name}={value}" for name, value in fields.items())
        return self._cleaner.clean(f"{line} {extra}" if extra else line)

    def formatException(self, ei: ExcInfo) -> str:
        """Places and types only: messages of database and network errors quote people's data."""
        return safe_trace(ei[1]) if ei[1] is not None else ""


class JsonLines(logging.Formatter):
    """One object per line: time (UTC), level, logger, process, message, trace, job, update, and other fields under
    `fields`. `process` tells replicas apart."""

    def __init__(self, cleaner: Cleaner, process: str) -> None:
        super().__init__()
        self._cleaner = cleaner
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """The finished line; it has no line break of its own."""
        fields = _fields(record)
        clean = _without_quotations(record)
        content: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": self._process,
            "message": clean.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            content["trace"] = safe_trace(record.exc_info[1])
        content |= {name: fields.pop(name) for name in ("job", "update") if name in fields}
        if fields:
            content["fields"] = fields
        # Before it is written down: JSON's escapes would hide a secret from the search for it.
        return json.dumps(self._cleaned(content), ensure_ascii=False)

    def _cleaned(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {str(name): self._cleaned(item) for name, item in value.items()}
        text = self._cleaner.clean(str(value))
        plain = isinstance(value, bool | int | float) or value is None
        return value if plain and text == str(value) else text


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """What the caller named, and what the present work is about."""
    named = {name: value for name, value in vars(record).items() if name not in _USUAL}
    return {**present_subject(), **named}


def _without_quotations(record: logging.LogRecord) -> logging.LogRecord:
    """A copy that quotes nobody: what the event loop tells of an exception that nobody caught comes with values and
    arguments, and what another formatter has kept of a trace with messages."""
    record = copy(record)
    record.exc_text = None
    if record.name == "asyncio" and record.exc_info:
        record.msg, record.args = record.getMessage().split("\n")[0].split("(")[0], None
    return record
