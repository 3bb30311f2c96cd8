"""Serves the table of routes: who calls, how often, with what; and every error as a problem."""

import logging
import time
from collections.abc import Sequence
from functools import cached_property

from aiohttp import web
from pydantic import BaseModel
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.safe_trace import safe_trace
from bot.texts import Texts
from bot.web.api import problems
from bot.web.api.bearers import BearerError
from bot.web.api.openapi import document
from bot.web.api.pace import CHANGING, LOOKING, PaceKeeper
from bot.web.api.reading import UnreadableError, read_ids, read_json, read_key, read_query
from bot.web.api.route import Call, Desk, Person, Route
from bot.web.api.turned_away import NoSessionError, TooFastError
from db.enums import Language
from db.repositories.people import person as person_row
from services.errors import LoragramError

PREFIX = "/api/v1"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
RETRY_SECONDS = "10"
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeoutError)

log = logging.getLogger(__name__)


class Api:
    """The routes under /api/v1."""

    def __init__(self, desk: Desk, routes: Sequence[Route]) -> None:
        self._desk = desk
        self._routes = routes
        self._looking = PaceKeeper(LOOKING, time.monotonic)
        self._changing = PaceKeeper(CHANGING, time.monotonic)

    def add_to(self, app: web.Application) -> None:
        """Adds the routes, and what answers for all other paths under the prefix."""
        for route in self._routes:
            app.router.add_route(route.method, f"{PREFIX}{route.path}", _Served(self, route).answer)
        app.router.add_get(f"{PREFIX}/openapi.json", self._describe)
        app.router.add_route("*", f"{PREFIX}/{{rest:.*}}", self._unknown)
        app.on_shutdown.append(self._shut_down)

    async def call(self, request: web.Request, route: Route) -> web.StreamResponse:
        """Checks the request and lets the route's handler answer it; raises what the caller turns into a problem."""
        person = None if route.public else await self._person(request)
        if person is not None:
            self._check_pace(person, route)
            if route.admin:
                self._desk.services.access.require_admin(person.id)
        call = Call(
            request=request,
            desk=self._desk,
            person=person,
            ids=read_ids(request, route),
            query=read_query(request, route.query),
            body=await read_json(request, route.body),
            key=read_key(request, route),
        )
        return _response(route, await route.handler(call))

    def refused(self, error: Exception, request: web.Request) -> web.Response:
        """The problem that an error of `call` is."""
        texts, language = self._desk.texts, _language(request)
        if isinstance(error, LoragramError):
            status = problems.status_of(error)
            shown = {name: value for name, value in error.params.items() if not name.startswith("_")}
            detail = texts.plain(language, error.text_key, **shown)
            return problems.answer(problems.problem_of(error, detail), _again(status))
        if isinstance(error, UnreadableError):
            told = problems.problem(error.status, error.code, _said(texts, language, error.code), errors=error.errors)
            return problems.answer(told)
        if isinstance(error, TooFastError):
            told = problems.problem(429, "too-fast", _said(texts, language, "too-fast"), "later")
            return problems.answer(told, {"Retry-After": str(error.seconds)})
        told = problems.problem(401, "session-over", _said(texts, language, "session-over"))
        return problems.answer(told, {"WWW-Authenticate": "Bearer"})

    def away(self, request: web.Request) -> web.Response:
        """The problem that a database is which cannot be asked for a moment."""
        told = problems.problem(503, "away", _said(self._desk.texts, _language(request), "away"), "later")
        return problems.answer(told, _again(503))

    async def _shut_down(self, app: web.Application) -> None:
        self._desk.live.stop()

    async def _person(self, request: web.Request) -> Person:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise NoSessionError
        services = self._desk.services
        try:
            bearer = self._desk.bearers.read(token, services.clock.now())
        except BearerError:
            raise NoSessionError from None
        async with services.db.read() as session:
            user = await person_row(session, bearer.user_id)
        if user is None:
            # Everything was deleted since; opening the app anew is agreeing to begin anew.
            raise NoSessionError
        request[LANGUAGE] = user.language
        services.access.require(user)
        name = user.first_name or (f"@{user.username}" if user.username else "")
        return Person(user.id, name, user.language, services.access.is_admin(user.id), bearer)

    def _check_pace(self, person: Person, route: Route) -> None:
        seconds = (self._changing if route.changes else self._looking).wait_for(person.id)
        if seconds:
            raise TooFastError(seconds)

    @cached_property
    def _description(self) -> str:
        """Made once: it takes 30 ms of the core, and anybody may ask for it."""
        return document(self._routes)

    async def _describe(self, request: web.Request) -> web.Response:
        return web.Response(text=self._description, content_type="application/json", headers=HEADERS)

    async def _unknown(self, request: web.Request) -> web.Response:
        allowed: set[str] = set()
        for resource in request.app.router.resources():
            if resource is not request.match_info.route.resource:
                allowed |= (await resource.resolve(request))[1]
        texts, language = self._desk.texts, _language(request)
        if allowed:
            told = problems.problem(405, "method", _said(texts, language, "method"))
            return problems.answer(told, HEADERS | {"Allow": ", ".join(sorted(allowed))})
        return problems.answer(problems.problem(404, "not-found", _said(texts, language, "not-found")), HEADERS)


class _Served:
    """One route as aiohttp wants it."""

    def __init__(self, api: Api, route: Route) -> None:
        self._api = api
        self._route = route

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The handler's answer, or the problem."""
        try:
            response = await self._api.call(request, self._route)
        except (LoragramError, UnreadableError, TooFastError, NoSessionError) as error:
            response = self._api.refused(error, request)
        except web.HTTPBadRequest:
            # A body that is not packed as its headers say.
            response = self._api.refused(UnreadableError(400, "request-bad"), request)
        except DATABASE_AWAY as error:
            log.error("%s found no database\n%s", self._route.name, safe_trace(error))
            response = self._api.away(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response


LANGUAGE = web.RequestKey("language", Language)


def _language(request: web.Request) -> Language:
    """The person's, once it is known who calls."""
    language: Language = request.get(LANGUAGE, Language.EN)
    return language


def _said(texts: Texts, language: Language, code: str) -> str:
    return texts.plain(language, f"api-{code}")


def _again(status: int) -> dict[str, str]:
    return {"Retry-After": RETRY_SECONDS} if status == 503 else {}


def _response(route: Route, result: BaseModel | web.StreamResponse | None) -> web.StreamResponse:
    if isinstance(result, web.StreamResponse):
        return result
    if result is None:
        return web.Response(status=204)
    return web.Response(status=route.status, text=result.model_dump_json(), content_type="application/json")
