"""How Replicate says no: problem objects."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.door import Handler


class Problem(Exception):
    """A refusal: HTTP status, problem object, further headers."""

    def __init__(self, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any):
        super().__init__(detail)
        self.status = status
        self.body: dict[str, Any] = {"title": title, "detail": detail, "status": status, **more}
        self.headers = dict(headers or {})

    def answer(self) -> web.Response:
        """The HTTP answer."""
        content_type = "application/problem+json"
        return web.json_response(self.body, status=self.status, headers=self.headers, content_type=content_type)


def not_found(detail: str = "The requested resource could not be found.") -> Problem:
    """404."""
    return Problem(404, "Not found", detail)


def invalid_fields(fields: list[dict[str, str]]) -> Problem:
    """422 about fields of the body: `type`, `field` and `description` each."""
    detail = "".join(f"- {field['field']}: {field['description']}\n" for field in fields)
    return Problem(422, "Input validation failed", detail, invalid_fields=fields)


def invalid_field(field: str, kind: str, description: str) -> Problem:
    """422 about one field."""
    return invalid_fields([{"type": kind, "field": field, "description": description}])


def told(handler: Handler) -> Handler:
    """The handler, with a Problem that it raises as its answer."""

    async def speaking(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Problem as problem:
            return problem.answer()

    return speaking
