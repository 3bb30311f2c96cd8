"""Pages of results, as Replicate gives them: 100 each, newest first, with addresses of the neighbours."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from aiohttp import web

from sandbox.replicate.problems import Problem

PAGE = 100
_Row = TypeVar("_Row")


def page_of(request: web.Request, rows: Sequence[_Row]) -> list[_Row]:
    """The rows of the page that the request's cursor names. Raises Problem (400) for a wrong cursor."""
    number = _number(request)
    return list(rows[number * PAGE : (number + 1) * PAGE])


def page_body(request: web.Request, base_url: str, count: int, results: list[dict[str, Any]]) -> dict[str, Any]:
    """The page object; `count` is how many rows there are on all pages."""
    number = _number(request)
    more = count > (number + 1) * PAGE
    return {
        "next": _address(request, base_url, number + 1) if more else None,
        "previous": _address(request, base_url, number - 1) if number else None,
        "results": results,
    }


def _number(request: web.Request) -> int:
    try:
        number = int(base64.b64decode(request.query.get("cursor", "MA=="), validate=True))
    except (ValueError, binascii.Error) as wrong:
        raise Problem(400, "Bad request", "Invalid cursor") from wrong
    if number < 0:
        raise Problem(400, "Bad request", "Invalid cursor")
    return number


def _address(request: web.Request, base_url: str, number: int) -> str:
    cursor = base64.b64encode(str(number).encode()).decode()
    kept = {name: value for name, value in request.query.items() if name != "cursor"}
    return f"{base_url}{request.rel_url.with_query({**kept, 'cursor': cursor})}"
