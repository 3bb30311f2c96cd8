"""One route of the API, and one call of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel

from bot.context import Services
from bot.texts import Texts
from bot.web.api.bearers import Bearer, Bearers
from bot.web.api.live import LiveJobs
from bot.web.api.pace import PaceKeeper
from bot.web.api.shapes import Nothing
from db.enums import Language

BODY_LIMIT = 64 * 1024


@dataclass(frozen=True)
class Desk:
    """What handlers work with."""

    services: Services
    texts: Texts
    bearers: Bearers
    bot_token: str
    live: LiveJobs
    openings: PaceKeeper


@dataclass(frozen=True)
class Person:
    """Who calls, as their bearer and our rows say; never as the body says."""

    id: int
    name: str
    language: Language
    is_admin: bool
    bearer: Bearer


@dataclass(frozen=True)
class Call:
    """One request, checked. `ids` are those of the path, `key` the client's own name for a paid order. `person` is
    nobody's on public routes, where `caller` must not be asked."""

    request: web.Request
    desk: Desk
    person: Person | None
    ids: Mapping[str, UUID]
    query: Any
    body: Any
    key: str

    @property
    def caller(self) -> Person:
        """The person of a route that is not public."""
        assert self.person is not None
        return self.person

    @property
    def services(self) -> Services:
        """The facades."""
        return self.desk.services

    @property
    def user_id(self) -> int:
        """The caller's Telegram id."""
        return self.caller.id


Handler = Callable[[Call], Awaitable[BaseModel | web.StreamResponse | None]]


@dataclass(frozen=True)
class Route:
    """One line of the table that is served, documented and tested.

    `path` is below /api/v1 and its `{…_id}` are UUIDs. `answer` is the body of `status`, None for 204 and for streams,
    which say their own `content`. `problems`: statuses of errors besides those that every such route has. `keyed`: it
    orders something, once per Idempotency-Key. `raw`: the handler reads the body itself, `takes` says what it may be.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    answer: type[BaseModel] | None = None
    status: int = 200
    query: type[BaseModel] = Nothing
    body: type[BaseModel] = Nothing
    problems: tuple[int, ...] = ()
    public: bool = False
    admin: bool = False
    keyed: bool = False
    content: str = "application/json"
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The operation's id: the handler's own name."""
        return self.handler.__name__

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of the path's ids, in order."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))

    @property
    def changes(self) -> bool:
        """Whether it may change something, which counts in a smaller bucket."""
        return self.method not in {"GET", "HEAD"}

    @property
    def all_problems(self) -> tuple[int, ...]:
        """Every status of an error that it may answer with."""
        usual = {400, 429, 503} if self.public else {400, 401, 403, 429, 503}
        usual |= {404} if self.ids else set()
        usual |= {413} if self.body is not Nothing or self.raw else set()
        return tuple(sorted(usual | set(self.problems)))
