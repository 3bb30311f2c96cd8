"""Posting updates to the bot's webhook as Telegram's server does."""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, MultipartReader

from sandbox.telegram.errors import ApiError
from sandbox.telegram.updates import PendingUpdate
from sandbox.telegram.wire import Call, call_of_answer, call_of_multipart
from sandbox.telegram.world import Webhook, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MAX_RETRY_AFTER = 3600.0
# A webhook answer is read up to this many bytes.
MAX_ANSWER_BYTES = 1024 * 1024
_NOT_IN_ANSWERS = {"setwebhook", "deletewebhook", "close", "logout"}

Execute = Callable[[Call], Awaitable[object]]


class WebhookSender:
    """One update in flight per queue, at most max_connections queues at once.

    An update that is not answered 2xx is sent again: at once, then after 2, 4, 8 ... seconds up to 60 to
    120, or after the answer's Retry-After, until it expires.
    """

    def __init__(self, world: World, execute: Execute) -> None:
        self._world = world
        self._execute = execute
        self._busy: set[int] = set()

    async def run(self) -> None:
        """Watch the queues until cancelled."""
        async with ClientSession() as session:
            while True:
                changed = self._world.updates.changed
                self._start_queues(session)
                await changed.wait()

    def _start_queues(self, session: ClientSession) -> None:
        if not self._world.webhook.url:
            return
        for queue in self._world.updates.queues():
            if len(self._busy) >= self._world.webhook.max_connections:
                return
            if queue not in self._busy:
                self._busy.add(queue)
                self._world.nursery.start(self._drain(session, queue), f"webhook queue {queue}")

    async def _drain(self, session: ClientSession, queue: int) -> None:
        try:
            while (webhook := self._world.webhook).url and (update := self._world.updates.head(queue)):
                if await self._deliver(session, webhook, update):
                    self._world.updates.confirm(update)
        finally:
            self._busy.discard(queue)
            self._world.updates.wake()

    async def _deliver(self, session: ClientSession, webhook: Webhook, update: PendingUpdate) -> bool:
        """True when the update is done with: delivered or expired; False when the webhook changed."""
        copies = 2 if self._world.settings.duplicate_updates else 1
        tries = 0
        while copies:
            if self._world.webhook is not webhook:
                return False
            if update.expired:
                return True
            wait = await self._post(session, webhook, update)
            if wait is None:
                copies, tries = copies - 1, 0
                continue
            tries += 1
            await asyncio.sleep(wait if wait > 0 else self._backoff(tries))
        return True

    def _backoff(self, tries: int) -> float:
        if tries == 1:
            return 0.0
        seconds = min(float(2 ** (tries - 1)), random.uniform(60.0, 120.0))
        return seconds * self._world.settings.retry_scale

    async def _post(self, session: ClientSession, webhook: Webhook, update: PendingUpdate) -> float | None:
        """None after a 2xx; else the seconds that the answer asked to wait, 0 where it asked for none."""
        headers = {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        timeout = ClientTimeout(total=self._world.settings.webhook_timeout)
        try:
            async with session.post(
                webhook.url, json=update.body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                if 200 <= answer.status < 300:
                    await self._execute_answer(answer)
                    return None
                self._note(webhook, f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return _retry_after(answer)
        except TimeoutError:
            self._note(webhook, "Read timeout expired")
        except (ClientError, OSError) as error:
            self._note(webhook, f"Connection failed: {type(error).__name__}")
        return 0.0

    def _note(self, webhook: Webhook, text: str) -> None:
        webhook.last_error = text
        webhook.last_error_at = self._world.now()

    async def _execute_answer(self, answer: ClientResponse) -> None:
        call = await _call_in(answer)
        if call is None or not self._world.settings.execute_webhook_answers:
            return
        name = call.method.lower()
        if name.startswith("get") or name in _NOT_IN_ANSWERS:
            return
        try:
            await self._execute(call)
        except ApiError:
            # The bot never learns what became of a method in an answer; the list of calls has it.
            return


async def _call_in(answer: ClientResponse) -> Call | None:
    if answer.content_type.startswith("multipart/"):
        return await call_of_multipart(MultipartReader.from_response(answer).stream)
    text = (await answer.content.read(MAX_ANSWER_BYTES)).decode("utf-8", "replace")
    if answer.content_type != "application/json" or not text:
        return None
    try:
        body = json.loads(text)
    except ValueError:
        return None
    return call_of_answer(body) if isinstance(body, dict) else None


def _retry_after(answer: ClientResponse) -> float:
    try:
        return min(max(float(answer.headers.get("Retry-After", "0")), 0.0), MAX_RETRY_AFTER)
    except ValueError:
        return 0.0
