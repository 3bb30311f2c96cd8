"""Tracebacks for logs without anybody's data: places and exception types, never messages or values."""

import traceback
from collections.abc import Iterator

FRAMES = 12


def safe_trace(error: BaseException) -> str:
    """The last frames of `error` and of what caused it. Messages are left out because database and network
    errors quote rows, addresses and texts of people."""
    return "\n".join(line for link in _chain(error) for line in _lines(link))


def _lines(error: BaseException) -> Iterator[str]:
    for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]:
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    yield f"{type(error).__module__}.{type(error).__qualname__}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__
