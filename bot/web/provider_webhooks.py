"""POST /webhooks/{provider}/{token}: a hint that a paid call has changed."""

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.safe_trace import safe_trace
from bot.web.bodies import read_body
from services.errors import ProviderError
from services.jobs.hints import HintAnswer

BODY_LIMIT = 4 * 1024 * 1024
"""Bytes; results list addresses of files, never the files."""

RETRY_SECONDS = 10
STATUS = {HintAnswer.ACCEPTED: 200, HintAnswer.REFUSED: 403, HintAnswer.MISMATCH: 409, HintAnswer.BUSY: 503}
VERDICTS = {status: answer.value for answer, status in STATUS.items()} | {413: "too-big"}

log = logging.getLogger(__name__)


class HintDoor(Protocol):
    """What `services.jobs.hints.Hints` offers this route."""

    async def known(self, provider: str, token: str) -> bool:
        """Whether the token is one of ours."""

    async def receive(self, provider: str, token: str, headers: Mapping[str, str], body: bytes) -> HintAnswer:
        """Verifies and stores the hint."""


Tell = Callable[[str, str], None]
"""Takes the provider's name as the path says it, and what was thought of the webhook."""


class ProviderWebhooks:
    """The token is a secret in the path: it is never logged, and unknown ones are turned away before the body."""

    def __init__(self, hints: HintDoor, tell: Tell | None = None) -> None:
        self._hints = hints
        self._tell = tell

    def add_to(self, app: web.Application) -> None:
        """Adds the route."""
        app.router.add_post("/webhooks/{provider}/{token}", self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        """200 stored or seen before, 403 not genuine, 409 another call than expected, 413 too big, 503 come again."""
        provider, token = request.match_info["provider"], request.match_info["token"]
        response = await self._answer(request, provider, token)
        if self._tell is not None:
            self._tell(provider, VERDICTS[response.status])
        return response

    async def _answer(self, request: web.Request, provider: str, token: str) -> web.Response:
        try:
            if not await self._hints.known(provider, token):
                return web.Response(status=403)
            body = await read_body(request, BODY_LIMIT)
            if body is None:
                return web.Response(status=413)
            answer = await self._hints.receive(provider, token, request.headers, body)
        except (SQLAlchemyError, OSError, TimeoutError, ProviderError) as error:
            log.error("a webhook of %r could not be taken\n%s", provider, safe_trace(error))
            return web.Response(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
        return web.Response(status=STATUS[answer])
