"""Reading a request into the models of its route."""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.web.api.problems import FieldProblem
from bot.web.api.route import BODY_LIMIT, Route
from bot.web.api.shapes import Nothing
from bot.web.bodies import read_body

KEY_HEADER = "Idempotency-Key"
KEY_PATTERN = r"[A-Za-z0-9_-]{8,64}"


class UnreadableError(Exception):
    """The request is not what its route takes; `errors` say where. `status` is 400, 404 or 413."""

    def __init__(self, status: int, code: str, errors: list[FieldProblem] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.errors = errors or []


def read_ids(request: web.Request, route: Route) -> dict[str, UUID]:
    """The path's ids; raises `UnreadableError` with 404 for one that cannot be an id."""
    try:
        return {name: UUID(request.match_info[name]) for name in route.ids}
    except ValueError:
        raise UnreadableError(404, "not-found") from None


def read_query(request: web.Request, model: type[BaseModel]) -> BaseModel:
    """The query as the route's model."""
    values = dict(request.query)
    if len(values) != len(request.query):
        raise UnreadableError(400, "request-bad", [FieldProblem(pointer="/query", message="a parameter twice")])
    return _validated(model, values, "/query")


async def read_json(request: web.Request, model: type[BaseModel]) -> BaseModel:
    """The body as the route's model; a route without one takes no notice of what is sent."""
    if model is Nothing:
        return Nothing()
    body = await read_body(request, BODY_LIMIT)
    if body is None:
        raise UnreadableError(413, "body-too-large")
    try:
        return _validated(model, json.loads(body), "")
    except (ValueError, RecursionError):
        raise UnreadableError(400, "request-bad", [FieldProblem(pointer="", message="no JSON")]) from None


def read_key(request: web.Request, route: Route) -> str:
    """The client's own name for what it orders, with the operation before it, so that one name serves for one order of
    each kind; empty where nothing is ordered."""
    key = request.headers.get(KEY_HEADER, "")
    if route.keyed and not re.fullmatch(KEY_PATTERN, key):
        message = f"8 to 64 of A-Z a-z 0-9 _ -, another for every order: {KEY_HEADER}"
        raise UnreadableError(400, "request-bad", [FieldProblem(pointer="/headers", message=message)])
    return f"{route.name}:{key}" if route.keyed else ""


def _validated(model: type[BaseModel], values: Any, at: str) -> BaseModel:
    if _has_nul(values):
        # No database keeps one in a text, and nobody types one.
        raise UnreadableError(400, "request-bad", [FieldProblem(pointer=at, message="a NUL character")])
    try:
        return model.model_validate(values)
    except ValidationError as error:
        problems = [
            FieldProblem(pointer="/".join((at, *map(str, one["loc"]))), message=one["msg"])
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise UnreadableError(400, "request-bad", problems) from None


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping):
        return any(_has_nul(name) or _has_nul(one) for name, one in value.items())
    return isinstance(value, list) and any(map(_has_nul, value))
