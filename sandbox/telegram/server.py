"""The HTTP side of the Bot API: /telegram/bot<token>/<method> and file downloads."""

import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.telegram.errors import ApiError, method_not_found, unauthorized
from sandbox.telegram.gate import RateGate, planned_answer, take_fault
from sandbox.telegram.methods import Handler
from sandbox.telegram.wire import Call, read_call
from sandbox.telegram.world import Webhook, World

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


class BotApiServer:
    """Carries out Bot API calls and records each one with its status, except for those to the crowd, which counts."""

    def __init__(self, world: World, methods: Mapping[str, Handler], gate: RateGate) -> None:
        self._world = world
        self._methods = methods
        self._rate = gate

    def add_routes(self, app: web.Application) -> None:
        """Mount under /telegram."""
        app.router.add_route("*", "/telegram/bot{token}/{method}", self._call)
        app.router.add_get("/telegram/file/bot{token}/{path:.+}", self._download)

    async def execute(self, call: Call) -> Any:
        """The result of a call. Raises ApiError. Records the call either way."""
        status = 200
        try:
            handler = self._methods.get(call.method.lower())
            if handler is None:
                raise method_not_found()
            self._rate.check(call, self._world.settings.rate_limit, self._world.clock.real_now())
            return await handler(self._world, call)
        except ApiError as error:
            status = error.code
            raise
        finally:
            self._record(call, status)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            call = await read_call(request, request.match_info["method"])
        except ApiError as error:
            return _refused(error)
        fault = await take_fault(self._world, call.method)
        if fault is not None and fault.fault == "dropped":
            self._record(call, 0)
            return _drop(request)
        if fault is not None and fault.fault == "status":
            answer = planned_answer(fault)
            self._record(call, answer.status)
            self._rate.planned += answer.status == 429
            return answer
        response = await self._answer(call)
        return _drop(request) if fault is not None and fault.fault == "lost_answer" else response

    async def _answer(self, call: Call) -> web.Response:
        before = self._world.webhook
        try:
            body: dict[str, Any] = {"ok": True, "result": await self.execute(call)}
        except ApiError as error:
            return _refused(error)
        if call.method.lower() in {"setwebhook", "deletewebhook"}:
            body["description"] = _webhook_change(before, self._world.webhook)
        return web.json_response(body)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
        except ApiError as error:
            return _refused(error)
        fault = await take_fault(self._world, "download")
        if fault is not None:
            return planned_answer(fault) if fault.fault == "status" else _drop(request)
        stored = self._world.files.by_path.get(request.match_info["path"])
        if stored is None or len(stored.data) > self._world.settings.download_limit:
            return _refused(ApiError(404, "Not Found"))
        return web.Response(body=stored.data, content_type="application/octet-stream")

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if token == self._world.token:
            return
        raise unauthorized() if _TOKEN.fullmatch(token) else ApiError(404, "Not Found")

    def _record(self, call: Call, status: int) -> None:
        if call.integer("chat_id") in self._world.crowd:
            return
        self._world.calls.append(
            {
                "method": call.method,
                "params": call.logged(),
                "at": self._world.clock.real_now(),
                "status": status,
            }
        )


def _refused(error: ApiError) -> web.Response:
    retry_after = error.parameters.get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return web.json_response(error.body(), status=error.code, headers=headers)


def _webhook_change(before: Webhook, after: Webhook) -> str:
    if after.url:
        same = (before.url, before.secret, before.max_connections) == (
            after.url,
            after.secret,
            after.max_connections,
        )
        return "Webhook is already set" if same else "Webhook was set"
    return "Webhook was deleted" if before.url else "Webhook is already deleted"


def _drop(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
