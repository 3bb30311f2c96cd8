"""POST /telegram/webhook: check the secret, store the update, answer. The work is done elsewhere."""

import hmac
import logging

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.inbox import Inbox, NotAnUpdateError, read_update
from bot.web.bodies import read_body

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a name, not a secret)
BODY_LIMIT = 1024 * 1024
RETRY_SECONDS = 5

log = logging.getLogger(__name__)


class TelegramInbox:
    """Answers 200 only for what is stored. Other answers make Telegram bring the update again."""

    def __init__(self, inbox: Inbox, secret: str) -> None:
        if not secret:
            raise ValueError("an empty webhook secret would let everybody in")
        self._inbox = inbox
        self._secret = secret.encode()

    def add_to(self, app: web.Application) -> None:
        """Adds the route."""
        app.router.add_post(PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        """200 stored, seen before or not for us; 403 wrong secret; 400 no update; 413 too big; 503 come again."""
        given = request.headers.get(SECRET_HEADER, "")
        # Bytes, because compare_digest raises for text beyond ASCII.
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret):
            return web.Response(status=403)
        body = await read_body(request, BODY_LIMIT)
        if body is None:
            return web.Response(status=413)
        try:
            await self._inbox.keep(read_update(body))
        except NotAnUpdateError:
            return web.Response(status=400)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.error("the inbox cannot store updates: %s", type(error).__name__)
            return web.Response(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
        return web.Response()
